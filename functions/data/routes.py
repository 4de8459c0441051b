"""Data mode: its POST. Runs, tickets and conversations of it are the chat function's, its stream the stream's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.data.schemas import DataAnswer, DataBody
from shared.brain.gather.turn import data_turn
from shared.domain.identity import Principal
from shared.web.answering import answer_turn
from shared.web.body import json_body, request_body_of
from shared.web.requests import signed_in
from shared.web.turn_schemas import BASE, FAILURES, Accepted, ErrorBody
from shared.wiring.gather import DataWiring


def data_router(wiring: DataWiring) -> APIRouter:
    router = APIRouter(prefix=BASE, tags=["data"])
    caller = signed_in(lambda: wiring.authenticator)

    @router.post(
        "/data",
        response_model=DataAnswer,
        responses={202: {"model": Accepted}, 403: {"model": ErrorBody}, **FAILURES},
        openapi_extra=request_body_of(DataBody),
        operation_id="gather",
    )
    async def gather(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        body: Annotated[DataBody, Depends(json_body(DataBody))],
    ) -> JSONResponse:
        """Bring something into a project: a text, an object, a checked file, a document or picture at an address, or
        several of them at once. It is read, summarised, compared with what is there, and told to the Brain. The same
        file, address or name again, or `supersedes`, takes the place of the earlier item."""
        file_name = await wiring.office.check(principal, body.project_id, body.media_id, body.supersedes)
        turn = data_turn(
            body.content,
            body.project_id,
            body.conversation_id,
            name=body.name,
            media_id=body.media_id,
            document_url=body.document_url,
            image_url=body.image_url,
            supersedes=body.supersedes,
            file_name=file_name,
        )
        return await answer_turn(wiring, request, principal, turn, stream=body.stream)

    return router
