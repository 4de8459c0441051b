"""What a remote Brain may answer. It is a stranger: every shape, size and number is checked before it is believed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError
from pydantic.alias_generators import to_camel

from shared.domain.brain import Channel, Entity, EntityType, Fact, Graph, Hit, Relation, Source
from shared.domain.errors import BrainError

A = TypeVar("A", bound=BaseModel)
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
Line = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=100_000)]
MOST_METADATA_KEYS = 200


def _json(value: dict[str, Any]) -> dict[str, Any]:
    """What could not be told on: endless numbers, endless depth."""
    try:
        json.dumps(value, allow_nan=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


Metadata = Annotated[dict[str, Any], Field(max_length=MOST_METADATA_KEYS), AfterValidator(_json)]


class _Told(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class SourceAnswer(_Told):
    item: Line | None = None
    label: Line
    page: Annotated[int, Field(ge=0, le=10**9)] | None = None
    shot: Line | None = None
    timecode: Line | None = None
    quote: Text = ""

    def source(self) -> Source:
        return Source(self.item, self.label, self.page, self.shot, self.timecode, self.quote)


class FactAnswer(_Told):
    attribute: Line
    value: Text
    source: SourceAnswer
    inferred: StrictBool = False

    def fact(self) -> Fact:
        return Fact(self.attribute, self.value, self.source.source(), self.inferred)


Sources = Annotated[list[SourceAnswer], Field(max_length=10_000)]


class EntityAnswer(_Told):
    id: Id
    type: EntityType
    title: Annotated[str, Field(min_length=1, max_length=1_000)]
    content: Text = ""
    aliases: Annotated[list[Line], Field(max_length=1_000)] = Field(default_factory=list[str])
    metadata: Metadata = Field(default_factory=dict[str, Any])
    facts: Annotated[list[FactAnswer], Field(max_length=10_000)] = Field(default_factory=list[FactAnswer])
    sources: Sources = Field(default_factory=list[SourceAnswer])
    manual: StrictBool = False
    version: Annotated[int, Field(ge=0, le=10**12)] = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def entity(self) -> Entity:
        return Entity(
            id=self.id,
            type=self.type,
            title=self.title,
            content=self.content,
            aliases=tuple(self.aliases),
            metadata=self.metadata,
            facts=tuple(fact.fact() for fact in self.facts),
            sources=tuple(source.source() for source in self.sources),
            manual=self.manual,
            version=self.version,
            created_at=self.created_at,
            updated_at=self.updated_at,
        )


class RelationAnswer(_Told):
    start: Id
    type: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
    end: Id
    sources: Sources = Field(default_factory=list[SourceAnswer])
    manual: StrictBool = False

    def relation(self) -> Relation:
        sources = tuple(source.source() for source in self.sources)
        return Relation(self.start, self.type, self.end, sources, self.manual)


class HitAnswer(EntityAnswer):
    relevance: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    channels: Annotated[list[Channel], Field(max_length=3)] = Field(default_factory=list[Channel])
    path: Text = ""

    def hit(self) -> Hit:
        return Hit(self.entity(), self.relevance, tuple(self.channels), self.path)


class SearchAnswer(_Told):
    results: Annotated[list[HitAnswer], Field(max_length=500)]


class EntitiesAnswer(_Told):
    entities: Annotated[list[EntityAnswer], Field(max_length=500)]


class PageAnswer(EntitiesAnswer):
    total: Annotated[int, Field(ge=0, le=10**9)]


class GraphAnswer(_Told):
    entities: Annotated[list[EntityAnswer], Field(max_length=1_000)]
    relations: Annotated[list[RelationAnswer], Field(max_length=20_000)]
    truncated: StrictBool = False

    def graph(self, limit: int) -> Graph:
        """Raises ``BrainError`` when it is no graph: an entity twice, more than asked for, a relation to nowhere."""
        known = {entity.id for entity in self.entities}
        joined = all({relation.start, relation.end} <= known for relation in self.relations)
        if not joined or len(known) != len(self.entities) or len(known) > limit:
            raise unbelievable()
        relations = tuple(relation.relation() for relation in self.relations)
        return Graph(tuple(entity.entity() for entity in self.entities), relations, self.truncated)


class MaybeEntity(_Told):
    entity: EntityAnswer | None


class MaybeRelation(_Told):
    relation: RelationAnswer | None


class Done(_Told):
    done: StrictBool


class Refusal(_Told):
    code: Annotated[str, Field(max_length=100)]


def read(model: type[A], told: Any) -> A:
    try:
        return model.model_validate(told)
    except ValidationError:
        raise unbelievable() from None


def only(found: Sequence[Entity], ids: Sequence[str]) -> list[Entity]:
    """In the order of ``ids``. Raises ``BrainError`` for one that nobody asked for, or one twice."""
    by_id = {entity.id: entity for entity in found}
    if len(by_id) != len(found) or not by_id.keys() <= set(ids):
        raise unbelievable()
    return [by_id[key] for key in dict.fromkeys(ids) if key in by_id]


def unbelievable() -> BrainError:
    return BrainError("The remote knowledge base gave an answer that cannot be true.")
