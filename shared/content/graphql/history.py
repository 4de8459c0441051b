"""Root fields of versions: ``versionProject``, ``versionsProjects`` and ``restoreVersionProject``."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLInt,
    GraphQLObjectType,
    GraphQLString,
)

from shared.content.collection import Collection
from shared.content.graphql.context import Info
from shared.content.graphql.cost import PAGE, READ, WRITE, weighing
from shared.content.graphql.names import names_of
from shared.content.graphql.operations import find_of, required, selected
from shared.content.graphql.outputs import Outputs
from shared.content.graphql.wheres import where_of

Fields = dict[str, GraphQLField]

_FLAG = GraphQLArgument(GraphQLBoolean)
_NUMBER = GraphQLArgument(GraphQLInt)
_TEXT = GraphQLArgument(GraphQLString)


class History:
    """Of a collection with versions, which ``versions`` describes as a collection of their own."""

    def __init__(self, collection: Collection, versions: Collection) -> None:
        self._collection = collection
        self._versions = versions
        self._names = names_of(collection)

    def queries(self, outputs: Outputs) -> Fields:
        one, many = self._names.one, self._names.many
        version = outputs.object(f"{one}Version", self._versions.all_fields, sure=False)
        where = GraphQLArgument(where_of(f"versions{one}", self._versions.all_fields))
        shown = {"select": _FLAG, "trash": _FLAG}
        paged = {"limit": _NUMBER, "page": _NUMBER, "pagination": _FLAG, "sort": _TEXT, "where": where}
        return {
            f"version{one}": GraphQLField(
                version, {"id": _TEXT, **shown}, resolve=self._find_by_id, extensions=weighing(READ)
            ),
            f"versions{many}": GraphQLField(
                outputs.page(f"versions{many}", version),
                {**shown, **paged},
                resolve=self._find,
                extensions=weighing(READ, PAGE),
            ),
        }

    def mutations(self, document: GraphQLObjectType) -> Fields:
        arguments = {"id": _TEXT, "draft": _FLAG}
        restore = GraphQLField(document, arguments, resolve=self._restore, extensions=weighing(WRITE))
        return {f"restoreVersion{self._names.one}": restore}

    async def _find(self, _: object, info: Info, **args: Any) -> Any:
        select = selected(self._versions, info, ("docs",)) if args.get("select") else {}
        content, principal = info.context.content, info.context.principal
        return await content.versions.find(self._collection, find_of(args, select), principal)

    async def _find_by_id(self, _: object, info: Info, **args: Any) -> Any:
        required(args, "id")
        select = selected(self._versions, info, ()) if args.get("select") else {}
        content, principal = info.context.content, info.context.principal
        return (
            await content.versions.find_by_id(self._collection, args["id"], find_of(args, select), principal)
        ).document

    async def _restore(self, _: object, info: Info, **args: Any) -> Any:
        required(args, "id")
        info.context.changed()
        content, principal = info.context.content, info.context.principal
        return (await content.versions.restore(self._collection, args["id"], find_of(args), principal)).document
