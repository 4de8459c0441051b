"""Collections as GraphQL's object types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLFloat,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLString,
)

from shared.content.collection import Collection, Join
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
)
from shared.content.graphql.context import Info
from shared.content.graphql.cost import weighing
from shared.content.graphql.joining import join_field
from shared.content.graphql.names import joined, name_of, named_options, names_of, words
from shared.content.graphql.scalars import DATE_TIME, EMAIL_ADDRESS, JSON
from shared.content.graphql.wheres import Wheres
from shared.content.registry import Registry

_RELATION = weighing(10)
_RELATIONS = weighing(10, 10)
_ROWS = weighing(1, 5)


class Outputs:
    """Each type is made once, so that relations lead back to it."""

    def __init__(self, registry: Registry, wheres: Wheres) -> None:
        self._wheres = wheres
        self._registry = registry
        self._documents: dict[str, GraphQLObjectType] = {}

    def document(self, collection: Collection) -> GraphQLObjectType:
        if collection.slug not in self._documents:
            name = names_of(collection).one
            self._documents[collection.slug] = self.object(
                name,
                shown_fields(collection),
                description=collection.description,
                sure=not collection.drafts,
                joins=lambda: {item.name: self._join(collection, name, item) for item in collection.joins},
            )
        return self._documents[collection.slug]

    def page(self, name: str, document: GraphQLObjectType) -> GraphQLObjectType:
        whole, flag = GraphQLNonNull(GraphQLInt), GraphQLNonNull(GraphQLBoolean)
        docs = GraphQLNonNull(GraphQLList(GraphQLNonNull(document)))
        return GraphQLObjectType(
            name,
            {
                "docs": GraphQLField(docs, resolve=_docs),
                "hasNextPage": GraphQLField(flag),
                "hasPrevPage": GraphQLField(flag),
                "limit": GraphQLField(whole),
                "nextPage": GraphQLField(GraphQLInt),
                "offset": GraphQLField(GraphQLInt),
                "page": GraphQLField(whole),
                "pagingCounter": GraphQLField(whole),
                "prevPage": GraphQLField(GraphQLInt),
                "totalDocs": GraphQLField(whole),
                "totalPages": GraphQLField(whole),
            },
        )

    def object(
        self,
        name: str,
        fields: Iterable[Field],
        *,
        description: str = "",
        sure: bool = True,
        joins: Callable[[], dict[str, GraphQLField]] = dict,
    ) -> GraphQLObjectType:
        """``sure``: required fields are always there."""

        def made() -> dict[str, GraphQLField]:
            found = {name_of(item.name): self._field(name, item, sure) for item in fields}
            return {key: field for key, field in found.items() if field is not None} | joins()

        return GraphQLObjectType(name, made, description=description or None)

    def _join(self, collection: Collection, parent: str, join: Join) -> GraphQLField:
        document = self.document(self._registry[join.collection])
        return join_field(collection, parent, join, document, self._wheres)

    def _field(self, parent: str, item: Field, sure: bool) -> GraphQLField | None:
        """``None`` for a relation to a collection that the product does not have."""
        resolve, extensions = _plain(item), dict[str, Any]()
        if isinstance(item, Relation):
            if self._registry.get(item.to) is None:
                return None
            resolve, extensions = _related(item), _RELATIONS if item.many else _RELATION
        elif isinstance(item, Array):
            resolve, extensions = _rows(item), _ROWS
        made = self._type(parent, item, sure)
        required = item.required and sure and (item.name not in ("createdAt", "updatedAt"))
        if (required and not (isinstance(item, Relation) and not item.many)) or isinstance(item, Id):
            made = GraphQLNonNull(made)
        return GraphQLField(made, resolve=resolve, description=item.description or None, extensions=extensions)

    def _type(self, parent: str, item: Field, sure: bool) -> Any:
        match item:
            case Group():
                return self.object(joined(parent, words(item.name)), item.fields, sure=sure)
            case Array():
                rows = (*item.fields, Id(name="id"))
                return GraphQLList(GraphQLNonNull(self.object(joined(parent, words(item.name)), rows, sure=sure)))
            case Relation():
                return _several(item, self.document(self._registry[item.to]))
            case Select():
                return _several(item, GraphQLEnumType(joined(parent, item.name), named_options(item.options)))
            case _:
                return _several(item, _scalar(item))


def shown_fields(collection: Collection) -> list[Field]:
    """What an answer may hold. An account's new key is hidden but shown once, by the change that made it."""
    return [item for item in collection.all_fields if not item.hidden or _shown_once(collection, item)]


def _shown_once(collection: Collection, item: Field) -> bool:
    return collection.auth and item.name in ("enableAPIKey", "apiKey") and not isinstance(item, Password)


def _several(item: Field, one: Any) -> Any:
    return GraphQLList(GraphQLNonNull(one)) if getattr(item, "many", False) else one


def _scalar(item: Field) -> GraphQLScalarType:
    match item:
        case Number():
            return GraphQLFloat
        case Checkbox():
            return GraphQLBoolean
        case Date():
            return DATE_TIME
        case Email():
            return EMAIL_ADDRESS
        case Json():
            return JSON
        case _:
            return GraphQLString


def _plain(item: Field) -> GraphQLFieldResolver:
    measured = not isinstance(item, Group | Number | Checkbox | Date | Select)

    def resolve(source: Mapping[str, Any], info: Info) -> Any:
        value = source.get(item.name)
        if (
            measured
            and value is not None
            and not info.context.text(len(value if isinstance(value, str) else str(value)))
        ):
            return "" if isinstance(value, str) else None
        return value

    return resolve


def _rows(item: Array) -> GraphQLFieldResolver:
    def resolve(source: Mapping[str, Any], info: Info) -> Any:
        return info.context.rows(info, source.get(item.name) or ())

    return resolve


def _docs(source: Mapping[str, Any], info: Info) -> Any:
    return info.context.rows(info, source["docs"])


def _related(item: Relation) -> GraphQLFieldResolver:
    """Asks for the documents while the level is walked and never waits in between: see ``Loader``."""

    def one(source: Mapping[str, Any], info: Info) -> Any:
        context, value = info.context, source.get(item.name)
        ids = context.rows(info, [value] if isinstance(value, str) else [])
        return context.loader.load(item.to, ids[0]) if ids else None

    def several(source: Mapping[str, Any], info: Info) -> Any:
        context = info.context
        ids = [value for value in source.get(item.name) or () if isinstance(value, str)]
        waiting = [context.loader.load(item.to, document_id) for document_id in context.rows(info, ids)]
        return _readable(waiting) if waiting else []

    return several if item.many else one


async def _readable(waiting: list[asyncio.Future[Any]]) -> list[Any]:
    return [document for document in await asyncio.gather(*waiting) if document is not None]
