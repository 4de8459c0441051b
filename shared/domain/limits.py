"""Quotas and what is kept of an idempotent request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# How long the answer to an Idempotency-Key is kept.
KEY_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of a limit after a request, for the RateLimit-* headers. ``reset`` is in seconds."""

    limit: int
    remaining: int
    reset: int


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """``run_id`` is fixed with the first claim, so that whoever repeats it makes the same run.

    ``answer`` is ``(status, body)`` once there is a final one.
    """

    id: str
    fingerprint: str
    run_id: str
    claimed_at: datetime
    mine: bool
    answer: tuple[int, dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One upstream call, as the books keep it. ``id`` is stable, so that writing it twice is once."""

    id: str
    run_id: str
    user_id: str
    project_id: str | None
    model: str
    outcome: str
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    estimated: bool
    seconds: float
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """Lets whoever holds it read one run's stream without other credentials."""

    run_id: str
    user_id: str
    first_use_before: datetime
    used: bool
