"""What is sent to a remote Brain, in the shapes of its tools."""

from __future__ import annotations

from typing import Any

from shared.domain.brain import Contribution, Entity, Fact, Relation, Source, is_relation_type

Document = dict[str, Any]


def entity_document(entity: Entity) -> Document:
    return {
        "id": entity.id,
        "type": entity.type,
        "title": entity.title,
        "content": entity.content,
        "aliases": list(entity.aliases),
        "metadata": dict(entity.metadata),
        "facts": [_fact(fact) for fact in entity.facts],
        "sources": [_source(source) for source in entity.sources],
        "manual": entity.manual,
        "version": max(1, entity.version),
    }


def relation_document(relation: Relation) -> Document:
    return {
        "start": relation.start,
        "type": relation.type,
        "end": relation.end,
        "sources": [_source(source) for source in relation.sources],
        "manual": relation.manual,
    }


def contribution_document(said: Contribution) -> Document:
    """Relations of no lawful type are left out, as every Brain does."""
    return {
        "item": said.item,
        "entities": [entity_document(entity) for entity in said.entities],
        "relations": [relation_document(one) for one in said.relations if is_relation_type(one.type)],
    }


def _fact(fact: Fact) -> Document:
    return {
        "attribute": fact.attribute,
        "value": fact.value,
        "inferred": fact.inferred,
        "source": _source(fact.source),
    }


def _source(source: Source) -> Document:
    return {
        "item": source.item,
        "label": source.label,
        "page": source.page,
        "shot": source.shot,
        "timecode": source.timecode,
        "quote": source.quote,
    }
