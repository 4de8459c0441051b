"""Bodies of changes as GraphQL's input types: ``mutationProjectInput`` and ``mutationProjectUpdateInput``."""

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
    GraphQLNonNull,
    GraphQLString,
)

from shared.content.fields import Array, Checkbox, Field, Group, Id, Json, Number, Relation, Select
from shared.content.graphql.names import joined, name_of, named_options, words
from shared.content.graphql.scalars import JSON


def input_of(name: str, fields: Iterable[Field], *, partial: bool = False) -> GraphQLInputObjectType:
    """``partial``: nothing has to be given. What has a default, or is ours to write, never has to be.

    Fields that the caller may not write are here as well: as in REST, a document can be sent back as it was read.
    """
    inputs: dict[str, GraphQLInputField] = {}
    for item in fields:
        if isinstance(item, Id):
            continue
        made = _type(name, item, partial)
        if item.required and not partial and not _given_by_us(item):
            made = GraphQLNonNull(made)
        inputs[name_of(item.name)] = GraphQLInputField(made, description=item.description or None, out_name=item.name)
    return GraphQLInputObjectType(f"mutation{name_of(name)}Input", inputs)


def _given_by_us(item: Field) -> bool:
    return item.read_only or item.default is not None or isinstance(item, Relation | Checkbox)


def _type(parent: str, item: Field, partial: bool) -> Any:
    match item:
        case Group():
            return input_of(joined(parent, words(item.name)), item.fields, partial=partial)
        case Array():
            return GraphQLList(_row(joined(parent, words(item.name)), item))
        case _:
            one = _value(parent, item)
            return GraphQLList(one) if getattr(item, "many", False) else one


def _row(name: str, item: Array) -> GraphQLInputObjectType:
    row = input_of(name, item.fields)
    return GraphQLInputObjectType(row.name, {**row.fields, "id": GraphQLInputField(GraphQLString)})


def _value(parent: str, item: Field) -> Any:
    match item:
        case Number():
            return GraphQLFloat
        case Checkbox():
            return GraphQLBoolean
        case Json():
            return JSON
        case Select():
            return GraphQLEnumType(f"{joined(parent, item.name)}_MutationInput", named_options(item.options))
        case _:
            return GraphQLString
