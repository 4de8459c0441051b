"""Where the model's service is and how patient we are with it."""

from __future__ import annotations

from dataclasses import dataclass, field

OPENROUTER_URL = "https://openrouter.ai/api/v1"


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds. Tests shrink them; production keeps the contract's values."""

    tries: int = 3
    connect: float = 10.0
    #: Nothing at all heard before the first token, or no token after it.
    silence: float = 60.0
    #: All tries of all models together, until the first token.
    first_token: float = 120.0
    backoff_first: float = 1.0
    backoff_last: float = 10.0
    retry_after_longest: float = 30.0
    #: How long the usage chunk and the end may lag behind ``finish_reason``.
    tail: float = 5.0


@dataclass(frozen=True, slots=True)
class Service:
    """One OpenAI-compatible endpoint. ``base_url`` ends where ``/chat/completions`` begins."""

    base_url: str = OPENROUTER_URL
    api_key: str = field(default="", repr=False)
    timing: Timing = field(default_factory=Timing)
    #: Names us to OpenRouter (its ranking headers); empty for none.
    title: str = "Aladdin"
    #: Bytes of one line, of a JSON body and of what waits unread.
    longest_line: int = 1_048_576

    @property
    def url(self) -> str:
        return self.base_url.rstrip("/") + "/chat/completions"

    @property
    def reports_cost(self) -> bool:
        """OpenRouter alone knows ``usage: {include: true}``; strict services refuse unknown fields."""
        return "openrouter.ai" in self.base_url
