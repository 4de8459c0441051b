"""What the laptop knows of one function: the part of template.yaml that its environments need."""

from __future__ import annotations

from dataclasses import dataclass, field

REGION = "us-east-1"
ACCOUNT = "123456789012"  # the account number of every AWS example


@dataclass(frozen=True, slots=True)
class Function:
    """``timeout`` is in seconds, ``memory`` in MB; ``environment`` is complete but for what Lambda itself sets."""

    name: str
    handler: str
    timeout: float
    memory: int = 128
    environment: dict[str, str] = field(default_factory=dict[str, str])
    alias: str | None = None
    durable: dict[str, int] | None = None
    retries: int = 2
    streaming: bool = False

    @property
    def arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}"

    def qualified(self, qualifier: str | None) -> str:
        return f"{self.arn}:{qualifier}" if qualifier else self.arn
