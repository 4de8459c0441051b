"""The POST of a mode: admitted, made once for its key, waited for or answered with 202 at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import JSONResponse

from shared.domain.errors import AladdinError, Limited
from shared.domain.identity import Principal
from shared.domain.limits import Quota
from shared.orchestrator.outcomes import answer_of
from shared.orchestrator.turns import TurnRequest
from shared.orchestrator.views import accepted_view
from shared.web.body import parse_json
from shared.web.errors import error_body, quota_headers
from shared.web.requests import prefers_async, request_id_of

if TYPE_CHECKING:
    from shared.wiring import OrchestratorWiring


async def answer_turn(
    wiring: OrchestratorWiring, request: Request, principal: Principal, turn: TurnRequest, *, stream: bool
) -> JSONResponse:
    """The answer to a request of any mode: 200 with the result, 202 when it is streamed or takes too long."""
    at_once = stream or prefers_async(request)
    clock = asyncio.get_running_loop().time
    deadline = clock() + wiring.waiting.seconds
    quota: list[Quota] = []

    async def work(run_id: str) -> tuple[int, dict[str, Any]]:
        quota.append(await wiring.limits.admit(principal.user_id))
        # A repeated request may have waited for the first one before.
        seconds = None if at_once else deadline - clock()
        return await _run(wiring, principal, turn, run_id, request_id_of(request), seconds)

    def error_answer(error: AladdinError) -> tuple[int, dict[str, Any]]:
        return error.status, error_body(error, request_id_of(request))

    try:
        status, answer = await wiring.idempotent.once(
            principal.user_id,
            request.headers.get("idempotency-key"),
            request.url.path,
            parse_json(await request.body()),
            work,
            error_answer,
        )
    except Limited as error:
        error.quota = error.quota or (quota[0] if quota else None)
        raise
    return JSONResponse(answer, status, headers=quota_headers(quota[0]) if quota else None)


async def _run(
    wiring: OrchestratorWiring,
    principal: Principal,
    turn: TurnRequest,
    run_id: str,
    request_id: str,
    seconds: float | None,
) -> tuple[int, dict[str, Any]]:
    run = await wiring.turns.accept(principal, turn, run_id, request_id)
    if seconds is not None:
        run = await wiring.waiting.answer(run, seconds)
        if run.terminal:
            return 200, answer_of(run, wiring.stores.now())
    return 202, accepted_view(run)
