"""Entities, parts and relations as they lie in the graph."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.adapters.neo4j.connection import Row
from shared.adapters.neo4j.parts import HAND, Part, clean_source
from shared.adapters.neo4j.schema import digest
from shared.adapters.neo4j.words import names, searched
from shared.domain.brain import Entity, Fact, Relation, Source, folded

_FIELDS = ("id", "type", "title", "content", "aliases", "metadata", "facts", "sources", "manual", "version")
_TIMES = ("createdAt", "updatedAt")
ENTITY = f"[{', '.join(f'e.{name}' for name in (*_FIELDS, *_TIMES))}]"
"""All of an entity but its vectors, see ``entity_of``."""
LONGEST_SORT = 100
Said = dict[str, tuple[Source, ...]]
_OF_FACT = tuple(each.name for each in fields(Fact))
_OF_SOURCE = tuple(each.name for each in fields(Source))


def entity_of(values: Sequence[Any]) -> Entity:
    row = dict(zip((*_FIELDS, *_TIMES), values, strict=True))
    return Entity(
        id=row["id"],
        type=row["type"],
        title=row["title"],
        content=row["content"],
        aliases=tuple(row["aliases"]),
        metadata=json.loads(row["metadata"]),
        facts=tuple(_fact(each) for each in json.loads(row["facts"])),
        sources=tuple(Source(**each) for each in json.loads(row["sources"])),
        manual=row["manual"],
        version=row["version"],
        created_at=_time(row["createdAt"]),
        updated_at=_time(row["updatedAt"]),
    )


def entity_row(entity: Entity) -> Row:
    """The properties of its node, vectors apart."""
    called = names(entity)
    return {
        **_said(entity),
        "manual": entity.manual,
        "version": entity.version,
        "createdAt": _text(entity.created_at),
        "updatedAt": _text(entity.updated_at),
        "text": searched(entity),
        "names": called,
        "sort": folded(entity.title)[:LONGEST_SORT],
        "passage": True if entity.is_passage else None,
    }


def name_rows(entity: Entity) -> list[Row]:
    return [{"entity": entity.id, "digest": digest(name)} for name in names(entity)]


def part_row(part: Part) -> Row:
    """One item's word on one entity; where it stands is there to be asked for, too."""
    sources = part.entity.sources
    return {
        "item": part.item,
        "entity": part.entity.id,
        "said": json.dumps(_said(part.entity)),
        "dropped": list(part.dropped),
        "model": part.model,
        "labels": sorted({source.label for source in sources}),
        "page": sorted({source.page for source in sources if source.page is not None}),
        "shot": sorted({source.shot for source in sources if source.shot is not None}),
        "timecode": sorted({source.timecode for source in sources if source.timecode is not None}),
    }


def part_of(row: Mapping[str, Any]) -> Part:
    said = {**json.loads(row["said"]), "manual": False, "version": 1}
    entity = entity_of([said.get(name) for name in (*_FIELDS, *_TIMES)])
    return Part(row["item"], entity, tuple(row["vector"] or ()), row["model"], tuple(row["dropped"]))


def relation_of(row: Mapping[str, Any]) -> Relation:
    said = said_of(row["said"])
    sources = {source.key: source for item in sorted(said) for source in said[item]}
    return Relation(row["start"], row["type"], row["end"], tuple(sources.values()), manual=HAND in said)


def said_of(text: str | None) -> Said:
    """A relation's sources by the item that says it."""
    return {item: tuple(Source(**each) for each in sources) for item, sources in json.loads(text or "{}").items()}


def said_text(said: Said) -> str:
    return json.dumps({item: [_source_row(clean_source(source)) for source in said[item]] for item in sorted(said)})


def usable(vector: Sequence[float]) -> list[float]:
    """Nothing where there is no direction to compare."""
    values = [float(value) for value in vector]
    return values if any(values) and all(map(math.isfinite, values)) else []


def _said(entity: Entity) -> Row:
    return {
        "id": entity.id,
        "type": entity.type,
        "title": entity.title,
        "content": entity.content,
        "aliases": list(entity.aliases),
        "metadata": json.dumps(dict(entity.metadata)),
        "facts": json.dumps([_fact_row(fact) for fact in entity.facts]),
        "sources": json.dumps([_source_row(source) for source in entity.sources]),
    }


def _fact_row(fact: Fact) -> Row:
    return {name: getattr(fact, name) for name in _OF_FACT} | {"source": _source_row(fact.source)}


def _source_row(source: Source) -> Row:
    """As ``dataclasses.asdict``, which looks at every value for what it may hold, in a fifth of its time."""
    return {name: getattr(source, name) for name in _OF_SOURCE}


def _fact(stored: Mapping[str, Any]) -> Fact:
    return Fact(stored["attribute"], stored["value"], Source(**stored["source"]), stored["inferred"])


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
