"""Conversations and their messages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from functions.chat.schemas import ConversationPage, ConversationPatch, ConversationView, Messages
from shared.domain.errors import ValidationFailed
from shared.domain.identity import Principal
from shared.orchestrator.conversations import export_json, export_markdown
from shared.orchestrator.views import conversation_view, message_view, page_view
from shared.web.body import json_body, request_body_of
from shared.web.requests import one_of, short_text, signed_in, whole_number
from shared.web.turn_schemas import BASE, FAILURES
from shared.wiring import OrchestratorWiring

_MODES = ("chat", "query", "task", "data")
_STATES = ("active", "archived")
_HIGHEST_SEQ = 10**9
_FORMS: dict[str, Any] = {
    "text/markdown": {"schema": {"type": "string"}},
    "application/json": {"schema": {"type": "object", "additionalProperties": True}},
}


def conversations_router(wiring: OrchestratorWiring) -> APIRouter:
    router = APIRouter(prefix=f"{BASE}/conversations", tags=["conversations"], responses=FAILURES)
    caller = signed_in(lambda: wiring.authenticator)

    @router.get("", response_model=ConversationPage, operation_id="listConversations")
    async def find(request: Request, *, principal: Principal = Depends(caller)) -> JSONResponse:
        """The caller's conversations, or everybody's in a project they are a member of; newest first."""
        page = whole_number(request, "page", 1, 1, 100_000)
        limit = whole_number(request, "limit", 10, 1, 100)
        found, total = await wiring.library.find(
            principal,
            project_id=short_text(request, "projectId", 64),
            mode=one_of(request, "mode", _MODES),
            text=short_text(request, "q"),
            status=one_of(request, "status", _STATES),
            page=page,
            limit=limit,
        )
        return JSONResponse(page_view([conversation_view(item) for item in found], total, page, limit))

    @router.get("/{conversation_id}/messages", response_model=Messages, operation_id="listMessages")
    async def messages(
        request: Request, *, principal: Principal = Depends(caller), conversation_id: str
    ) -> JSONResponse:
        """The newest page of messages before `before`, oldest first."""
        limit = whole_number(request, "limit", 50, 1, 200)
        before = whole_number(request, "before", _HIGHEST_SEQ, 1, _HIGHEST_SEQ)
        found, more = await wiring.library.messages(principal, conversation_id, before, limit)
        return JSONResponse({"messages": [message_view(item) for item in found], "hasMore": more})

    @router.patch(
        "/{conversation_id}",
        response_model=ConversationView,
        openapi_extra=request_body_of(ConversationPatch),
        operation_id="updateConversation",
    )
    async def change(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        conversation_id: str,
        body: Annotated[ConversationPatch, Depends(json_body(ConversationPatch))],
    ) -> JSONResponse:
        """Rename it, or put it into the archive and back."""
        changes = body.model_dump(exclude_none=True)
        if not changes:
            raise ValidationFailed.of(name="expected a name or a status", status="expected a name or a status")
        return JSONResponse(conversation_view(await wiring.library.change(principal, conversation_id, changes)))

    @router.delete("/{conversation_id}", status_code=204, operation_id="deleteConversation")
    async def delete(request: Request, *, principal: Principal = Depends(caller), conversation_id: str) -> Response:
        """Delete it with all its messages and runs, for good."""
        await wiring.library.delete(principal, conversation_id)
        return Response(status_code=204)

    @router.get(
        "/{conversation_id}/export",
        response_class=Response,
        responses={200: {"content": _FORMS, "description": "The file."}},
        operation_id="exportConversation",
    )
    async def export(request: Request, *, principal: Principal = Depends(caller), conversation_id: str) -> Response:
        """The conversation as a file: `format=md` the branch in use, `format=json` everything."""
        form = one_of(request, "format", ("md", "json")) or "md"
        conversation, found = await wiring.library.export(principal, conversation_id)
        headers = {"Content-Disposition": f'attachment; filename="conversation-{conversation.id}.{form}"'}
        if form == "json":
            return JSONResponse(export_json(conversation, found), headers=headers)
        return PlainTextResponse(
            export_markdown(conversation, found), headers=headers, media_type="text/markdown; charset=utf-8"
        )

    return router
