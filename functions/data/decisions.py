"""What a person decides about what was gathered: contradictions, and what may be there twice."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from functions.data.schemas import ConflictPage, ConflictView, DecideBody, ItemDecision, ResolveBody
from shared.brain.gather.conflicts import MOST_OF_A_SIDE, State, conflict_view
from shared.brain.gather.resolving import item_view
from shared.domain.errors import MissingFields, ValidationFailed
from shared.domain.identity import Principal
from shared.orchestrator.views import page_view
from shared.web.body import json_body, request_body_of
from shared.web.requests import one_of, short_text, signed_in, whole_number
from shared.web.turn_schemas import BASE, ErrorBody
from shared.wiring.gather import DataWiring

_STATES = ("open", "resolved", "obsolete")
_READING: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 401, 404, 503)}
_WRITING = _READING | {status: {"model": ErrorBody} for status in (403, 409, 413, 415, 429)}


def decisions_router(wiring: DataWiring) -> APIRouter:
    router = APIRouter(prefix=f"{BASE}/data", tags=["data"])
    _conflicts(router, wiring)
    _duplicates(router, wiring)
    return router


def _conflicts(router: APIRouter, wiring: DataWiring) -> None:
    caller = signed_in(lambda: wiring.authenticator)

    @router.get("/conflicts", response_model=ConflictPage, responses=_READING, operation_id="listConflicts")
    async def find(request: Request, *, principal: Principal = Depends(caller)) -> JSONResponse:
        """The project's contradictions, newest first: both values side by side, each with the first five sources."""
        project_id = short_text(request, "projectId", 64)
        if project_id is None:
            raise MissingFields("Required: projectId.", details={"fields": {"projectId": "required"}})
        page, limit = whole_number(request, "page", 1, 1, 100_000), whole_number(request, "limit", 20, 1, 100)
        state = cast("State | None", one_of(request, "state", _STATES))
        found, total = await wiring.office.conflicts(principal, project_id, state, page=page, limit=limit)
        shown = [conflict_view(one, most=MOST_OF_A_SIDE) for one in found]
        return JSONResponse(page_view(shown, total, page, limit))

    @router.get("/conflicts/{conflict_id}", response_model=ConflictView, responses=_READING, operation_id="getConflict")
    async def read(request: Request, *, principal: Principal = Depends(caller), conflict_id: str) -> JSONResponse:
        """A contradiction as it stands, decided or not, with all that says either value."""
        return JSONResponse(conflict_view(await wiring.office.conflict(principal, conflict_id)))

    @router.post(
        "/conflicts/{conflict_id}/resolve",
        response_model=ConflictView,
        responses=_WRITING,
        openapi_extra=request_body_of(DecideBody),
        operation_id="resolveConflict",
    )
    async def decide(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        conflict_id: str,
        body: Annotated[DecideBody, Depends(json_body(DecideBody))],
    ) -> JSONResponse:
        """Say which value is true: `a`, `b`, or a `value` of your own. The first decision stands and the Brain follows
        it; the same again changes nothing, another one is a 409."""
        if (body.value is None) == (body.choose == "value"):
            raise ValidationFailed.of(value="expected with `choose: value`, and only then")
        await wiring.limits.admit(principal.user_id)
        return JSONResponse(conflict_view(await wiring.office.decide(principal, conflict_id, body.choose, body.value)))


def _duplicates(router: APIRouter, wiring: DataWiring) -> None:
    caller = signed_in(lambda: wiring.authenticator)

    @router.post(
        "/{gather_item_id}/resolve",
        response_model=ItemDecision,
        responses=_WRITING,
        openapi_extra=request_body_of(ResolveBody),
        operation_id="resolveGatherItem",
    )
    async def resolve(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        gather_item_id: str,
        body: Annotated[ResolveBody, Depends(json_body(ResolveBody))],
    ) -> JSONResponse:
        """Decide about an item that may be there twice: `skip` drops it with its facts, `merge` gives what it says to
        the item `with` (the nearest one unless named), `keep` keeps both. The first decision stands."""
        await wiring.limits.admit(principal.user_id)
        item = await wiring.office.resolve(principal, gather_item_id, body.action, body.other)
        return JSONResponse(item_view(item))
