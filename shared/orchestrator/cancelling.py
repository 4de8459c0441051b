"""Stopping a run: decided by one write, which beats every late completion."""

from __future__ import annotations

from shared.domain.runs import Run
from shared.orchestrator.closing import Closing
from shared.orchestrator.stores import Stores


async def cancel(stores: Stores, closing: Closing, run: Run) -> Run:
    """The run as it stands now: cancelled, or finished as it was before."""
    cancelled = await stores.runs.cancel(run.id, stores.now())
    if cancelled is not None:
        await closing.close(cancelled)
    return await stores.runs.get(run.id) or run
