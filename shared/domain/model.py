"""What passes between the orchestrator and a language model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

MessageRole = Literal["system", "user", "assistant", "tool"]

#: Sent as the user's turn after the logged prefix (as the assistant's) when a broken answer is taken up again.
CONTINUE_INSTRUCTION = "Continue exactly where your last message stopped. Do not repeat anything."


@dataclass(frozen=True, slots=True)
class ModelMessage:
    """``content`` is text, or OpenAI content parts when the message carries an image."""

    role: MessageRole
    content: str | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the model's service counted them; ``estimated`` when it did not say.

    ``cost`` is in US dollars, ``None`` when the service reported none.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    estimated: bool = False

    @property
    def total_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Usage) -> Usage:
        cost = None if self.cost is None and other.cost is None else (self.cost or 0.0) + (other.cost or 0.0)
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            cost,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class UpstreamCall:
    """One HTTP call to the model's service that may have cost money; the ledger gets every one."""

    model: str
    usage: Usage
    outcome: Literal["finished", "failed", "interrupted", "closed"]
    seconds: float


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One question to a chain of models.

    ``models`` is tried in order; it never is empty. ``max_tokens`` bounds the completion.
    ``on_call`` is told of every upstream call exactly once, when it has ended, however it ended.
    """

    messages: tuple[ModelMessage, ...]
    models: tuple[str, ...]
    temperature: float = 0.7
    max_tokens: int = 2000
    run_id: str | None = None
    on_call: Callable[[UpstreamCall], None] | None = None

    @property
    def continues(self) -> bool:
        """It takes up a broken answer, which may have had nothing left to say: then no token comes before the end."""
        return self.messages[-1].content == CONTINUE_INSTRUCTION


@dataclass(frozen=True, slots=True)
class Tokens:
    """Text deltas that arrived together, in order, one entry per delta of the service. Never empty strings."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Another model of the chain takes over. Only ever before the first token."""

    failed: str
    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a call that ended in order."""

    model: str
    finish_reason: str
    usage: Usage = field(default_factory=Usage)


ModelEvent = Tokens | Fallback | Finished


class ModelInterrupted(Exception):
    """The stream broke after its first token: reset, error object, 60 s of silence, end without finish_reason.

    Not an ``AladdinError``: the producer continues the run and no caller sees it. ``usage`` is what
    was consumed so far (estimated when the service did not say).
    """

    def __init__(self, model: str, reason: str, usage: Usage) -> None:
        super().__init__(reason)
        self.model = model
        self.reason = reason
        self.usage = usage
