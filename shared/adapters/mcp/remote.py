"""The Brain of another deployment, asked over MCP: the second adapter of the ``Brain`` port."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from shared.adapters.mcp import answers, writing
from shared.adapters.mcp.answers import read, unbelievable
from shared.domain.brain import Contribution, Entity, EntityType, Graph, Hit, Question, Relation
from shared.domain.errors import AladdinError, BrainError, Conflict, PreconditionFailed

if TYPE_CHECKING:
    from shared.adapters.mcp.connection import Connection

A = TypeVar("A", bound=BaseModel)
SECONDS = 15.0
MOST_IDS = MOST_FOUND = 50
MOST_WHOLE = 20
"""Entities with all their facts and sources come in parts, so that an answer stays small."""
MOST_OF_A_PAGE = 200
_REFUSALS: dict[str, type[AladdinError]] = {"CONFLICT": Conflict, "PRECONDITION_FAILED": PreconditionFailed}


class RemoteBrain:
    """See ``Brain``. ``url`` is the MCP endpoint. ``api_key`` is a key of ours, or, with a blank in it, the whole
    ``Authorization`` header, such as ``Bearer …``. Whatever goes wrong out there is a ``BrainError``; what a tool says
    in words is never passed on."""

    def __init__(self, url: str, api_key: str, seconds: float = SECONDS) -> None:
        self._url = url
        self._authorization = api_key if " " in api_key or not api_key else f"users API-Key {api_key}"
        self._seconds = seconds

    async def search(self, project_id: str, question: Question) -> list[Hit]:
        told = await self._ask(
            answers.SearchAnswer,
            "search",
            project_id,
            query=question.text,
            limit=min(question.limit, MOST_FOUND),
            types=list(question.types),
            threshold=question.threshold,
        )
        hits = [result.hit() for result in told.results[: question.limit]]
        if question.types and any(hit.entity.type not in question.types for hit in hits):
            raise unbelievable()
        if len({hit.entity.id for hit in hits}) != len(hits):
            raise unbelievable()
        best_first = sorted(hits, key=lambda hit: -hit.relevance)
        return [hit for hit in best_first if hit.relevance >= question.threshold]

    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        wanted = list(dict.fromkeys(ids))
        found: list[Entity] = []
        for start in range(0, len(wanted), MOST_WHOLE):
            some = wanted[start : start + MOST_WHOLE]
            told = await self._ask(answers.EntitiesAnswer, "entity", project_id, ids=some)
            found += answers.only([each.entity() for each in told.entities], some)
        return found

    async def page(
        self,
        project_id: str,
        *,
        types: Sequence[EntityType] = (),
        text: str = "",
        passages: bool | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> tuple[list[Entity], int]:
        found: list[Entity] = []
        asked = {"types": list(types), "text": text} | ({} if passages is None else {"passages": passages})
        total, more = 0, True
        while more and len(found) < limit:
            some = min(limit - len(found), MOST_OF_A_PAGE)
            told = await self._ask(answers.PageAnswer, "list", project_id, **asked, skip=skip + len(found), limit=some)
            here, total = [each.entity() for each in told.entities], told.total
            if len(here) > some or (types and any(entity.type not in types for entity in here)):
                raise unbelievable()
            if any(passages not in (None, entity.is_passage) for entity in here):
                raise unbelievable()
            found += here
            more = len(here) == some
        return found, total

    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph:
        if not ids:
            return Graph()
        wanted = list(dict.fromkeys(ids))
        told = await self._ask(answers.GraphAnswer, "relations", project_id, ids=wanted[:MOST_IDS], limit=limit)
        graph = told.graph(limit)
        return Graph(graph.entities, graph.relations, graph.truncated or len(wanted) > MOST_IDS)

    async def overview(self, project_id: str, limit: int = 200, *, passages: bool = True) -> Graph:
        asked = {"limit": limit} | ({} if passages else {"passages": False})
        return (await self._ask(answers.GraphAnswer, "graph", project_id, **asked)).graph(limit)

    async def create(self, project_id: str, entity: Entity) -> Entity:
        whole = writing.entity_document(entity)
        made = (await self._ask(answers.MaybeEntity, "create", project_id, entity=whole)).entity
        if made is None or made.id != entity.id:
            raise unbelievable()
        return made.entity()

    async def change(self, project_id: str, entity: Entity, *, expected: int | None = None) -> Entity | None:
        whole = writing.entity_document(entity)
        told = await self._ask(answers.MaybeEntity, "change", project_id, entity=whole, expectedVersion=expected)
        if told.entity is not None and told.entity.id != entity.id:
            raise unbelievable()
        return told.entity.entity() if told.entity else None

    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool:
        asked = {"id": entity_id} | ({} if expected is None else {"expectedVersion": expected})
        return (await self._ask(answers.Done, "remove", project_id, **asked)).done

    async def relate(self, project_id: str, relation: Relation) -> Relation | None:
        whole = writing.relation_document(relation)
        told = await self._ask(answers.MaybeRelation, "relate", project_id, relation=whole)
        related = told.relation.relation() if told.relation else None
        if related is not None and related.id != relation.id:
            raise unbelievable()
        return related

    async def unrelate(self, project_id: str, relation_id: str) -> bool:
        return (await self._ask(answers.Done, "unrelate", project_id, id=relation_id)).done

    async def learn(self, project_id: str, said: Contribution) -> None:
        await self._do("learn", project_id, **writing.contribution_document(said))

    async def forget(self, project_id: str, item: str) -> None:
        await self._do("forget", project_id, item=item)

    async def forget_project(self, project_id: str) -> None:
        await self._do("forget_project", project_id)

    async def aclose(self) -> None:
        if "_connection" in vars(self):
            await self._connection.aclose()

    @cached_property
    def _connection(self) -> Connection:
        from shared.adapters.mcp.connection import Connection

        return Connection(self._url, self._authorization, self._seconds)

    async def _do(self, tool: str, project_id: str, **arguments: Any) -> None:
        if not (await self._ask(answers.Done, tool, project_id, **arguments)).done:
            raise BrainError

    async def _ask(self, shape: type[A], tool: str, project_id: str, **arguments: Any) -> A:
        result = await self._connection.call(tool, {"projectId": project_id, **arguments})
        if result.is_error:
            code = read(answers.Refusal, result.structured_content).code
            raise _REFUSALS.get(code, BrainError)()
        return read(shape, result.structured_content)
