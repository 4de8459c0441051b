"""Chat mode: the POST of the mode, its tickets, and an edit, which is a chat turn on a branch."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.chat.schemas import Accepted, ChatAnswer, ChatBody, EditBody, ErrorBody, TicketAnswer, TicketBody
from shared.domain.errors import AladdinError, ConversationNotFound, Limited
from shared.domain.identity import Principal
from shared.domain.limits import Quota
from shared.domain.runs import message_seq
from shared.orchestrator.outcomes import answer_of
from shared.orchestrator.turns import TurnRequest
from shared.orchestrator.views import accepted_view, instant
from shared.web.body import json_body, parse_json, request_body_of
from shared.web.errors import error_body, quota_headers
from shared.web.requests import prefers_async, request_id_of, signed_in
from shared.wiring import OrchestratorWiring

BASE = "/api/v1/orchestrator"
FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 401, 404, 409, 415, 422, 429, 502, 503)
}


def chat_router(wiring: OrchestratorWiring) -> APIRouter:
    router = APIRouter(prefix=BASE, tags=["chat"])
    caller = signed_in(lambda: wiring.authenticator)

    @router.post(
        "/chat",
        response_model=ChatAnswer,
        responses={202: {"model": Accepted}, **FAILURES},
        openapi_extra=request_body_of(ChatBody),
        operation_id="chat",
    )
    async def chat(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        body: Annotated[ChatBody, Depends(json_body(ChatBody))],
    ) -> JSONResponse:
        """One turn of conversation. Waits for the answer, or answers 202 at once with `stream: true`."""
        turn = _turn(
            body,
            conversation_id=body.conversation_id,
            project_id=body.project_id,
            attachments=tuple(body.attachments),
        )
        return await _answer(wiring, request, principal, turn, stream=body.stream)

    @router.post(
        "/conversations/{conversation_id}/messages/{message_id}/edit",
        response_model=ChatAnswer,
        responses={202: {"model": Accepted}, **FAILURES},
        openapi_extra=request_body_of(EditBody),
        operation_id="editMessage",
    )
    async def edit(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        conversation_id: str,
        message_id: str,
        body: Annotated[EditBody, Depends(json_body(EditBody))],
    ) -> JSONResponse:
        """Ask a question differently: a sibling branch and a new run; nothing is overwritten."""
        of, _, seq = message_id.rpartition(":")
        if of != conversation_id or not seq.isascii() or not seq.isdigit() or len(seq) > 9:
            raise ConversationNotFound("There is no such question in this conversation.")
        turn = _turn(body, conversation_id=conversation_id, edits=message_seq(message_id))
        return await _answer(wiring, request, principal, turn, stream=body.stream)

    @router.post(
        "/stream/ticket",
        status_code=201,
        response_model=TicketAnswer,
        responses=FAILURES,
        openapi_extra=request_body_of(TicketBody),
        operation_id="createStreamTicket",
    )
    async def ticket(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        body: Annotated[TicketBody, Depends(json_body(TicketBody))],
    ) -> JSONResponse:
        """A single-run ticket for clients whose EventSource can send no headers."""
        run = await wiring.access.readable_run(principal, body.run_id)
        value, expires = await wiring.tickets.issue(run, principal.user_id)
        return JSONResponse({"ticket": value, "expiresAt": instant(expires)}, 201)

    return router


def _turn(
    body: ChatBody | EditBody,
    *,
    conversation_id: str | None,
    project_id: str | None = None,
    edits: int | None = None,
    attachments: tuple[str, ...] = (),
) -> TurnRequest:
    return TurnRequest(
        mode="chat",
        content=body.content,
        conversation_id=conversation_id,
        project_id=project_id,
        model=body.model,
        temperature=float(body.temperature),
        max_tokens=body.max_tokens,
        edits=edits,
        attachments=attachments,
    )


async def _answer(
    wiring: OrchestratorWiring, request: Request, principal: Principal, turn: TurnRequest, *, stream: bool
) -> JSONResponse:
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
