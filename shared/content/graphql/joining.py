"""Joined fields: a page of the documents that name this one, for all documents of a level in one query."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from shared.content.collection import Collection, Join
from shared.content.find import HARD_LIMIT, JoinFind
from shared.content.graphql.context import Info
from shared.content.graphql.cost import PAGE, weighing
from shared.content.graphql.names import joined, words
from shared.content.graphql.operations import sort_of, where_of_args
from shared.content.graphql.wheres import Wheres

_WEIGHT = weighing(100, PAGE)


def join_field(
    collection: Collection, parent: str, join: Join, document: GraphQLObjectType, wheres: Wheres
) -> GraphQLField:
    page = GraphQLObjectType(
        joined(parent, words(join.name)),
        {
            "docs": GraphQLField(
                GraphQLNonNull(GraphQLList(GraphQLNonNull(document))), resolve=_documents_of(join.collection)
            ),
            "hasNextPage": GraphQLField(GraphQLNonNull(GraphQLBoolean)),
            "totalDocs": GraphQLField(GraphQLInt),
        },
    )
    arguments = {
        "count": GraphQLArgument(GraphQLBoolean),
        "limit": GraphQLArgument(GraphQLInt),
        "page": GraphQLArgument(GraphQLInt),
        "sort": GraphQLArgument(GraphQLString),
        "where": GraphQLArgument(wheres.of_slug(join.collection)),
    }

    def resolve(source: Mapping[str, Any], info: Info, **args: Any) -> Any:
        return info.context.joins.load(collection, join.name, _asked(args), source["id"])

    return GraphQLField(page, arguments, resolve=resolve, extensions=_WEIGHT)


def _asked(args: Mapping[str, Any]) -> JoinFind:
    limit, page = args.get("limit"), args.get("page")
    return JoinFind(
        where=where_of_args(args),
        sort=sort_of(args),
        limit=None if limit is None or limit < 0 else min(limit, HARD_LIMIT),
        page=page if page is not None and page > 0 else 1,
        count=args.get("count") is True,
    )


def _documents_of(slug: str) -> Any:
    async def loaded(waiting: list[asyncio.Future[Any]]) -> list[Any]:
        return [document for document in await asyncio.gather(*waiting) if document is not None]

    def resolve(source: Mapping[str, Any], info: Info) -> Any:
        ids = info.context.rows(info, source["docs"])
        waiting = [info.context.loader.load(slug, document_id) for document_id in ids]
        return loaded(waiting) if waiting else []

    return resolve
