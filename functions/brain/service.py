"""Tools for a service that uses this Brain as its own: the rest of the ``Brain`` port, as it is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StrictStr

from functions.brain.schemas import (
    EntityId,
    EntityView,
    Line,
    Metadata,
    RelationType,
    RelationView,
    Told,
    Wire,
)
from functions.brain.tools import AddedView, DoneView, Tool
from functions.brain.views import entity_view, relation_view
from shared.brain.curating import Curator
from shared.domain.brain import Contribution, Entity, EntityType, Fact, Relation, Source
from shared.domain.identity import Principal

Document = dict[str, Any]
Item = Annotated[StrictStr, Field(min_length=1, max_length=100), Line]
Text = Annotated[StrictStr, Field(max_length=100_000)]
Short = Annotated[StrictStr, Field(max_length=1_000)]


class SourceWhole(Wire):
    item: Item | None = None
    label: Short
    page: Annotated[StrictInt, Field(ge=0, le=10_000_000)] | None = None
    shot: Short | None = None
    timecode: Short | None = None
    quote: Annotated[StrictStr, Field(max_length=20_000)] = ""


class FactWhole(Wire):
    attribute: Short
    value: Annotated[StrictStr, Field(max_length=20_000)]
    inferred: StrictBool = False
    source: SourceWhole


Sources = Annotated[list[SourceWhole], Field(max_length=10_000)]


class EntityWhole(Wire):
    id: EntityId
    type: EntityType
    title: Annotated[StrictStr, Field(min_length=1, max_length=1_000)]
    content: Text = ""
    aliases: Annotated[list[Short], Field(max_length=1_000)] = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)
    facts: Annotated[list[FactWhole], Field(max_length=10_000)] = Field(default_factory=list)
    sources: Sources = Field(default_factory=list)
    manual: StrictBool = False
    version: Annotated[StrictInt, Field(ge=1, le=10**12)] = 1


class RelationWhole(Wire):
    start: EntityId
    type: RelationType
    end: EntityId
    sources: Sources = Field(default_factory=list)
    manual: StrictBool = False


class CreateArguments(Wire):
    entity: EntityWhole


Version = Annotated[StrictInt, Field(ge=0, le=10**12)]
"""Of an entity, from 1; 0 fits none."""


class ChangeArguments(Wire):
    entity: EntityWhole
    expected_version: Version | None = None


class KeyArguments(Wire):
    id: EntityId


class RemoveArguments(KeyArguments):
    expected_version: Version | None = None


class RelateArguments(Wire):
    relation: RelationWhole


class LearnArguments(Wire):
    item: Item
    entities: Annotated[list[EntityWhole], Field(max_length=20_000)]
    relations: Annotated[list[RelationWhole], Field(max_length=50_000)]


class ForgetArguments(Wire):
    item: Item


class NoArguments(Wire):
    pass


class ChangedView(Told):
    entity: EntityView | None


class RelatedView(Told):
    relation: RelationView | None


async def _create(curator: Curator, principal: Principal, project: str, asked: CreateArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        made = await brain.create(project, _entity(asked.entity))
    return {"entity": entity_view(made), "relation": None}


async def _change(curator: Curator, principal: Principal, project: str, asked: ChangeArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        changed = await brain.change(project, _entity(asked.entity), expected=asked.expected_version)
    return {"entity": entity_view(changed) if changed else None}


async def _remove(curator: Curator, principal: Principal, project: str, asked: RemoveArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        return {"done": await brain.remove(project, asked.id, expected=asked.expected_version)}


async def _relate(curator: Curator, principal: Principal, project: str, asked: RelateArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        related = await brain.relate(project, _relation(asked.relation))
    return {"relation": relation_view(related) if related else None}


async def _unrelate(curator: Curator, principal: Principal, project: str, asked: KeyArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        return {"done": await brain.unrelate(project, asked.id)}


async def _learn(curator: Curator, principal: Principal, project: str, asked: LearnArguments) -> Document:
    entities, relations = map(_entity, asked.entities), map(_relation, asked.relations)
    async with curator.allowed(principal, project, "write") as brain:
        await brain.learn(project, Contribution(asked.item, tuple(entities), tuple(relations)))
    return {"done": True}


async def _forget(curator: Curator, principal: Principal, project: str, asked: ForgetArguments) -> Document:
    async with curator.allowed(principal, project, "write") as brain:
        await brain.forget(project, asked.item)
    return {"done": True}


async def _forget_project(curator: Curator, principal: Principal, project: str, asked: NoArguments) -> Document:
    await curator.forget_project(project)
    return {"done": True}


def _entity(whole: EntityWhole) -> Entity:
    return Entity(
        id=whole.id,
        type=whole.type,
        title=whole.title,
        content=whole.content,
        aliases=tuple(whole.aliases),
        metadata=whole.metadata,
        facts=tuple(Fact(one.attribute, one.value, _source(one.source), one.inferred) for one in whole.facts),
        sources=tuple(map(_source, whole.sources)),
        manual=whole.manual,
        version=whole.version,
    )


def _relation(whole: RelationWhole) -> Relation:
    return Relation(whole.start, whole.type, whole.end, tuple(map(_source, whole.sources)), whole.manual)


def _source(whole: SourceWhole) -> Source:
    return Source(whole.item, whole.label, whole.page, whole.shot, whole.timecode, whole.quote)


def _trusted(name: str, about: str, takes: type[Wire], gives: type[Told], run: Any, *, destroys: bool = False) -> Tool:
    title = name.replace("_", " ").capitalize()
    return Tool(name, title, about, takes, gives, run, writes=True, destroys=destroys, trusted=True)


TRUSTED: tuple[Tool, ...] = (
    _trusted("create", "Makes an entity as it is given.", CreateArguments, AddedView, _create),
    _trusted("change", "Replaces an entity; null when it is gone.", ChangeArguments, ChangedView, _change),
    _trusted("remove", "Deletes an entity with its relations.", RemoveArguments, DoneView, _remove, destroys=True),
    _trusted("relate", "Makes a relation; null when an end is missing.", RelateArguments, RelatedView, _relate),
    _trusted("unrelate", "Deletes a relation.", KeyArguments, DoneView, _unrelate, destroys=True),
    _trusted("learn", "All that one gathered item says, instead of what it said.", LearnArguments, DoneView, _learn),
    _trusted("forget", "What rests on one gathered item alone.", ForgetArguments, DoneView, _forget, destroys=True),
    _trusted(
        "forget_project",
        "All of a project that has been deleted.",
        NoArguments,
        DoneView,
        _forget_project,
        destroys=True,
    ),
)
