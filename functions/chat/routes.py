"""Chat mode: the POST of the mode, its tickets, and an edit, which is a chat turn on a branch."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.chat.schemas import ChatAnswer, ChatBody, EditBody, TicketAnswer, TicketBody
from shared.domain.errors import ConversationNotFound
from shared.domain.identity import Principal
from shared.domain.runs import message_seq
from shared.orchestrator.turns import TurnRequest
from shared.orchestrator.views import instant
from shared.web.answering import answer_turn
from shared.web.body import json_body, request_body_of
from shared.web.requests import signed_in
from shared.web.turn_schemas import BASE, FAILURES, Accepted
from shared.wiring import OrchestratorWiring


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
        return await answer_turn(wiring, request, principal, turn, stream=body.stream)

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
        return await answer_turn(wiring, request, principal, turn, stream=body.stream)

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
