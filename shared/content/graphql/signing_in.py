"""Root fields of a collection of accounts."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from shared.content.collection import Collection
from shared.content.find import Find
from shared.content.graphql.context import Info
from shared.content.graphql.cost import MAX_COST, weighing
from shared.content.graphql.names import name_of, names_of
from shared.content.graphql.operations import required
from shared.content.graphql.scalars import EMAIL_ADDRESS

Fields = dict[str, GraphQLField]

_FLAT = Find(depth=0)
_ONCE = weighing(MAX_COST * 3 // 5)
"""Hashing a password is dear on purpose, and nobody may guess several in one request."""
_TEXT = GraphQLNonNull(GraphQLString)
_FLAG = GraphQLNonNull(GraphQLBoolean)


def account_queries(collection: Collection, user: GraphQLObjectType) -> Fields:
    one, slug = names_of(collection).one, collection.slug
    me = {
        "collection": GraphQLString, "exp": GraphQLInt, "strategy": GraphQLString, "token": GraphQLString, "user": user,
    }  # fmt: skip
    return {
        f"me{one}": GraphQLField(_object(f"{slug}Me", me), resolve=_me),
        f"initialized{one}": GraphQLField(GraphQLBoolean, resolve=_initialized),
    }


def account_mutations(collection: Collection, user: GraphQLObjectType) -> Fields:
    one, slug = names_of(collection).one, collection.slug
    jwt = _object(
        f"{slug}JWT",
        {"email": GraphQLNonNull(EMAIL_ADDRESS), "collection": _TEXT, "_strategy": GraphQLString},
    )
    refreshed = _object(f"{slug}Refreshed{one}", {"exp": GraphQLInt, "refreshedToken": GraphQLString, "user": jwt})
    result = _object(f"{slug}LoginResult", {"exp": GraphQLInt, "token": GraphQLString, "user": user})
    reset = _object(f"{slug}ResetPassword", {"token": GraphQLString, "user": user})
    return {
        f"login{one}": _change(result, _login, email=_TEXT, password=GraphQLString),
        f"resetPassword{one}": _change(reset, _reset, token=GraphQLString, password=GraphQLString),
        f"forgotPassword{one}": _change(_FLAG, _forgot, email=_TEXT),
        f"verifyEmail{one}": _change(GraphQLBoolean, _verify, token=GraphQLString),
        f"unlock{one}": _change(_FLAG, _unlock, email=_TEXT),
        f"refreshToken{one}": _change(refreshed, _refresh),
        f"logout{one}": _change(GraphQLString, _logout, allSessions=GraphQLBoolean),
    }


def _object(name: str, fields: dict[str, Any]) -> GraphQLObjectType:
    return GraphQLObjectType(name_of(name), {key: GraphQLField(kind) for key, kind in fields.items()})


def _change(kind: Any, resolve: GraphQLFieldResolver, **args: Any) -> GraphQLField:
    arguments = {name: GraphQLArgument(argument) for name, argument in args.items()}
    return GraphQLField(kind, arguments, resolve=resolve, extensions=_ONCE)


async def _me(_: object, info: Info) -> dict[str, Any]:
    context = info.context
    if context.principal is None:
        return {"user": None}
    user = await context.content.accounts.me(context.principal, _FLAT)
    answer = {"user": user, "collection": "users", "strategy": context.principal.strategy}
    claims = context.content.tokens.read(context.token) if context.token else None
    return {**answer, "exp": claims.expires, "token": context.token} if claims else answer


async def _initialized(_: object, info: Info) -> bool:
    return await info.context.content.accounts.initialized()


async def _login(_: object, info: Info, **args: Any) -> dict[str, Any]:
    context = info.context
    signed_in = await context.content.accounts.login(args, _FLAT)
    context.signed_in = signed_in
    return {"exp": signed_in.expires, "token": signed_in.token, "user": signed_in.user}


async def _refresh(_: object, info: Info) -> dict[str, Any]:
    context = info.context
    signed_in = await context.content.accounts.refresh(context.principal, _FLAT)
    context.signed_in = signed_in
    claims = {"email": signed_in.user["email"], "collection": "users", "_strategy": "local-jwt"}
    return {"exp": signed_in.expires, "refreshedToken": signed_in.token, "user": claims}


async def _forgot(_: object, info: Info, **args: Any) -> bool:
    await info.context.content.recovery.forgot(args)
    return True


async def _reset(_: object, info: Info, **args: Any) -> dict[str, Any]:
    signed_in = await info.context.content.recovery.reset(args, _FLAT)
    info.context.signed_in = signed_in
    return {"token": signed_in.token, "user": signed_in.user}


async def _verify(_: object, info: Info, **args: Any) -> bool:
    required(args, "token")
    await info.context.content.recovery.verify(args["token"])
    return True


async def _unlock(_: object, info: Info, **args: Any) -> bool:
    await info.context.content.recovery.unlock(args, info.context.principal)
    return True


async def _logout(_: object, info: Info, **args: Any) -> str:
    context = info.context
    await context.content.accounts.logout(context.principal, all_sessions=args.get("allSessions") is True)
    context.signed_out = True
    return "Logout successful."
