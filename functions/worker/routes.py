"""What the worker does with each kind of event, as steps of a durable execution.

Steps are safe to repeat: a run is fenced by its lease, the sweep is idempotent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_step
from aws_durable_execution_sdk_python.config import Duration

from functions.worker.schemas import MailEvent, RunEvent, SweepEvent
from shared.orchestrator.attending import Attended
from shared.wiring import WorkerWiring

# A run that is held elsewhere is looked at again when its lease could have run out.
PAUSE_SECONDS = 11
MOST_LOOKS = 60

Portal = Callable[[Callable[[], Awaitable[Any]]], Any]


def attend_run(context: DurableContext, wiring: WorkerWiring, portal: Portal, event: RunEvent) -> dict[str, Any]:
    """Produce the run if nobody does, else come back when its lease could have run out, until it has ended."""

    @durable_step
    def attend(_: StepContext) -> dict[str, Any]:
        attended: Attended = portal(lambda: wiring.attendant.attend(event.run_id))
        return {"status": attended.status, "ended": attended.ended}

    seen: dict[str, Any] = {"status": "unknown", "ended": False}
    for look in range(MOST_LOOKS):
        seen = context.step(attend(), name=f"attend-{look}")
        if seen["ended"]:
            break
        context.wait(Duration.from_seconds(PAUSE_SECONDS), name=f"wait-{look}")
    return {"runId": event.run_id, **seen}


def sweep(context: DurableContext, wiring: WorkerWiring, portal: Portal, _: SweepEvent) -> dict[str, Any]:
    @durable_step
    def once(_: StepContext) -> dict[str, Any]:
        return portal(wiring.sweep.sweep)

    @durable_step
    def accounts(_: StepContext) -> dict[str, Any]:
        return {"windows": portal(wiring.lockout.sweep), "letters": portal(wiring.postman.deliver)}

    @durable_step
    def vectors(_: StepContext) -> dict[str, Any]:
        return {"vectors": portal(wiring.reembed)}

    # Letters first: nothing that is wrong with runs may keep a person from their account.
    letters = context.step(accounts(), name="accounts")
    swept = context.step(once(), name="sweep")
    return {**swept, **letters, **context.step(vectors(), name="vectors")}


def send_letters(context: DurableContext, wiring: WorkerWiring, portal: Portal, _: MailEvent) -> dict[str, Any]:
    @durable_step
    def send(_: StepContext) -> dict[str, Any]:
        return {"letters": portal(wiring.postman.deliver)}

    return context.step(send(), name="letters")
