"""The product's collections over a store in memory, asked in GraphQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from graphql import GraphQLSchema

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.collections import product_collections
from shared.content.content import Content
from shared.content.find import Find
from shared.content.graphql.engine import Answered, GraphQL
from shared.content.graphql.schema import schema_of
from shared.content.registry import Registry
from shared.domain.identity import Principal, Role
from shared.domain.query import Query
from shared.ports import Sort

SECRET = "only-for-the-tests-of-graphql-0123456789"
NOWHERE = "0" * 24


class CountingDocuments(FakeDocuments):
    """``asked`` names the collection of every read, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def find_one(
        self, collection: str, where: Query, *, fields: Sequence[str] | None = None
    ) -> dict[str, Any] | None:
        self.asked.append(collection)
        return await super().find_one(collection, where, fields=fields)

    async def find(self, collection: str, where: Query, **options: Any) -> list[dict[str, Any]]:
        self.asked.append(collection)
        return await super().find(collection, where, **options)

    async def page(
        self,
        collection: str,
        where: Query,
        *,
        sort: Sort = (),
        skip: int = 0,
        limit: int = 0,
        fields: Sequence[str] | None = None,
    ) -> tuple[list[dict[str, Any]], int]:
        self.asked.append(collection)
        found = await FakeDocuments.find(self, collection, where, sort=sort, skip=skip, limit=limit, fields=fields)
        return found, await FakeDocuments.count(self, collection, where)

    async def count(self, collection: str, where: Query) -> int:
        self.asked.append(collection)
        return await super().count(collection, where)


@cache
def _declared() -> tuple[Registry, GraphQLSchema]:
    """The same for every test, as for every request: it knows nothing but declarations."""
    registry = product_collections(api_key_secret=SECRET)
    return registry, schema_of(registry)


class World:
    """``ada`` and ``bo`` are plain users with room for many projects, ``admin`` is one."""

    def __init__(self, *, introspection: bool = True) -> None:
        self.documents = CountingDocuments()
        self.registry, schema = _declared()
        self._seconds = 0
        self.content = Content(self.documents, self.registry, SECRET, now=self._now)
        self.graphql = GraphQL(self.content, schema, introspection=introspection)
        self.admin = Principal("admin", "admin@film.test", "admin")
        self.ada = Principal("ada", "ada@film.test", "user")
        self.bo = Principal("bo", "bo@film.test", "user")

    def _now(self) -> datetime:
        """Every change a second later, so that an order by time is one."""
        self._seconds += 1
        return datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(seconds=self._seconds)

    async def open(self) -> World:
        await self.content.ensure_indexes()
        for who in (self.admin, self.ada, self.bo):
            await self._person(who.user_id, who.email, who.role)
        self.documents.asked.clear()
        return self

    async def _person(self, user_id: str, email: str, role: Role) -> None:
        now = self._now()
        first = {"first": "first"} if role == "admin" else {}
        await self.documents.insert("users", {
            "_id": user_id, "email": email, "name": user_id.title(), "role": role, "preferences": {},
            "activeProjects": [], "sessions": [], "createdAt": now, "updatedAt": now, "rev": 1, **first,
            "subscription": {"tier": "pro", "maxProjects": 50, "maxEpisodesPerProject": 50},
        })  # fmt: skip

    async def project(self, who: Principal, **fields: Any) -> dict[str, Any]:
        body = {"title": "A film", "genre": "drama", **fields}
        return (await self.content.writes.create(self.registry["projects"], body, Find(depth=0), who)).document

    async def conversation(self, who: Principal, **fields: Any) -> dict[str, Any]:
        body = {"name": "A talk", **fields}
        return (await self.content.writes.create(self.registry["conversations"], body, Find(depth=0), who)).document

    async def answer(self, query: Any, who: Principal | None = None, variables: Any = None, **more: Any) -> Answered:
        body = {"query": query, **({"variables": variables} if variables is not None else {}), **more}
        return await self.graphql.answer(body, who, None, "request-1")

    async def ask(self, query: str, who: Principal | None = None, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        body = (await self.answer(query, who, variables)).body
        assert "errors" not in body, body["errors"]
        return body["data"]

    async def error(self, query: str, who: Principal | None = None, **variables: Any) -> dict[str, Any]:
        """The only error of an answer."""
        body = (await self.answer(query, who, variables)).body
        [error] = body["errors"]
        return error
