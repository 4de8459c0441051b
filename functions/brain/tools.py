"""The Brain's tools. A call's text is data: what it may do follows from who calls, and from nothing that is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StrictStr, model_validator
from pydantic_core import PydanticCustomError

from functions.brain.schemas import (
    MOST_FOUND,
    Asked,
    EntityBody,
    EntityCard,
    EntityId,
    EntityView,
    GraphView,
    RelationBody,
    RelationView,
    SearchView,
    Told,
    Wire,
)
from functions.brain.views import (
    card_view,
    entity_of,
    entity_view,
    graph_view,
    relation_of,
    relation_view,
    search_view,
)
from shared.brain.curating import LONGEST_ID, Curator
from shared.domain.brain import EntityType, Question
from shared.domain.identity import Principal

Document = dict[str, Any]
Run = Callable[[Curator, Principal, str, Any], Awaitable[Document]]
PROJECT: Document = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "The project's id."}


@dataclass(frozen=True)
class Tool:
    """``takes`` leaves the project out: it is an argument of every tool, or fixed by the address.

    ``trusted``: for services that use this Brain as their own, not for people and their assistants. ``limited``: what
    makes vectors, so many times a minute.
    """

    name: str
    title: str
    about: str
    takes: type[Wire]
    gives: type[Told]
    run: Run
    writes: bool = False
    destroys: bool = False
    trusted: bool = False
    limited: bool = False

    @cache  # noqa: B019  tools are as many as are written here, and live as long as the process
    def schema(self, project_fixed: bool) -> Document:
        schema = self.takes.model_json_schema(by_alias=True)
        if not project_fixed:
            schema["properties"] = {"projectId": PROJECT, **schema.get("properties", {})}
            schema["required"] = ["projectId", *schema.get("required", [])]
        return schema

    @cache  # noqa: B019
    def output(self) -> Document:
        return self.gives.model_json_schema(by_alias=True, mode="serialization")


def may_use(principal: Principal, tool: Tool) -> bool:
    return principal.is_service or not tool.trusted


Ids = Annotated[list[EntityId], Field(min_length=1, max_length=MOST_FOUND)]
Types = Annotated[list[EntityType], Field(max_length=5, description="Only these types. None: all.")]


class SearchArguments(Wire):
    query: Annotated[StrictStr, Field(min_length=1, max_length=32_000, description="A question or words."), Asked]
    limit: Annotated[StrictInt, Field(ge=1, le=MOST_FOUND)] = 10
    types: Types = Field(default_factory=list)
    threshold: float = Field(0.0, ge=0, le=1, description="The least relevance of a result.")


class EntityArguments(Wire):
    ids: Ids


class RelationsArguments(Wire):
    ids: Ids
    limit: Annotated[StrictInt, Field(ge=1, le=500, description="The most entities.")] = 50


class ListArguments(Wire):
    types: Types = Field(default_factory=list)
    text: Annotated[StrictStr, Field(max_length=200, description="A part of a title or another name.")] = ""
    passages: StrictBool | None = Field(None, description="Passages of documents: only them, or none. Null: all.")
    skip: Annotated[StrictInt, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[StrictInt, Field(ge=1, le=200)] = 50


class GraphArguments(Wire):
    limit: Annotated[StrictInt, Field(ge=1, le=500)] = 100
    passages: Annotated[StrictBool, Field(description="Whether passages of documents are among them.")] = True


class AddArguments(Wire):
    """Either an entity or a relation between two that exist."""

    entity: EntityBody | None = None
    relation: RelationBody | None = None

    @model_validator(mode="after")
    def _one(self) -> AddArguments:
        if (self.entity is None) == (self.relation is None):
            raise PydanticCustomError("one", "expected either entity or relation")
        return self


class EntitiesView(Told):
    entities: list[EntityView]
    missing: list[str] = Field(description="Those of the ids that the project does not have.")


class ListView(Told):
    entities: list[EntityCard]
    total: int


class AddedView(Told):
    entity: EntityView | None
    relation: RelationView | None


class DoneView(Told):
    done: StrictBool


async def _search(curator: Curator, principal: Principal, project: str, asked: SearchArguments) -> Document:
    question = Question(asked.query, asked.limit, tuple(dict.fromkeys(asked.types)), asked.threshold)
    return search_view(await curator.search(principal, project, question))


async def _entity(curator: Curator, principal: Principal, project: str, asked: EntityArguments) -> Document:
    ids = list(dict.fromkeys(asked.ids))
    found = await curator.several(principal, project, ids)
    there = {entity.id for entity in found}
    return {"entities": [entity_view(one) for one in found], "missing": [key for key in ids if key not in there]}


async def _relations(curator: Curator, principal: Principal, project: str, asked: RelationsArguments) -> Document:
    return graph_view(await curator.graph(principal, project, list(dict.fromkeys(asked.ids)), asked.limit))


async def _list(curator: Curator, principal: Principal, project: str, asked: ListArguments) -> Document:
    async with curator.allowed(principal, project) as brain:
        found, total = await brain.page(
            project,
            types=tuple(dict.fromkeys(asked.types)),
            text=asked.text,
            passages=asked.passages,
            skip=asked.skip,
            limit=asked.limit,
        )
    return {"entities": [card_view(entity) for entity in found], "total": total}


async def _graph(curator: Curator, principal: Principal, project: str, asked: GraphArguments) -> Document:
    return graph_view(await curator.graph(principal, project, (), asked.limit, asked.passages))


async def _add(curator: Curator, principal: Principal, project: str, asked: AddArguments) -> Document:
    if asked.entity is not None:
        made = await curator.create(principal, project, entity_of(asked.entity))
        return {"entity": entity_view(made), "relation": None}
    assert asked.relation is not None
    related = await curator.relate(principal, project, relation_of(asked.relation))
    return {"entity": None, "relation": relation_view(related)}


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search",
        "Search the Brain",
        "Finds what the film's Brain knows: characters, scenes, locations, props and other things, best first.",
        SearchArguments,
        SearchView,
        _search,
        limited=True,
    ),
    Tool(
        "entity",
        "Read entities",
        "Entities by id, whole: what is said of them, and the source of each fact.",
        EntityArguments,
        EntitiesView,
        _entity,
    ),
    Tool(
        "relations",
        "Follow relations",
        "Entities by id with their direct neighbours, and the relations between them all.",
        RelationsArguments,
        GraphView,
        _relations,
    ),
    Tool("list", "List entities", "The project's entities by title, a page at a time.", ListArguments, ListView, _list),
    Tool(
        "graph",
        "See the graph",
        "The entities with the most relations, and the relations between them.",
        GraphArguments,
        GraphView,
        _graph,
    ),
    Tool(
        "add",
        "Add by hand",
        "Adds one entity, or one relation between two entities. It is marked as made by hand. Needs the right to "
        "change the project.",
        AddArguments,
        AddedView,
        _add,
        writes=True,
        limited=True,
    ),
)
"""For everybody who may use the project."""
