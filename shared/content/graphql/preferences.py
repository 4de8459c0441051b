"""What a person's screens remember, by key."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLArgument, GraphQLField, GraphQLNonNull, GraphQLObjectType, GraphQLString

from shared.content.graphql.context import Info
from shared.content.graphql.cost import READ, WRITE, weighing
from shared.content.graphql.operations import required
from shared.content.graphql.scalars import DATE_TIME, JSON

Fields = dict[str, GraphQLField]

_PREFERENCE = GraphQLObjectType(
    "Preference",
    {
        "id": GraphQLField(GraphQLString),
        "key": GraphQLField(GraphQLNonNull(GraphQLString)),
        "value": GraphQLField(JSON),
        "createdAt": GraphQLField(GraphQLNonNull(DATE_TIME)),
        "updatedAt": GraphQLField(GraphQLNonNull(DATE_TIME)),
    },
)
_KEY = {"key": GraphQLArgument(GraphQLString)}
_VALUE = {"value": GraphQLArgument(JSON)}


def preference_queries() -> Fields:
    return {"Preference": GraphQLField(_PREFERENCE, _KEY, resolve=_get, extensions=weighing(READ))}


def preference_mutations() -> Fields:
    return {
        "updatePreference": GraphQLField(_PREFERENCE, {**_KEY, **_VALUE}, resolve=_set, extensions=weighing(WRITE)),
        "deletePreference": GraphQLField(_PREFERENCE, _KEY, resolve=_delete, extensions=weighing(WRITE)),
    }


async def _get(_: object, info: Info, **args: Any) -> Any:
    required(args, "key")
    return await info.context.content.preferences.get(args["key"], info.context.principal)


async def _set(_: object, info: Info, **args: Any) -> Any:
    required(args, "key")
    return await info.context.content.preferences.set(args["key"], args.get("value"), info.context.principal)


async def _delete(_: object, info: Info, **args: Any) -> Any:
    required(args, "key")
    return await info.context.content.preferences.delete(args["key"], info.context.principal)
