"""What one item says, while it is being put together and as it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, cast

from shared.domain.brain import ENTITY_TYPES, Entity, EntityType, Fact, Relation, Source, entity_id, folded

MOST_SOURCES = 40
"""Of one entity or relation from one item."""
MOST_ENTITIES, MOST_RELATIONS, MOST_FACTS = 4_000, 12_000, 6_000
"""Of one item: what comes later is not noted."""
LARGEST = 6_000_000
"""Bytes of one item's knowledge, which lies in one document of the database with its text (16 MB)."""
_LONGEST_CONTENT = 8_000

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact and the id of the entity it is about."""

    entity: str
    fact: Fact


@dataclass(slots=True)
class Knowledge:
    """Entities and relations by id. What is added twice is merged; what is known already is never replaced."""

    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    relations: dict[str, Relation] = field(default_factory=dict[str, Relation])
    facts: list[Stated] = field(default_factory=list[Stated])
    _said: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]], init=False, repr=False)

    def __post_init__(self) -> None:
        self._said.update(_key(stated) for stated in self.facts)

    def add_entity(self, entity: Entity) -> Entity:
        known = self.entities.get(entity.id)
        if known is not None:
            aliases = (*known.aliases, *(() if folded(entity.title) == folded(known.title) else (entity.title,)))
            entity = replace(
                known,
                content=_joined(known.content, entity.content),
                aliases=_distinct([*aliases, *entity.aliases], besides=known.title),
                metadata={**entity.metadata, **known.metadata},
                sources=merged_sources(known.sources, entity.sources),
            )
        if known is not None or len(self.entities) < MOST_ENTITIES:
            self.entities[entity.id] = entity
        return entity

    def add_relation(self, relation: Relation) -> None:
        known = self.relations.get(relation.id)
        if known is not None:
            relation = replace(known, sources=merged_sources(known.sources, relation.sources))
        if known is not None or len(self.relations) < MOST_RELATIONS:
            self.relations[relation.id] = relation

    def add_fact(self, stated: Stated) -> bool:
        """Whether it was new."""
        key = _key(stated)
        if key in self._said or len(self.facts) >= MOST_FACTS:
            return False
        self._said.add(key)
        self.facts.append(stated)
        return True

    def add(self, other: Knowledge) -> None:
        for entity in other.entities.values():
            self.add_entity(entity)
        for relation in other.relations.values():
            self.add_relation(relation)
        for stated in other.facts:
            self.add_fact(stated)

    def named(self, name: str) -> Entity | None:
        """By title or alias; a scene or passage is not meant by a name unless nothing else bears it."""
        wanted = folded(name)
        if not wanted:
            return None
        found = [entity for entity in self.entities.values() if wanted in names_of(entity)]
        found.sort(key=lambda entity: (is_passage(entity), folded(entity.title) != wanted, entity.id))
        return found[0] if found else None

    def by_name(self) -> dict[str, Entity]:
        """Whom each folded name means; see ``named``."""
        found: dict[str, Entity] = {}
        for passages in (False, True):
            some = [self.entities[key] for key in sorted(self.entities)]
            some = [one for one in some if is_passage(one) is passages]
            for one in some:
                found.setdefault(folded(one.title), one)
            for one in some:
                for name in sorted(names_of(one)):
                    found.setdefault(name, one)
        return found


def _key(stated: Stated) -> tuple[str, str, str]:
    return stated.entity, stated.fact.attribute, stated.fact.value.casefold()


def entity(
    kind: EntityType,
    title: str,
    sources: Sequence[Source],
    *,
    content: str = "",
    aliases: Iterable[str] = (),
    metadata: Mapping[str, Any] | None = None,
    key: str = "",
) -> Entity:
    """``key`` makes the identity of what its title alone does not tell apart, such as a scene of one of two scripts."""
    title = " ".join(title.split())[:200]
    return Entity(
        id=entity_id(kind, key or title),
        type=kind,
        title=title,
        content=content[:_LONGEST_CONTENT],
        aliases=_distinct(aliases, besides=title),
        metadata=dict(metadata or {}),
        sources=merged_sources((), sources),
    )


def is_passage(one: Entity) -> bool:
    return bool(one.metadata.get("passage")) or one.type == "scene"


def names_of(one: Entity) -> frozenset[str]:
    return _folded(one.title, one.aliases)


@lru_cache(maxsize=20_000)
def _folded(title: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset((folded(title), *(folded(alias) for alias in aliases)))


def merged_sources(known: Sequence[Source], more: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.key: source for source in (*known, *more)}.values())[:MOST_SOURCES]


def _distinct(aliases: Iterable[str], *, besides: str) -> tuple[str, ...]:
    found = {folded(alias): alias for alias in aliases if alias.strip()}
    found.pop(folded(besides), None)
    return tuple(found.values())[:20]


def _joined(one: str, other: str) -> str:
    if not other or other in one:
        return one
    return f"{one}\n{other}"[:_LONGEST_CONTENT] if one else other


def source_document(source: Source) -> Document:
    found = {
        "item": source.item,
        "label": source.label,
        "page": source.page,
        "shot": source.shot,
        "timecode": source.timecode,
        "quote": source.quote,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def source_of(stored: Mapping[str, Any]) -> Source:
    return Source(
        stored.get("item"),
        stored.get("label", ""),
        stored.get("page"),
        stored.get("shot"),
        stored.get("timecode"),
        stored.get("quote", ""),
    )


def entity_document(one: Entity) -> Document:
    return {
        "id": one.id,
        "type": one.type,
        "title": one.title,
        "content": one.content,
        "aliases": list(one.aliases),
        "metadata": dict(one.metadata),
        "sources": [source_document(source) for source in one.sources],
    }


def entity_of(stored: Mapping[str, Any]) -> Entity:
    kind = stored["type"] if stored["type"] in ENTITY_TYPES else "other"
    return Entity(
        id=stored["id"],
        type=kind,
        title=stored["title"],
        content=stored.get("content", ""),
        aliases=tuple(stored.get("aliases", ())),
        metadata=stored.get("metadata", {}),
        sources=tuple(source_of(source) for source in stored.get("sources", ())),
    )


def relation_document(one: Relation) -> Document:
    sources = [source_document(source) for source in one.sources]
    return {"start": one.start, "type": one.type, "end": one.end, "sources": sources}


def relation_of(stored: Mapping[str, Any]) -> Relation:
    sources = tuple(source_of(source) for source in stored.get("sources", ()))
    return Relation(stored["start"], stored["type"], stored["end"], sources)


def fact_document(stated: Stated) -> Document:
    fact = stated.fact
    return {
        "entity": stated.entity,
        "attribute": fact.attribute,
        "value": fact.value,
        "inferred": fact.inferred,
        "source": source_document(fact.source),
    }


def fact_of(stored: Mapping[str, Any]) -> Stated:
    fact = Fact(stored["attribute"], stored["value"], source_of(stored["source"]), bool(stored.get("inferred")))
    return Stated(stored["entity"], fact)


def without_passages(knowledge: Knowledge) -> Knowledge:
    entities = {one.id: one for one in knowledge.entities.values() if not is_passage(one)}
    return Knowledge(
        entities=entities,
        relations={
            one.id: one for one in knowledge.relations.values() if one.start in entities and one.end in entities
        },
        facts=[stated for stated in knowledge.facts if stated.entity in entities],
    )


def knowledge_document(knowledge: Knowledge, largest: int = LARGEST) -> Document:
    """Of at most ``largest`` bytes: where it is more, later places of each thing are left out, then later things."""
    for most in (MOST_SOURCES, 12, 4, 1):
        stored = _document(knowledge, most)
        if _size(stored) <= largest:
            return stored
    while _size(stored) > largest:
        stored = {name: rows[: len(rows) * 3 // 4] for name, rows in stored.items()}
    return stored


def _size(stored: Document) -> int:
    return len(json.dumps(stored, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))


def _document(knowledge: Knowledge, most: int) -> Document:
    entities = [replace(one, sources=one.sources[:most]) for one in knowledge.entities.values()]
    relations = [replace(one, sources=one.sources[:most]) for one in knowledge.relations.values()]
    return {
        "entities": [entity_document(one) for one in entities],
        "relations": [relation_document(one) for one in relations],
        "facts": [fact_document(one) for one in knowledge.facts],
    }


def knowledge_of(stored: Mapping[str, Any]) -> Knowledge:
    rows = cast("Mapping[str, list[Document]]", stored)
    knowledge = Knowledge(facts=[fact_of(one) for one in rows.get("facts", ())])
    for one in rows.get("entities", ()):
        knowledge.entities[one["id"]] = entity_of(one)
    for one in rows.get("relations", ()):
        relation = relation_of(one)
        knowledge.relations[relation.id] = relation
    return knowledge
