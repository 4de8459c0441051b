"""Deleting a document together with what belongs to it, so that no crash leaves either half.

The document is marked first and from then on absent for everybody, and so is whatever is read through it. Its parts
go next and the document last; whoever finds the mark afterwards finishes the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from shared.content.collection import Collection
from shared.content.history import History
from shared.content.registry import Registry
from shared.domain.errors import AladdinError
from shared.domain.query import Change, Match, Query, by_id, eq, every
from shared.ports import Documents

PATIENCE = 5.0
"""Seconds that a caller waits for the parts to go; the sweep does the rest."""


class Purge:
    def __init__(self, documents: Documents, registry: Registry) -> None:
        self._documents = documents
        self._registry = registry
        self._history = History(documents)

    async def delete(self, collection: Collection, where: Query) -> dict[str, Any] | None:
        """One document that fulfils ``where``, as it was; ``None`` if there is none."""
        if collection.hooks.delete is not None:
            return await collection.hooks.delete(self._documents, where)
        if not collection.lingers:
            return await self._documents.delete(collection.slug, where)
        marked = await self._mark(collection, where)
        if marked is not None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._finish(collection, marked)
            except (AladdinError, TimeoutError):
                pass  # it is absent already
        return marked

    async def sweep(self, limit: int) -> int:
        """Finish up to ``limit`` deletions that were cut short; how many there were."""
        found = 0
        for collection in self._registry:
            if collection.lingers and found < limit:
                for stored in await self._documents.find(collection.slug, eq("purge", True), limit=limit - found):
                    found += 1
                    await self._finish(collection, stored)
        return found

    async def _mark(self, collection: Collection, where: Query) -> dict[str, Any] | None:
        """What is unique about it is free for others from now on, unless removing it takes knowing it."""
        indexes = () if collection.hooks.purge else collection.all_indexes()
        unique = [index.paths[0] for index in indexes if index.unique]
        return await self._documents.update(collection.slug, where, Change(set={"purge": True}, unset=unique))

    async def _finish(self, collection: Collection, stored: Mapping[str, Any]) -> None:
        document_id: str = stored["_id"]
        for part, path in self._registry.parts_of(collection.slug):
            await self._finish_part(part, eq(path, document_id))
        await self._history.forget(collection, document_id)
        for last in filter(None, (collection.hooks.purge, collection.hooks.farewell)):
            await last(self._documents, stored)
        await self._documents.delete(collection.slug, every(by_id(document_id), eq("purge", True)))

    async def _finish_part(self, collection: Collection, belonging: Query) -> None:
        if collection.hooks.delete is not None:
            there = every(belonging, Match("purge", "ne", True))
            while await collection.hooks.delete(self._documents, there) is not None:
                pass
        elif not collection.lingers:
            await self._documents.delete_all(collection.slug, belonging)
        else:
            while (marked := await self._mark(collection, belonging)) is not None:
                await self._finish(collection, marked)
