"""From what the Brain holds to what is sent, and from what is written to what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.brain.schemas import EntityBody, EntityPatch, FactBody, RelationBody
from shared.domain.brain import Entity, Fact, Graph, Hit, Relation, Source
from shared.orchestrator.views import instant

Document = dict[str, Any]
BY_HAND = "Written by hand"
MOST_OF_A_HIT = 40


def card_view(entity: Entity) -> Document:
    return {
        "id": entity.id,
        "type": entity.type,
        "title": entity.title,
        "content": entity.content,
        "aliases": list(entity.aliases),
        "metadata": dict(entity.metadata),
        "manual": entity.manual,
        "version": entity.version,
        "createdAt": instant(entity.created_at),
        "updatedAt": instant(entity.updated_at),
    }


def entity_view(entity: Entity) -> Document:
    return card_view(entity) | {
        "facts": [_fact_view(fact) for fact in entity.facts],
        "sources": _source_views(entity.sources),
    }


def relation_view(relation: Relation) -> Document:
    return {
        "id": relation.id,
        "start": relation.start,
        "type": relation.type,
        "end": relation.end,
        "manual": relation.manual,
        "sources": _source_views(relation.sources),
    }


def graph_view(graph: Graph) -> Document:
    return {
        "entities": [card_view(entity) for entity in graph.entities],
        "relations": [relation_view(relation) for relation in graph.relations],
        "truncated": graph.truncated,
    }


def search_view(hits: Sequence[Hit]) -> Document:
    return {"results": [hit_view(hit) for hit in hits]}


def hit_view(hit: Hit) -> Document:
    """With the first facts and sources: an entity that a whole screenplay speaks of has hundreds."""
    entity = hit.entity
    short = replace(entity, facts=entity.facts[:MOST_OF_A_HIT], sources=entity.sources[:MOST_OF_A_HIT])
    return entity_view(short) | {
        "relevance": round(min(1.0, max(0.0, hit.relevance)), 6),
        "channels": list(hit.channels),
        "path": hit.path,
    }


def _fact_view(fact: Fact) -> Document:
    source = _source_view(fact.source)
    return {"attribute": fact.attribute, "value": fact.value, "inferred": fact.inferred, "source": source}


def _source_views(sources: Sequence[Source]) -> list[Document]:
    return [_source_view(source) for source in sources]


def _source_view(source: Source) -> Document:
    return {
        "item": source.item,
        "label": source.label,
        "page": source.page,
        "shot": source.shot,
        "timecode": source.timecode,
        "quote": source.quote,
    }


def entity_of(body: EntityBody) -> Entity:
    """Its id is for whoever stores it to say."""
    return Entity(
        id="",
        type=body.type,
        title=body.title,
        content=body.content,
        aliases=_distinct(body.aliases),
        metadata=body.metadata,
        facts=_facts(body.facts),
        manual=True,
    )


def changes_of(patch: EntityPatch) -> Document:
    """The fields that ``patch`` names, as those of an ``Entity``."""
    named = {name: getattr(patch, name) for name in patch.model_fields_set if getattr(patch, name) is not None}
    if patch.aliases is not None:
        named["aliases"] = _distinct(patch.aliases)
    if patch.facts is not None:
        named["facts"] = _facts(patch.facts)
    return named


def relation_of(body: RelationBody) -> Relation:
    return Relation(body.start, body.type, body.end, manual=True)


def _facts(bodies: Sequence[FactBody]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(_fact(body) for body in bodies))


def _fact(body: FactBody) -> Fact:
    told = body.source
    source = Source(None, BY_HAND)
    if told is not None:
        source = Source(None, told.label, told.page, told.shot, told.timecode, told.quote)
    return Fact(body.attribute, body.value, source)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
