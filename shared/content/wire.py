"""Stored documents as clients see them: declared fields only, in declared order, dates as ISO texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from shared.content import values
from shared.content.collection import Collection
from shared.content.fields import Array, Field, Group, Id
from shared.content.find import Selection

Wire = dict[str, Any]


def to_wire(collection: Collection, stored: Mapping[str, Any], select: Selection | None = None) -> Wire:
    fields = collection.all_fields
    times = {"updatedAt": stored["createdAt"]} if "createdAt" in stored else {}  # what is written once and left alone
    document = _object(fields, {**times, **stored, "id": stored["_id"]}, select or {})
    return {"id": stored["_id"], **document}


def _object(fields: Iterable[Field], stored: Mapping[str, Any], select: Selection) -> Wire:
    document: Wire = {}
    including = any(value is True or (isinstance(value, Mapping) and _includes(value)) for value in select.values())
    for item in fields:
        if item.hidden or item.name not in stored:
            continue
        choice = select.get(item.name)
        if choice is False or (choice is None and including and not isinstance(item, Id)):
            continue
        inner = cast("Selection", choice if isinstance(choice, Mapping) else {})
        document[item.name] = _value(item, stored[item.name], inner)
    return document


def _includes(select: Any) -> bool:
    return any(value is True or (isinstance(value, Mapping) and _includes(value)) for value in select.values())


def _value(item: Field, value: Any, select: Selection) -> Any:
    if isinstance(item, Group) and isinstance(value, Mapping):
        return _object(item.fields, cast("Mapping[str, Any]", value), select)
    if isinstance(item, Array) and isinstance(value, list):
        rows = cast("list[Mapping[str, Any]]", value)
        return [_object((*item.fields, Id(name="id")), row, select) for row in rows]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return values.iso(value)
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast("dict[str, Any]", value).items()}
    return value


def selected_fields(collection: Collection, select: Selection) -> tuple[str, ...] | None:
    """What the store has to send for ``select``; ``None`` is everything."""
    if not select or not _includes(select):
        return None
    names = {item.name for item in collection.all_fields if not item.hidden}
    return tuple(name for name, choice in select.items() if name in names and choice is not False)


def etag(stored: Mapping[str, Any]) -> str:
    """Strong, and of the document itself: related documents shown inside it do not count. What others than the
    content engine write has no revision: there its state counts."""
    revision = stored.get("rev")
    if revision is None and "updatedAt" not in stored:
        revision = hashlib.sha256(repr(sorted(stored.items())).encode()).hexdigest()[:16]
    return f'"{stored["_id"]}-{revision or 0}"'
