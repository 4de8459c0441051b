"""The product's collections over a store in memory, and the people who use them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.collections import product_collections
from shared.content.content import Content
from shared.content.find import Find, find_parameters
from shared.domain.identity import Principal
from shared.domain.query import Change, Query

ADMIN = Principal("admin", "admin@film.test", "admin")
ADA = Principal("ada", "ada@film.test", "user")
BO = Principal("bo", "bo@film.test", "user")
FLAT = Find(depth=0)


class Interleaved(FakeDocuments):
    """Every call lets the others go first."""

    async def find_one(self, collection: str, where: Query, **options: Any) -> dict[str, Any] | None:
        await asyncio.sleep(0)
        return await super().find_one(collection, where, **options)

    async def update(self, collection: str, where: Query, change: Change) -> dict[str, Any] | None:
        await asyncio.sleep(0)
        return await super().update(collection, where, change)

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        await asyncio.sleep(0)
        await super().insert(collection, document)


class World:
    """``now`` moves one second with every question about it."""

    def __init__(self, documents: FakeDocuments | None = None) -> None:
        self.documents = documents or FakeDocuments()
        self._ticks = 0
        registry = product_collections(api_key_secret="only-for-tests-" + "0" * 32)
        self.content = Content(self.documents, registry, "only-for-tests-" + "1" * 32, self.now)
        for person in (ADMIN, ADA, BO):
            self.documents.collections.setdefault("users", {})[person.user_id] = {
                "_id": person.user_id,
                "email": person.email,
                "name": person.user_id,
                "role": person.role,
                "subscription": {"maxProjects": 9, "maxEpisodesPerProject": 50},
                "createdAt": self.now(),
                "updatedAt": self.now(),
            }

    def now(self) -> datetime:
        self._ticks += 1
        return datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(seconds=self._ticks)

    async def create(self, slug: str, principal: Principal = ADA, query: str = "depth=0", /, **fields: Any) -> Any:
        collection = self.content.registry[slug]
        return (await self.content.writes.create(collection, fields, find_parameters(query), principal)).document

    async def change(
        self, slug: str, document_id: str, principal: Principal = ADA, query: str = "depth=0", /, **fields: Any
    ) -> Any:
        collection, find = self.content.registry[slug], find_parameters(query)
        return (await self.content.writes.update(collection, document_id, fields, find, principal)).document

    async def read(self, slug: str, document_id: str, principal: Principal = ADA, query: str = "depth=0") -> Any:
        collection = self.content.registry[slug]
        return (
            await self.content.reads.find_by_id(collection, document_id, find_parameters(query), principal)
        ).document

    async def found(self, slug: str, principal: Principal = ADA, query: str = "depth=0") -> list[Any]:
        return (await self.content.reads.find(self.content.registry[slug], find_parameters(query), principal))["docs"]

    async def versions(self, slug: str, principal: Principal = ADA, query: str = "depth=0") -> list[Any]:
        collection = self.content.registry[slug]
        return (await self.content.versions.find(collection, find_parameters(query), principal))["docs"]

    async def delete(self, slug: str, document_id: str, principal: Principal = ADA) -> Any:
        return await self.content.writes.delete(self.content.registry[slug], document_id, FLAT, principal)

    async def project(self, **fields: Any) -> Any:
        return await self.create("projects", **{"title": "A film", "genre": "drama", **fields})

    def stored(self, slug: str) -> dict[str, Any]:
        return self.documents.collections.setdefault(slug, {})

    def put(self, slug: str, document_id: str, /, **fields: Any) -> None:
        """As an area of the product other than content would."""
        moment = self.now()
        document = {"_id": document_id, "createdAt": moment, "updatedAt": moment, **fields}
        self.stored(slug)[document_id] = document
