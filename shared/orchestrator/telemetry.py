"""What operators see of runs. Plain logging here; functions give the lines their form and redaction."""

from __future__ import annotations

import logging

from shared.domain.errors import AladdinError
from shared.domain.model import Usage
from shared.domain.runs import Run

_log = logging.getLogger("aladdin.runs")


def run_ended(run: Run) -> None:
    _log.info("run ended", extra={"run_id": run.id, "status": run.status, "attempt": run.attempt})


def run_failed(run: Run, error: AladdinError, cause: Exception | None) -> None:
    _log.error("run failed", exc_info=cause or error, extra={"run_id": run.id, "code": error.code})


def answered_without_model(run: Run, error: AladdinError) -> None:
    _log.warning("answered without the model", exc_info=error, extra={"run_id": run.id, "code": error.code})


def brain_not_reached(run: Run, error: Exception) -> None:
    _log.warning("answered without the Brain", extra={"run_id": run.id, "reason": type(error).__name__})


def brain_broke(run: Run, error: Exception) -> None:
    _log.error("the Brain broke", exc_info=error, extra={"run_id": run.id})


def producer_broke(run_id: str, error: BaseException) -> None:
    _log.error("producer broke", exc_info=error, extra={"run_id": run_id})


def sweep_stumbled(what: str, error: BaseException) -> None:
    _log.error("the sweep could not help", exc_info=error, extra={"about": what})


def books_not_written(run: Run, open_usage: Usage) -> None:
    _log.error(
        "usage could not be written",
        extra={"run_id": run.id, "used": open_usage.total_tokens, "cost": open_usage.cost},
    )
