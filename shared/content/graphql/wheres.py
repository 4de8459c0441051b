"""Conditions as GraphQL's input types: ``Project_where`` with an operator type per field and ``AND``, ``OR``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedInputType,
    GraphQLString,
)

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
    Relation,
    Select,
    Text,
)
from shared.content.graphql.names import joined, name_of, named_options, names_of
from shared.content.graphql.scalars import DATE_TIME, EMAIL_ADDRESS, JSON
from shared.content.registry import Registry

_EQUALITY = ("equals", "not_equals")
_PARTIAL = ("like", "contains")
_LISTS = ("in", "not_in", "all")
_ORDER = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")

Inputs = dict[str, GraphQLInputField]


class Wheres:
    """The conditions of each collection, made once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, GraphQLInputObjectType] = {}

    def of(self, collection: Collection) -> GraphQLInputObjectType:
        if collection.slug not in self._made:
            self._made[collection.slug] = where_of(names_of(collection).one, collection.all_fields)
        return self._made[collection.slug]

    def of_slug(self, slug: str) -> GraphQLInputObjectType:
        return self.of(self._registry[slug])


def where_of(name: str, fields: Iterable[Field]) -> GraphQLInputObjectType:
    """Values come out as the engine's ``where``: dotted paths, ``and``, ``or``, options by their own values."""
    own = _fields(name, fields, "")

    def nested(kind: str) -> GraphQLInputObjectType:
        return GraphQLInputObjectType(f"{name_of(name)}_where_{kind}", lambda: {**own, **recursive})

    recursive: Inputs = {
        "AND": GraphQLInputField(GraphQLList(nested("and")), out_name="and"),
        "OR": GraphQLInputField(GraphQLList(nested("or")), out_name="or"),
    }
    return GraphQLInputObjectType(f"{name_of(name)}_where", {**own, **recursive})


def _fields(parent: str, fields: Iterable[Field], prefix: str) -> Inputs:
    found: Inputs = {}
    for item in fields:
        if item.hidden:
            continue
        path = f"{prefix}{item.name}"
        if isinstance(item, Group):
            found |= _fields(parent, item.fields, f"{path}.")
        elif isinstance(item, Array):
            found |= _fields(parent, (*item.fields, Id(name="id")), f"{path}.")
        else:
            operators = _operators(parent, path.replace(".", "__"), item)
            found[name_of(path.replace(".", "__"))] = GraphQLInputField(operators, out_name=path)
    return found


def _operators(parent: str, name: str, item: Field) -> GraphQLInputObjectType:
    value, names = _value(parent, name, item)
    fields: Inputs = {
        operator: GraphQLInputField(GraphQLList(value) if operator in _LISTS else value) for operator in names
    }
    if not item.required:
        fields["exists"] = GraphQLInputField(GraphQLBoolean)
    return GraphQLInputObjectType(f"{joined(parent, name)}_operator", fields)


def _value(parent: str, name: str, item: Field) -> tuple[GraphQLNamedInputType, tuple[str, ...]]:
    match item:
        case Text(multiline=True):
            return GraphQLString, (*_EQUALITY, *_PARTIAL)
        case Email():
            return EMAIL_ADDRESS, (*_EQUALITY, *_PARTIAL, *_LISTS)
        case Number():
            return GraphQLFloat, (*_EQUALITY, *_ORDER)
        case Checkbox():
            return GraphQLBoolean, _EQUALITY
        case Date():
            return DATE_TIME, (*_EQUALITY, *_ORDER, "like")
        case Select():
            return _enum(parent, name, item), (*_EQUALITY, *_LISTS)
        case Json():
            return JSON, (*_EQUALITY, *_PARTIAL)
        case Relation():
            return JSON, (*_EQUALITY, *_LISTS)
        case _:
            return GraphQLString, (*_EQUALITY, *_PARTIAL, *_LISTS)


def _enum(parent: str, name: str, item: Select) -> GraphQLEnumType:
    options: dict[str, Any] = named_options(item.options)
    return GraphQLEnumType(f"{joined(parent, name)}_Input", options)
