"""Dotted paths of queries, walked along the declaration, also through relations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shared.content.collection import Collection
from shared.content.fields import Array, Field, Group, Id, Json, Relation
from shared.content.permission import permitted, visible
from shared.content.registry import Registry
from shared.domain.errors import ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import NOTHING, Query, Through, every

_JSON_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ROW_ID = Id(name="id")
MAX_SEGMENTS = 10


class UnknownPath(ValidationFailed):
    def __init__(self, path: str) -> None:
        shown = path[:200]
        super().__init__(
            f"The following path cannot be queried: {shown}", details={"name": "QueryError", "data": [{"path": shown}]}
        )


@dataclass(frozen=True, slots=True)
class Target:
    """Where a path ends: the field, its stored path, and what to wrap a condition on it into when the path ran
    through relations, ``hops`` of them. ``in_json``: somewhere inside free JSON, whose types nobody declared."""

    field: Field
    stored: str
    wrap: Callable[[Query], Query]
    in_json: bool = False
    hops: int = 0


def resolve(path: str, collection: Collection, registry: Registry, principal: Principal | None) -> Target:
    """Raises ``UnknownPath`` for what is not declared or is hidden."""
    names = path.split(".")
    if len(names) > MAX_SEGMENTS:
        raise UnknownPath(path)
    try:
        return _walk(names, collection, registry, principal)
    except LookupError as error:
        raise UnknownPath(path) from error


def _walk(names: list[str], collection: Collection, registry: Registry, principal: Principal | None) -> Target:
    fields: Iterable[Field] = collection.all_fields
    stored: list[str] = []
    for position, name in enumerate(names):
        item = _named(fields, name)
        stored.append("_id" if isinstance(item, Id) and not stored else name)
        rest = names[position + 1 :]
        if not rest:
            return _end(item, stored)
        if isinstance(item, Group):
            fields = item.fields
        elif isinstance(item, Array):
            fields = (*item.fields, _ROW_ID)
        elif isinstance(item, Relation):
            return _through(item, ".".join(stored), rest, registry, principal)
        elif isinstance(item, Json) and all(_JSON_NAME.fullmatch(part) for part in rest):
            return Target(item, ".".join([*stored, *rest]), _plain, in_json=True)
        else:
            raise LookupError(name)
    raise LookupError("an empty path")


def _end(item: Field, stored: list[str]) -> Target:
    if isinstance(item, Array) and item.shorthand:
        return Target(_named(item.fields, item.shorthand), ".".join([*stored, item.shorthand]), _plain)
    return Target(item, ".".join(stored), _plain)


def _named(fields: Iterable[Field], name: str) -> Field:
    for item in fields:
        if item.name == name and not item.hidden:
            return item
    raise LookupError(name)


def _plain(query: Query) -> Query:
    return query


def _through(item: Relation, stored: str, rest: list[str], registry: Registry, principal: Principal | None) -> Target:
    """A condition on a related document tells something about it, so it counts only where that may be read."""
    related = registry.get(item.to)
    if related is None:
        raise LookupError(item.to)
    if rest == ["id"]:
        return Target(item, stored, _plain)
    inner = _walk(rest, related, registry, principal)
    readable = permitted(related, "read", principal)

    def wrap(query: Query) -> Query:
        condition = NOTHING if readable is None else every(inner.wrap(query), readable, visible(related))
        return Through(stored, related.slug, condition)

    return Target(inner.field, inner.stored, wrap, inner.in_json, inner.hops + 1)
