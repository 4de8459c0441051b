"""Query mode: its POST. Runs, tickets and conversations of it are the chat function's, its stream the stream's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.query.schemas import QueryAnswer, QueryBody
from shared.domain.identity import Principal
from shared.orchestrator.query.turn import query_turn
from shared.web.answering import answer_turn
from shared.web.body import json_body, request_body_of
from shared.web.requests import signed_in
from shared.web.turn_schemas import BASE, FAILURES, Accepted
from shared.wiring import QueryWiring


def query_router(wiring: QueryWiring) -> APIRouter:
    router = APIRouter(prefix=BASE, tags=["query"])
    caller = signed_in(lambda: wiring.authenticator)

    @router.post(
        "/query",
        response_model=QueryAnswer,
        responses={202: {"model": Accepted}, **FAILURES},
        openapi_extra=request_body_of(QueryBody),
        operation_id="query",
    )
    async def query(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        body: Annotated[QueryBody, Depends(json_body(QueryBody))],
    ) -> JSONResponse:
        """A question about a project, answered out of its knowledge base, with what each statement rests on."""
        turn = query_turn(
            body.content,
            body.project_id,
            body.conversation_id,
            limit=body.limit,
            types=tuple(dict.fromkeys(body.types or ())),
            threshold=float(body.threshold),
        )
        return await answer_turn(wiring, request, principal, turn, stream=body.stream)

    return router
