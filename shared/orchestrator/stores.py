"""What the use cases of the orchestrator work with; ``wiring`` fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shared import ports


def utc_now() -> datetime:
    """Milliseconds are what the documents keep."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Stores:
    runs: ports.Runs
    log: ports.RunLog
    conversations: ports.Conversations
    messages: ports.Messages
    counters: ports.Counters
    idempotency: ports.Idempotency
    ledger: ports.Ledger
    tickets: ports.Tickets
    now: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits and models as the deployment sets them."""

    models: tuple[str, ...]
    default_model: str
    backup_model: str
    vision_model: str = ""
    rate_limit_per_minute: int = 60
    token_limit_per_day: int = 200_000
    token_limit_total_per_day: int = 2_000_000

    def chain(self, model: str | None, *, pictured: bool = False) -> tuple[str, ...]:
        """The model that was asked for, then its backup; where a picture is to be seen, the one that can."""
        first = model or (self.vision_model if pictured else "") or self.default_model
        return tuple(dict.fromkeys((first, self.backup_model)))


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
