"""The worker: durable executions, started asynchronously. It finishes runs that nobody produces, and sweeps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from pydantic import ValidationError

from functions.worker.routes import attend_run, send_letters, sweep
from functions.worker.schemas import MailEvent, RunEvent, worker_event
from functions.worker.settings import WorkerFunctionSettings
from shared.web.log import logger
from shared.web.loop import portal
from shared.web.settings import load
from shared.wiring import WorkerWiring

settings = load(WorkerFunctionSettings)
wiring = WorkerWiring(settings)
logger()  # from the start, so that the core's own lines have their form


def in_loop(work: Callable[[], Awaitable[Any]]) -> Any:
    return portal().call(work)


@durable_execution
def handler(event: dict[str, Any], context: DurableContext) -> dict[str, Any]:
    """``{"kind": "run", "runId"}``, ``{"kind": "mail"}``, ``{"kind": "sweep"}``; else it is dropped."""
    try:
        parsed = worker_event.validate_python(event)
    except ValidationError as error:
        logger().error("event dropped", extra={"problems": error.error_count()})
        return {"dropped": True}
    if isinstance(parsed, RunEvent):
        return attend_run(context, wiring, in_loop, parsed)
    if isinstance(parsed, MailEvent):
        return send_letters(context, wiring, in_loop, parsed)
    return sweep(context, wiring, in_loop, parsed)
