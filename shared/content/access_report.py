"""What a principal may do, as Payload's clients ask for it. What is refused is absent."""

from __future__ import annotations

from typing import Any

from shared.content.collection import Collection, Operation
from shared.content.fields import Array, Field, Group
from shared.content.permission import permitted
from shared.content.registry import Registry
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Either, Element, Every, Match, Not, Query, Through

_OPERATIONS: tuple[Operation, ...] = ("create", "read", "update", "delete")
_NAMES = {
    "eq": "equals", "ne": "not_equals", "in": "in", "nin": "not_in", "all": "all", "exists": "exists",
    "gt": "greater_than", "gte": "greater_than_equal", "lt": "less_than", "lte": "less_than_equal",
    "words": "like", "text": "contains",
}  # fmt: skip


def access_report(registry: Registry, principal: Principal | None) -> dict[str, Any]:
    reports = {collection.slug: _collection(collection, principal) for collection in registry}
    return {
        "canAccessAdmin": principal is not None and principal.is_admin,
        "collections": {slug: report for slug, report in reports.items() if report},
    }


def _collection(collection: Collection, principal: Principal | None) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for operation in _OPERATIONS:
        query = permitted(collection, operation, principal)
        if query is not None:
            limited = query != EVERYTHING
            report[operation] = {"permission": True, "where": to_where(query)} if limited else True
    if collection.versions is not None and "read" in report:
        report["readVersions"] = report["read"]
    if report:
        report["fields"] = _fields(collection.all_fields, principal, report)
    return report


def _fields(fields: tuple[Field, ...], principal: Principal | None, report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in fields:
        if item.hidden:
            continue
        writable = item.writable_by(principal)
        allowed: dict[str, Any] = {"read": True} if "read" in report else {}
        allowed |= {operation: True for operation in ("create", "update") if writable and operation in report}
        if isinstance(item, Group | Array):
            allowed["fields"] = _fields(item.fields, principal, report if writable else {"read": True})
        found[item.name] = allowed
    return found


def to_where(query: Query, prefix: str = "") -> dict[str, Any]:
    """A rule as the ``where`` that a client could have sent for it."""
    match query:
        case Match(path, operator, value):
            name = prefix + ("id" if path == "_id" else path)
            return {name: {_NAMES[operator]: value}}
        case Every(parts):
            return {"and": [to_where(part, prefix) for part in parts]}
        case Either(parts):
            return {"or": [to_where(part, prefix) for part in parts]}
        case Element(path, part) | Through(path, _, part):
            return to_where(part, f"{prefix}{path}.")
        case Not(part):
            return {"not": to_where(part, prefix)}
