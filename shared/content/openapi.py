"""JSON schemas out of declarations, for the OpenAPI document and the types made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from shared.content.collection import Collection, Join
from shared.content.examples import body_example, read_example
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
from shared.content.registry import Registry

Schema = dict[str, Any]


def component_schemas(registry: Registry) -> dict[str, Schema]:
    """For every collection ``X``: ``X`` as it is read, ``XCreate`` and ``XUpdate`` as they are sent, ``XPage``."""
    schemas: dict[str, Schema] = {}
    for collection in registry:
        name = collection.type_name
        schemas[name] = _read_schema(collection, registry)
        schemas[f"{name}Create"] = _body_schema(collection, f"{name}Create", complete=True)
        schemas[f"{name}Update"] = _body_schema(collection, f"{name}Update", complete=False)
        schemas[f"{name}Page"] = _page_schema(name)
        schemas[name]["examples"] = [read_example(collection)]
        schemas[f"{name}Create"]["examples"] = [body_example(collection, complete=True)]
        schemas[f"{name}Update"]["examples"] = [body_example(collection, complete=False)]
        if collection.versions is not None:
            schemas[f"{name}Version"] = _read_schema(registry.versions(collection), registry)
            schemas[f"{name}Version"]["examples"] = [read_example(registry.versions(collection))]
            schemas[f"{name}VersionPage"] = _page_schema(f"{name}Version")
    return schemas


def _read_schema(collection: Collection, registry: Registry) -> Schema:
    visible = [item for item in collection.all_fields if not item.hidden]
    if collection.drafts:  # a draft may lack what is required
        visible = [item if isinstance(item, Id) else replace(item, required=False) for item in visible]
    always = [item.name for item in visible if item.required or isinstance(item, Id) or item.name.endswith("edAt")]
    always = [name for name in always if name not in ("deletedAt",)]
    return {
        "type": "object",
        "title": collection.type_name,
        "description": collection.description,
        "properties": {
            **{item.name: _read(item, registry) for item in visible},
            **{join.name: _joined(join, registry) for join in collection.joins},
        },
        "required": always,
    }


def _read(item: Field, registry: Registry) -> Schema:
    match item:
        case Group():
            properties = {inner.name: _read(inner, registry) for inner in item.fields if not inner.hidden}
            return _described(item, {"type": "object", "properties": properties})
        case Array():
            rows = {inner.name: _read(inner, registry) for inner in item.fields if not inner.hidden}
            required = ["id", *(inner.name for inner in item.fields if inner.required)]
            row = {"type": "object", "properties": {"id": {"type": "string"}, **rows}, "required": required}
            return _described(item, {"type": "array", "items": row})
        case Relation():
            related = registry.get(item.to)
            one: Schema = {"type": "string"}
            if related is not None:
                one = {"anyOf": [one, {"$ref": f"#/components/schemas/{related.type_name}"}]}
            return _described(item, {"type": "array", "items": one} if item.many else _nullable(item, one))
        case _:
            return _described(item, _nullable(item, _plain(item)))


def _joined(join: Join, registry: Registry) -> Schema:
    one: Schema = {
        "anyOf": [{"type": "string"}, {"$ref": f"#/components/schemas/{registry[join.collection].type_name}"}]
    }
    properties: Schema = {
        "docs": {"type": "array", "items": one},
        "hasNextPage": {"type": "boolean"},
        "totalDocs": {"type": "integer"},
    }
    about = f"Its {registry[join.collection].plural.lower()}, when asked for with `joins`."
    required = ["docs", "hasNextPage"]
    return {"type": "object", "readOnly": True, "description": about, "properties": properties, "required": required}


def _body_schema(collection: Collection, title: str, *, complete: bool) -> Schema:
    writable = [item for item in collection.all_fields if not item.read_only]
    if complete:
        writable = [item for item in writable if item.name not in ("deletedAt", "enableAPIKey", "apiKey")]
    schema = _object_body(writable, complete=complete)
    return {**schema, "title": title, "description": f"What can be written of a {collection.singular.lower()}."}


def _object_body(fields: Iterable[Field], *, complete: bool) -> Schema:
    writable = [item for item in fields if not item.read_only]
    schema: Schema = {"type": "object", "properties": {item.name: _body(item, complete) for item in writable}}
    required = [item.name for item in writable if item.required and item.default is None]
    if complete and required:
        schema["required"] = required
    return schema


def _body(item: Field, complete: bool) -> Schema:
    match item:
        case Group():
            return _sendable(item, _object_body(item.fields, complete=complete))
        case Array():
            row = _object_body(item.fields, complete=True)
            row["properties"] = {"id": {"type": "string"}, **row["properties"]}
            rows = {"anyOf": [row, {"type": "string"}]} if item.shorthand else row
            return _sendable(item, {"type": "array", "maxItems": item.max_rows, "items": rows})
        case Relation():
            one: Schema = {"type": "string", "maxLength": 100}
            many: Schema = {"type": "array", "maxItems": item.max_items, "items": one}
            return _sendable(item, many if item.many else _nullable(item, one))
        case _:
            return _sendable(item, _nullable(item, _plain(item)))


def _plain(item: Field) -> Schema:
    match item:
        case Text():
            least = max(item.min_length, 1 if item.required else 0)
            text: Schema = {"type": "string", "maxLength": item.max_length}
            if least:
                text["minLength"] = least
            if item.pattern:
                text["pattern"] = f"^{item.pattern}$"
            return {"type": "array", "items": text} if item.many else text
        case Email():
            return {"type": "string", "format": "email", "maxLength": 254}
        case Password():
            return {
                "type": "string",
                "format": "password",
                "minLength": item.min_length,
                "maxLength": item.max_length,
                "writeOnly": True,
            }
        case Number():
            bounds = {"minimum": item.minimum, "maximum": item.maximum}
            kind = "integer" if item.whole else "number"
            return {"type": kind, **{name: bound for name, bound in bounds.items() if bound is not None}}
        case Checkbox():
            return {"type": "boolean"}
        case Date():
            return {"type": "string", "format": "date-time"}
        case Select():
            option: Schema = {"type": "string", "enum": list(item.options)}
            return {"type": "array", "items": option} if item.many else option
        case Json(shape="object"):
            return {"type": "object", "additionalProperties": True}
        case Json(shape="list"):
            return {"type": "array", "items": {}}
        case Json():
            return {}
        case _:
            return {"type": "string"}


def _nullable(item: Field, schema: Schema) -> Schema:
    if item.required or isinstance(item, Id) or item.name in ("createdAt", "updatedAt") or not schema:
        return schema
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def _described(item: Field, schema: Schema) -> Schema:
    schema = {"title": item.label, **schema}
    if item.description:
        schema["description"] = item.description
    if item.read_only:
        schema["readOnly"] = True
    if item.default is not None and not callable(item.default):
        schema["default"] = item.default
    return schema


def _sendable(item: Field, schema: Schema) -> Schema:
    """The default as words: a type made from ``default`` would have it that the field must be sent."""
    described = _described(item, schema)
    default = described.pop("default", None)
    if default is not None:
        described["description"] = " ".join(filter(None, (described.get("description", ""), f"Default: {default}.")))
    return described


def _page_schema(name: str) -> Schema:
    number, flag, maybe = {"type": "integer"}, {"type": "boolean"}, {"type": ["integer", "null"]}
    properties: Schema = {
        "docs": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        **dict.fromkeys(("totalDocs", "limit", "page", "totalPages", "pagingCounter"), number),
        **dict.fromkeys(("hasPrevPage", "hasNextPage"), flag),
        **dict.fromkeys(("prevPage", "nextPage"), maybe),
    }
    return {"type": "object", "title": f"{name}Page", "properties": properties, "required": list(properties)}
