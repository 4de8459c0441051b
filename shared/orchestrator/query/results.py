"""What was retrieved, as the wire shows it: bounded, plain, and the same for whoever reads it again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from shared.domain.brain import ENTITY_TYPES, Fact, Hit, Question, Source

MOST_CONTENT = 1_500
MOST_TITLE = 200
_MOST_FACTS = 12
_MOST_SOURCES = 6
_MOST_QUOTE = 400
_MOST_PROPERTIES = 20
_CARD_CONTENT = 240


def results_of(hits: Sequence[Hit], question: Question) -> list[dict[str, Any]]:
    """Best first, each thing once, none that was not asked for, whatever Brain answered."""
    found: dict[str, dict[str, Any]] = {}
    for hit in hits:
        entity, relevance = hit.entity, _relevance(hit.relevance)
        wanted = not question.types or entity.type in question.types
        if wanted and relevance >= question.threshold and entity.id not in found and len(found) < question.limit:
            found[entity.id] = _result(hit, relevance)
    return list(found.values())


def card_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a message keeps it: enough to show what it was."""
    metadata = result["metadata"]
    card = {name: result[name] for name in ("id", "type", "title", "relevance")}
    sources = [{**place, "quote": ""} for place in metadata["sources"][:1]]
    passage = {"passage": True} if metadata["properties"].get("passage") else {}
    shown = {"sources": sources, "properties": passage, "undecided": metadata.get("undecided", [])}
    return card | {"content": cut(result["content"], _CARD_CONTENT), "metadata": shown}


def cut(text: str, most: int) -> str:
    """At a word, with a sign that there is more."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rsplit(None, 1)[0] if ' ' in head[most // 2 :] else head}…"


def _result(hit: Hit, relevance: float) -> dict[str, Any]:
    entity = hit.entity
    facts = [_fact(fact) for fact in entity.facts[:_MOST_FACTS]]
    told = "; ".join(f"{fact['attribute']}: {fact['value']}" for fact in facts)
    return {
        "id": entity.id,
        "type": entity.type if entity.type in ENTITY_TYPES else "other",
        "title": _text(entity.title, MOST_TITLE),
        "content": _text(entity.content, MOST_CONTENT) or cut(told, MOST_CONTENT),
        "relevance": relevance,
        "metadata": {
            "sources": [_source(source) for source in entity.sources[:_MOST_SOURCES]],
            "facts": facts,
            "aliases": [_text(alias, MOST_TITLE) for alias in entity.aliases[:_MOST_FACTS]],
            "path": _text(hit.path, MOST_CONTENT),
            "channels": list(hit.channels),
            "manual": entity.manual,
            "undecided": [],
            "properties": _properties(entity.metadata),
        },
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "attribute": _text(fact.attribute, MOST_TITLE),
        "value": _text(fact.value, _MOST_QUOTE),
        "inferred": fact.inferred,
        "source": _source(fact.source),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "item": source.item,
        "label": _text(source.label, MOST_TITLE),
        "page": source.page,
        "shot": source.shot,
        "timecode": source.timecode,
        "quote": _text(source.quote, _MOST_QUOTE),
    }


def _properties(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is short and plain: names and values come from outside."""
    kept: dict[str, Any] = {}
    for name, value in list(metadata.items())[:_MOST_PROPERTIES]:
        if not name or len(name) > 60 or name.startswith("$") or "." in name or not name.isprintable():
            continue
        if isinstance(value, str):
            kept[name] = _text(value, _MOST_QUOTE)
        elif value is None or (isinstance(value, int | float) and abs(value) < 2**53):
            kept[name] = value
        elif isinstance(value, list | tuple) and all(isinstance(one, str) for one in cast("list[Any]", value)):
            kept[name] = [_text(one, MOST_TITLE) for one in cast("list[str]", value)[:_MOST_FACTS]]
    return kept


def _text(text: str, most: int) -> str:
    """Without what no database or browser takes: lone surrogates, and characters that steer a terminal."""
    whole = text[: 2 * most].encode("utf-8", "replace").decode()
    return cut("".join(one for one in whole if one in "\n\t" or ord(one) >= 32).strip(), most)


def _relevance(relevance: float) -> float:
    return round(min(1.0, max(0.0, relevance)), 4) if math.isfinite(relevance) else 0.0
