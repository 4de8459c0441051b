"""A document and the draft of its next state, which lives inside it until it is published.

``draft`` holds the declared fields as they would be, and the revision that wrote them. So a draft is saved and
published in one atomic step, and whoever reads without ``draft=true`` never meets it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from shared.content.collection import Collection
from shared.content.fields import Group, Id
from shared.content.permission import permitted
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Either, Element, Every, Match, Not, Query, Through, either, eq, every

DRAFT = "draft"
Stored = Mapping[str, Any]


def declared_content(collection: Collection, stored: Stored) -> dict[str, Any]:
    """What of ``stored`` a version keeps: declared fields that are not hidden."""
    kept = [item for item in collection.all_fields if not item.hidden and not isinstance(item, Id)]
    return {item.name: copy.deepcopy(stored[item.name]) for item in kept if item.name in stored}


def newest_content(collection: Collection, stored: Stored) -> dict[str, Any]:
    """What the last change wrote: the draft, if it was one."""
    draft: Stored | None = stored.get(DRAFT)
    if draft is not None and draft.get("rev") == stored.get("rev"):
        return declared_content(collection, with_draft(stored))
    return declared_content(collection, stored)


def with_draft(stored: Stored) -> dict[str, Any]:
    """``stored`` with its draft, if any, in place of what is published."""
    draft: Stored = stored.get(DRAFT) or {}
    return {**stored, **{name: value for name, value in draft.items() if name != "rev"}}


def saved_draft(collection: Collection, stored: Stored, changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The stored paths to set so that ``changes``, by path, are the next draft of ``stored``."""
    content = merged(declared_content(collection, with_draft(stored)), changes)
    content.pop("createdAt", None)
    content.pop("deletedAt", None)
    return {DRAFT: {**content, "_status": "draft", "updatedAt": now, "rev": int(stored.get("rev") or 0) + 1}}


def merged(content: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` by path put into ``content``."""
    for path, value in changes.items():
        *parents, last = path.split(".")
        holder = content
        for name in parents:
            inner = holder.get(name)
            holder[name] = holder = cast("dict[str, Any]", dict(inner) if isinstance(inner, dict) else {})
        holder[last] = value
    return content


def flat(fields: Any, data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """``data`` by stored path, so that a change of one field of a group leaves its neighbours alone."""
    groups = {item.name: item for item in fields if isinstance(item, Group)}
    paths: dict[str, Any] = {}
    for name, value in data.items():
        if name in groups and isinstance(value, Mapping):
            inner = cast("Mapping[str, Any]", value)
            paths.update(flat(groups[name].fields, inner, f"{prefix}{name}."))
        else:
            paths[prefix + name] = value
    return paths


def among_drafts(collection: Collection, asked: Query, principal: Principal | None) -> Query:
    """``asked`` of the newest state for whoever may change a document, of what is published for everybody else."""
    changeable = permitted(collection, "update", principal)
    if changeable is None or asked == EVERYTHING:
        return asked
    names = {item.name for item in collection.all_fields} - {"id", "createdAt", "deletedAt"}
    none = eq(DRAFT, None)
    newest = either(every(none, asked), every(Not(none), _inside(asked, names)))
    if changeable == EVERYTHING:
        return newest
    return either(every(changeable, newest), every(Not(changeable), asked))


def _inside(query: Query, names: set[str]) -> Query:
    match query:
        case Match(path, operator, value):
            return Match(_moved(path, names), operator, value)
        case Every(parts):
            return Every(tuple(_inside(part, names) for part in parts))
        case Either(parts):
            return Either(tuple(_inside(part, names) for part in parts))
        case Not(part):
            return Not(_inside(part, names))
        case Element(path, where):
            return Element(_moved(path, names), where)
        case Through(path, collection, where, single):
            return Through(_moved(path, names), collection, where, single)


def _moved(path: str, names: set[str]) -> str:
    return f"{DRAFT}.{path}" if path.split(".")[0] in names else path
