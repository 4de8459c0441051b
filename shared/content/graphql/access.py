"""``Access``: what the caller may do, by collection and field. What is refused is null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
)

from shared.content.collection import Collection
from shared.content.fields import Array, Field, Group
from shared.content.graphql.context import Info
from shared.content.graphql.names import joined, name_of, words
from shared.content.graphql.scalars import JSON_OBJECT
from shared.content.registry import Registry

_OPERATIONS = ("create", "read", "update", "delete")
Fields = dict[str, GraphQLField]


def access_field(registry: Registry) -> GraphQLField:
    types = _Types()
    collections = {
        name_of(collection.slug): GraphQLField(types.collection(collection), resolve=_collection(collection.slug))
        for collection in registry
    }
    admin = {"canAccessAdmin": GraphQLField(_SURE)}
    return GraphQLField(GraphQLNonNull(GraphQLObjectType("Access", {**admin, **collections})), resolve=_report)


class _Types:
    """One type says what may be done with any field, so that the schema stays small."""

    def __init__(self) -> None:
        field = GraphQLObjectType("FieldPermission", {"permission": GraphQLField(_SURE)})
        collection: Fields = {"permission": GraphQLField(_SURE), "where": GraphQLField(JSON_OBJECT)}
        self._of_fields = _operations(field)
        self._of_collections = _operations(GraphQLObjectType("CollectionPermission", collection))
        self._field = GraphQLObjectType("FieldAccess", self._of_fields)

    def collection(self, collection: Collection) -> GraphQLObjectType:
        fields = self._fields(name_of(f"{words(collection.slug)}Fields"), collection.all_fields)
        return GraphQLObjectType(name_of(f"{collection.slug}Access"), {**self._of_collections, "fields": fields})

    def _fields(self, name: str, fields: Iterable[Field]) -> GraphQLField:
        shown = {name_of(item.name): (item.name, self._one(name, item)) for item in fields if not item.hidden}
        made = {key: GraphQLField(kind, resolve=_entry(own)) for key, (own, kind) in shown.items()}
        return GraphQLField(GraphQLObjectType(name, made), resolve=_entry("fields"))

    def _one(self, parent: str, item: Field) -> GraphQLObjectType:
        if not isinstance(item, Group | Array):
            return self._field
        name = joined(parent, item.name)
        return GraphQLObjectType(name, {**self._of_fields, "fields": self._fields(f"{name}_Fields", item.fields)})


_SURE = GraphQLNonNull(GraphQLBoolean)


def _operations(kind: GraphQLObjectType) -> Fields:
    return {name: GraphQLField(kind, resolve=_permitted(name)) for name in _OPERATIONS}


def _report(_: object, info: Info) -> dict[str, Any]:
    context = info.context
    return context.content.access(context.principal)


def _collection(slug: str) -> Any:
    def resolve(source: Mapping[str, Any], _: Info) -> Any:
        return source["collections"].get(slug)

    return resolve


def _entry(name: str) -> Any:
    def resolve(source: Mapping[str, Any], _: Info) -> Any:
        return source.get(name)

    return resolve


def _permitted(name: str) -> Any:
    def resolve(source: Mapping[str, Any], _: Info) -> Any:
        allowed = source.get(name)
        return {"permission": True} if allowed is True else allowed

    return resolve
