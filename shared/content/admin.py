"""The declarations as data, for pages that are made from them: the admin's. They say what exists and what the caller
may do with it; whether something happens is decided where it happens, by the same rules for everybody."""

from __future__ import annotations

from typing import Any

from shared.content.access_report import to_where
from shared.content.collection import Collection, Operation, nobody
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
from shared.content.permission import permitted
from shared.content.registry import Registry
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING

Described = dict[str, Any]
_OPERATIONS: tuple[Operation, ...] = ("create", "read", "update", "delete")


def declarations(registry: Registry, principal: Principal | None) -> Described:
    """``{"collections": [...]}`` in the order of the registry; ``Forbidden`` for everybody but an admin."""
    if principal is None or not principal.is_admin:
        raise Forbidden
    return {"collections": [_collection(collection, principal) for collection in registry]}


def _collection(collection: Collection, principal: Principal) -> Described:
    return {
        "slug": collection.slug,
        "singular": collection.singular,
        "plural": collection.plural,
        "description": collection.description,
        "title": collection.title,
        "auth": collection.auth,
        "upload": collection.upload,
        "trash": collection.trash,
        "versions": collection.versions is not None,
        "drafts": collection.drafts,
        "can": {operation: _may(collection, operation, principal) for operation in _OPERATIONS},
        "fields": [_field(item, principal) for item in collection.all_fields if _is_shown(item)],
    }


def _may(collection: Collection, operation: Operation, principal: Principal) -> bool:
    """What nobody may do has no route at all."""
    if getattr(collection.access, operation) is nobody:
        return False
    return permitted(collection, operation, principal) is not None


def _is_shown(item: Field) -> bool:
    return not item.hidden or isinstance(item, Password)


def _field(item: Field, principal: Principal) -> Described:
    described: Described = {"name": item.name, "label": item.label, "type": _type(item)}
    if item.description:
        described["description"] = item.description
    if item.required:
        described["required"] = True
    if not item.writable_by(principal):
        described["readOnly"] = True
    if item.default is not None:
        described["default"] = item.made_default()
    return described | _details(item, principal)


def _type(item: Field) -> str:
    match item:
        case Text(multiline=True):
            return "textarea"
        case Text():
            return "text"
        case Email():
            return "email"
        case Password():
            return "password"
        case Number():
            return "number"
        case Checkbox():
            return "checkbox"
        case Date():
            return "date"
        case Select():
            return "select"
        case Relation():
            return "relationship"
        case Group():
            return "group"
        case Array():
            return "array"
        case Id():
            return "id"
        case _:
            return "json"


def _details(item: Field, principal: Principal) -> Described:
    match item:
        case Text():
            return {"minLength": item.min_length, "maxLength": item.max_length, "many": item.many}
        case Password():
            return {"minLength": item.min_length, "maxLength": item.max_length}
        case Number():
            bounds = {"min": item.minimum, "max": item.maximum}
            return {"whole": item.whole} | {name: bound for name, bound in bounds.items() if bound is not None}
        case Select():
            options = [{"value": value, "label": label} for value, label in item.options.items()]
            return {"options": options, "many": item.many}
        case Json():
            return {"shape": item.shape, "maxBytes": item.max_bytes}
        case Relation():
            where = {} if item.where == EVERYTHING else {"where": to_where(item.where)}
            return {"relationTo": item.to, "many": item.many, "maxRows": item.max_items} | where
        case Group():
            return {"fields": [_field(inner, principal) for inner in item.fields if _is_shown(inner)]}
        case Array():
            inner = [_field(inner, principal) for inner in item.fields if _is_shown(inner)]
            return {"fields": inner, "maxRows": item.max_rows}
        case _:
            return {}
