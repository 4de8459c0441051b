"""How a run that has ended answers the request that waited for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.domain import errors
from shared.domain.errors import AladdinError, InternalError
from shared.domain.runs import Run
from shared.orchestrator.limits import seconds_to_midnight


def _by_code() -> dict[str, type[AladdinError]]:
    found: dict[str, type[AladdinError]] = {}
    waiting: list[type[AladdinError]] = [AladdinError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        # The parent names a code that it shares with a more special child.
        found.setdefault(kind.code, kind)
    return found


_ERRORS = _by_code()


def answer_of(run: Run, now: datetime) -> dict[str, Any]:
    """The 200 body of a completed or cancelled run. Raises what a failed one failed with."""
    if run.status != "failed":
        return run.result or {}
    recorded = run.error or {}
    kind = _ERRORS.get(recorded.get("code", ""), InternalError)
    if kind is errors.ModelError and not recorded.get("retryable", True):
        kind = errors.ModelRefused
    wait = seconds_to_midnight(now) if issubclass(kind, errors.TokenLimitExceeded) else None
    raise kind(recorded.get("error"), details=recorded.get("details"), retry_after=wait)
