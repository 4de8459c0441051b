"""Runs of every mode: read, poll, cancel."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.chat.schemas import Events, RunView
from shared.domain.identity import Principal
from shared.orchestrator.cancelling import cancel
from shared.orchestrator.views import run_view
from shared.web.requests import signed_in, whole_number
from shared.web.turn_schemas import BASE, FAILURES
from shared.wiring import OrchestratorWiring

_HIGHEST_SEQ = 10**9


def runs_router(wiring: OrchestratorWiring) -> APIRouter:
    router = APIRouter(prefix=f"{BASE}/runs", tags=["runs"], responses=FAILURES)
    caller = signed_in(lambda: wiring.authenticator)

    @router.get("/{run_id}", response_model=RunView, operation_id="getRun")
    async def get_run(request: Request, *, principal: Principal = Depends(caller), run_id: str) -> JSONResponse:
        """A run with its result. Asking for one that nobody produces gets it a producer."""
        run = await wiring.access.readable_run(principal, run_id)
        run = await wiring.minder.look_after(run)
        if not run.closed:
            run = replace(run, last_seq=max(run.last_seq, await wiring.stores.log.last(run.id)))
        return JSONResponse(run_view(run))

    @router.get("/{run_id}/events", response_model=Events, operation_id="getRunEvents")
    async def get_events(request: Request, *, principal: Principal = Depends(caller), run_id: str) -> JSONResponse:
        """The stream's events past `after`, for clients without server-sent events."""
        after = whole_number(request, "after", 0, 0, _HIGHEST_SEQ)
        run = await wiring.access.readable_run(principal, run_id)
        run = await wiring.minder.look_after(run)
        events = await wiring.stores.log.read(run.id, after)
        last = events[-1].seq if events else min(after, run.last_seq) if run.closed else after
        return JSONResponse({"events": [event.row(run.id) for event in events], "status": run.status, "lastSeq": last})

    @router.post(
        "/{run_id}/cancel",
        status_code=202,
        response_model=RunView,
        responses={200: {"model": RunView, "description": "It had ended before."}},
        operation_id="cancelRun",
    )
    async def cancel_run(request: Request, *, principal: Principal = Depends(caller), run_id: str) -> JSONResponse:
        """Stop a run: 202 when it was stopped, 200 and unchanged when it had ended."""
        run = await wiring.access.own_run(principal, run_id)
        if run.terminal:
            return JSONResponse(run_view(run), 200)
        run = await cancel(wiring.stores, wiring.studio.closing, run)
        return JSONResponse(run_view(run), 202 if run.status == "cancelled" else 200)

    return router
