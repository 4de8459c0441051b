"""Entities: find, make, read, change and delete them by hand."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from functions.brain.answering import answer
from functions.brain.schemas import ID, EntityBody, EntityPage, EntityPatch, EntityView, ErrorBody
from functions.brain.views import card_view, changes_of, entity_of, entity_view
from shared.domain.brain import ENTITY_TYPES, Entity, EntityType
from shared.domain.errors import NotFound, PreconditionFailed, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.limits import Quota
from shared.orchestrator.views import page_view
from shared.web.body import json_body, request_body_of
from shared.web.errors import quota_headers
from shared.web.requests import short_text, signed_in, whole_number, yes_or_no
from shared.wiring.curating import CuratingWiring

BASE = "/api/v1/brain/{project_id}"
FAILURES: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 401, 403, 404, 413, 503)}
WRITING = FAILURES | {status: {"model": ErrorBody} for status in (409, 412, 415)}
LIMITED: dict[int | str, dict[str, Any]] = {429: {"model": ErrorBody}}
"""Of what makes vectors."""
_ETAG = re.compile(r'(?:W/)?"(\d{1,12})"')


def entities_router(wiring: CuratingWiring) -> APIRouter:
    router = APIRouter(prefix=f"{BASE}/entities", tags=["brain"])
    caller = signed_in(lambda: wiring.authenticator)

    @router.get("", response_model=EntityPage, responses=FAILURES, operation_id="listEntities")
    async def find(request: Request, *, principal: Principal = Depends(caller), project_id: str) -> JSONResponse:
        """The project's entities by title, without their facts. `passages`: only pieces of what was brought in, or
        none of them."""
        page = whole_number(request, "page", 1, 1, 100_000)
        limit = whole_number(request, "limit", 20, 1, 100)
        types, text = types_of(request, "type"), short_text(request, "q") or ""
        passages = yes_or_no(request, "passages")
        found, total = await wiring.curator.page(principal, project_id, types, text, page, limit, passages)
        return answer(page_view([card_view(entity) for entity in found], total, page, limit))

    @router.post(
        "",
        status_code=201,
        response_model=EntityView,
        responses=WRITING | LIMITED,
        openapi_extra=request_body_of(EntityBody),
        operation_id="createEntity",
    )
    async def create(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        project_id: str,
        body: Annotated[EntityBody, Depends(json_body(EntityBody))],
    ) -> JSONResponse:
        """Make an entity by hand. 409 when the project has one of this type and name."""
        quota = await wiring.curator.admit(principal)
        return _shown(await wiring.curator.create(principal, project_id, entity_of(body)), 201, quota)

    @router.get("/{entity_id}", response_model=EntityView, responses=FAILURES, operation_id="getEntity")
    async def read(
        request: Request, *, principal: Principal = Depends(caller), project_id: str, entity_id: str
    ) -> JSONResponse:
        """An entity with its facts and the sources of each. Its `ETag` is what `If-Match` takes."""
        return _shown(await wiring.curator.read(principal, project_id, known_id(entity_id)))

    @router.patch(
        "/{entity_id}",
        response_model=EntityView,
        responses=WRITING | LIMITED,
        openapi_extra=request_body_of(EntityPatch),
        operation_id="updateEntity",
    )
    async def change(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        project_id: str,
        entity_id: str,
        body: Annotated[EntityPatch, Depends(json_body(EntityPatch))],
    ) -> JSONResponse:
        """Change what is named. With `If-Match`, only the version it names: 412 with the current one in
        `details.current` when somebody was faster."""
        changes = changes_of(body)
        if not changes:
            raise ValidationFailed.of(body="expected at least one field to change")
        key, expected = known_id(entity_id), _expected(request)
        quota = await wiring.curator.admit(principal)
        try:
            return _shown(await wiring.curator.change(principal, project_id, key, changes, expected), 200, quota)
        except PreconditionFailed as stale:
            raise await _with_current(wiring, principal, project_id, key, stale) from stale

    @router.delete("/{entity_id}", status_code=204, responses=WRITING, operation_id="deleteEntity")
    async def remove(
        request: Request, *, principal: Principal = Depends(caller), project_id: str, entity_id: str
    ) -> Response:
        """Delete it with its relations, for good."""
        key, expected = known_id(entity_id), _expected(request)
        try:
            await wiring.curator.remove(principal, project_id, key, expected)
        except PreconditionFailed as stale:
            raise await _with_current(wiring, principal, project_id, key, stale) from stale
        return Response(status_code=204)

    return router


def known_id(text: str, what: str = "entity") -> str:
    """An id that may exist. What has another form looks like one that does not."""
    if re.fullmatch(ID, text) is None:
        raise NotFound(f"There is no such {what}.")
    return text


def listed(request: Request, name: str) -> list[str]:
    """The different texts of a query parameter, separated by commas or repeated."""
    texts = request.query_params.getlist(name)
    return list(dict.fromkeys(part.strip() for text in texts for part in text.split(",") if part.strip()))


def types_of(request: Request, name: str) -> tuple[EntityType, ...]:
    """Types of entities in a query."""
    named = listed(request, name)
    known: tuple[EntityType, ...] = tuple(kind for kind in ENTITY_TYPES if kind in named)
    if len(known) != len(named):
        raise ValidationFailed.of(**{name: f"expected some of {', '.join(ENTITY_TYPES)}"})
    return known


def _shown(entity: Entity, status: int = 200, quota: Quota | None = None) -> JSONResponse:
    return answer(entity_view(entity), status, headers={"ETag": f'"{entity.version}"', **left(quota)})


def left(quota: Quota | None) -> dict[str, str]:
    """Headers that say it; none for whoever is not counted."""
    return quota_headers(quota) if quota else {}


def _expected(request: Request) -> int | None:
    """The version that ``If-Match`` asks for; what cannot be read is 0, which no entity has."""
    asked = request.headers.get("if-match")
    if asked is None or asked.strip() == "*":
        return None
    tag = _ETAG.fullmatch(asked.strip())
    return int(tag[1]) if tag else 0


async def _with_current(
    wiring: CuratingWiring, principal: Principal, project_id: str, key: str, stale: PreconditionFailed
) -> PreconditionFailed:
    current = await wiring.curator.read(principal, project_id, key)
    return PreconditionFailed(stale.message, details={"current": entity_view(current)})
