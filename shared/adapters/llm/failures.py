"""Why one upstream call gave no answer, and what to do next."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from shared.adapters.llm.settings import Timing


class Cure(Enum):
    RETRY = auto()
    NEXT_MODEL = auto()
    NONE = auto()


@dataclass(eq=False)
class Failed(Exception):
    """``reason`` is short and safe to show; ``message`` is the service's own and only for the operator's log."""

    reason: str
    cure: Cure = Cure.RETRY
    status: int | None = None
    message: str = ""
    retry_after: float | None = None


def cure_of(status: int) -> Cure:
    """What helps against an HTTP status other than 200."""
    if status in (408, 409, 425, 429) or status >= 500:
        return Cure.RETRY
    if status in (404, 410):
        return Cure.NEXT_MODEL
    return Cure.NONE


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a ``Retry-After`` header in either of its forms; ``None`` when absent or unreadable."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.replace(".", "", 1).isdigit() and value.isascii():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def pause(timing: Timing, failures: int, failed: Failed) -> float:
    """Seconds to wait before the next try: exponential with jitter (±25 %), at least what the service asks."""
    backoff = min(timing.backoff_last, timing.backoff_first * 2 ** (failures - 1))
    asked = min(failed.retry_after or 0.0, timing.retry_after_longest)
    return max(backoff * random.uniform(0.75, 1.25), asked)  # noqa: S311 - spreads load, hides nothing
