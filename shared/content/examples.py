"""What a document of a collection could look like, for the API description. Always the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shared.content.collection import Collection
from shared.content.fields import (
    Array,
    Checkbox,
    Date,
    Email,
    Field,
    Group,
    Id,
    Json,
    Number,
    Password,
    Relation,
    Select,
    Text,
)

_ID = "68f0c1b7b3d4e5f60718293b"
_RELATED = "68f0c1a2b3d4e5f60718293a"
_MOMENT = "2026-11-21T09:00:00.000Z"
_JSON: dict[str, Any] = {"object": {}, "list": [], "any": None}
_WORDS = {
    "title": "The Lighthouse Keeper's Debt",
    "name": "Noor",
    "slug": "story",
    "agentId": "story-screenwriter",
    "currentStep": "initial_concept",
    "text": "EXT. LIGHTHOUSE - NIGHT\n\nRain. A lamp goes out.",
}


def read_example(collection: Collection) -> dict[str, Any]:
    return _object([item for item in collection.all_fields if not item.hidden and item.name != "deletedAt"])


def body_example(collection: Collection, *, complete: bool) -> dict[str, Any]:
    """What has to be sent to create one; to change one, its first field."""
    writable = [item for item in collection.all_fields if not item.read_only and not item.hidden]
    if complete:
        passwords = [item for item in collection.all_fields if isinstance(item, Password)]
        return _object([*(item for item in writable if item.required and item.default is None), *passwords])
    return _object([item for item in writable if isinstance(item, Text | Select)][:1])


def _object(fields: Iterable[Field]) -> dict[str, Any]:
    return {item.name: _value(item) for item in fields}


def _value(item: Field) -> Any:
    match item:
        case Group():
            return _object(inner for inner in item.fields if not inner.hidden)
        case Array():
            return [{"id": _RELATED, **_object(item.fields)}]
        case Text() | Select() | Relation() if item.many:
            return [] if isinstance(item, Relation) else [_one(item)]
        case _:
            return _one(item)


def _one(item: Field) -> Any:
    match item:
        case Id():
            return _ID
        case Relation():
            return _RELATED
        case Select():
            return item.default or next(iter(item.options))
        case Number():
            return item.made_default() if item.default is not None else _number(item)
        case Checkbox():
            return bool(item.default)
        case Date():
            return _MOMENT
        case Email():
            return "noor@example.com"
        case Password():
            return "a long sentence of mine"
        case Json():
            return _JSON[item.shape]
        case Text():
            return _WORDS.get(item.name, item.default or item.label)[: item.max_length].ljust(item.min_length, "…")
        case _:
            return item.label


def _number(item: Number) -> int | float:
    least = 1 if item.minimum is None else item.minimum
    return int(max(least, 1)) if item.maximum is None or item.maximum >= 1 else least
