"""Gathered items as they are kept and shown. Their text and knowledge lie beside them, with the work (``work.py``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from shared.brain.gather.knowledge import Knowledge, is_passage
from shared.brain.gather.ledger import ITEMS
from shared.brain.gather.request import Given
from shared.brain.gather.sources import Reading
from shared.domain.query import Match, Query, among

__all__ = ["ITEMS"]

Status = Literal["gathered", "review", "held", "superseded", "merged", "skipped"]
LIVE: tuple[Status, ...] = ("gathered", "review", "held")
"""What counts: ``review`` may be a duplicate, ``held`` most likely is one and waits for a word before it is told."""
LONGEST_TEXT = 50_000
"""Characters of the text that the item itself shows."""
_MOST_LISTED = 1_000

EXISTS: Query = Match("purge", "ne", True)
ALIVE: Query = among("status", LIVE)

Document = dict[str, Any]


def shown_knowledge(knowledge: Knowledge) -> Document:
    """What an item shows of what it says: names instead of whole entities."""
    entities = [one for one in knowledge.entities.values() if not one.metadata.get("passage")]
    titles = {one.id: one.title for one in knowledge.entities.values()}
    return {
        "entities": [
            {"id": one.id, "type": one.type, "title": one.title}
            | ({"aliases": list(one.aliases)} if one.aliases else {})
            for one in entities[:_MOST_LISTED]
        ],
        "facts": [
            {
                "entity": stated.entity,
                "entityTitle": titles.get(stated.entity, ""),
                "attribute": stated.fact.attribute,
                "value": stated.fact.value,
                "inferred": stated.fact.inferred,
                "label": stated.fact.source.label,
                "page": stated.fact.source.page,
                "quote": stated.fact.source.quote,
            }
            for stated in knowledge.facts[:_MOST_LISTED]
        ],
        "relations": [
            {
                "start": one.start,
                "startTitle": titles.get(one.start, ""),
                "type": one.type,
                "end": one.end,
                "endTitle": titles.get(one.end, ""),
            }
            for one in list(knowledge.relations.values())[:_MOST_LISTED]
        ],
        "passages": [
            {"id": one.id, "title": one.title, "page": one.metadata.get("page")}
            for one in list(knowledge.entities.values())
            if is_passage(one)
        ][:_MOST_LISTED],
        "counts": {
            "entities": len(entities),
            "facts": len(knowledge.facts),
            "relations": len(knowledge.relations),
            "passages": sum(is_passage(one) for one in knowledge.entities.values()),
        },
    }


def shown_source(given: Given, readings: Sequence[Reading], content: str) -> Document:
    text = "\n\n".join(reading.text for reading in readings)
    return {
        "name": readings[0].label,
        "content": content,
        "imageUrl": given.image_url,
        "documentUrl": given.document_url,
        "media": given.media,
        "mediaId": given.media,
        "extractedText": text[:LONGEST_TEXT],
        "pages": sum(len(reading.pages) for reading in readings),
        "scenes": sum(reading.scenes for reading in readings),
    }


def suggestion_status(duplicates: Sequence[Mapping[str, Any]]) -> Status:
    if any(one["suggestion"] == "skip" for one in duplicates):
        return "held"
    return "review" if duplicates else "gathered"


def times(now: datetime) -> Document:
    return {"createdAt": now, "updatedAt": now, "lastUpdated": now}
