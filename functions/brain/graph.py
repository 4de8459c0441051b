"""Relations, the graph to look at, and search."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from functions.brain.answering import answer
from functions.brain.routes import BASE, FAILURES, LIMITED, WRITING, known_id, left, listed, types_of
from functions.brain.schemas import MOST_FOUND, GraphView, RelationBody, RelationView, SearchView
from functions.brain.views import graph_view, relation_of, relation_view, search_view
from shared.domain.brain import Question
from shared.domain.errors import MissingFields, ValidationFailed
from shared.domain.identity import Principal
from shared.web.body import json_body, request_body_of
from shared.web.requests import short_text, signed_in, whole_number, yes_or_no
from shared.wiring.curating import CuratingWiring

LONGEST_QUESTION = 2_000
MOST_CENTRES = 20


def graph_router(wiring: CuratingWiring) -> APIRouter:
    router = APIRouter(prefix=BASE, tags=["brain"])
    caller = signed_in(lambda: wiring.authenticator)

    @router.post(
        "/relations",
        status_code=201,
        response_model=RelationView,
        responses=WRITING,
        openapi_extra=request_body_of(RelationBody),
        operation_id="createRelation",
    )
    async def relate(
        request: Request,
        *,
        principal: Principal = Depends(caller),
        project_id: str,
        body: Annotated[RelationBody, Depends(json_body(RelationBody))],
    ) -> JSONResponse:
        """Relate two entities. Doing it again changes nothing."""
        related = await wiring.curator.relate(principal, project_id, relation_of(body))
        return answer(relation_view(related), 201)

    @router.delete("/relations/{relation_id}", status_code=204, responses=FAILURES, operation_id="deleteRelation")
    async def unrelate(
        request: Request, *, principal: Principal = Depends(caller), project_id: str, relation_id: str
    ) -> Response:
        """Delete a relation; its ends stay."""
        await wiring.curator.unrelate(principal, project_id, known_id(relation_id, "relation"))
        return Response(status_code=204)

    @router.get("/graph", response_model=GraphView, responses=FAILURES, operation_id="getGraph")
    async def graph(request: Request, *, principal: Principal = Depends(caller), project_id: str) -> JSONResponse:
        """The entities with the most relations, or `around` some: these and their direct neighbours. Every relation
        joins two of the entities. `passages=false` leaves pieces of what was brought in out of the whole."""
        limit, passages = whole_number(request, "limit", 100, 1, 500), yes_or_no(request, "passages") is not False
        found = await wiring.curator.graph(principal, project_id, _centres(request), limit, passages)
        return answer(graph_view(found))

    @router.get("/search", response_model=SearchView, responses=FAILURES | LIMITED, operation_id="searchBrain")
    async def search(request: Request, *, principal: Principal = Depends(caller), project_id: str) -> JSONResponse:
        """What fits the question best, by meaning, by words and by relations, best first."""
        question = _question(request)
        quota = await wiring.curator.admit(principal)
        return answer(search_view(await wiring.curator.search(principal, project_id, question)), headers=left(quota))

    return router


def _centres(request: Request) -> list[str]:
    centres = listed(request, "around")
    if len(centres) > MOST_CENTRES:
        raise ValidationFailed.of(around=f"expected at most {MOST_CENTRES} ids")
    return [known_id(centre) for centre in centres]


def _question(request: Request) -> Question:
    text = short_text(request, "q", LONGEST_QUESTION)
    if text is None:
        raise MissingFields(details={"fields": {"q": "required"}})
    return Question(
        text=text,
        limit=whole_number(request, "limit", 10, 1, MOST_FOUND),
        types=types_of(request, "types"),
        threshold=_share(request, "threshold"),
    )


def _share(request: Request, name: str) -> float:
    try:
        share = float(request.query_params.get(name, "0"))
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise ValidationFailed.of(**{name: "expected a number from 0 to 1"})
    return share
