"""Counters that a parallel crowd cannot push past their limit: the check and the increment are one write."""

from __future__ import annotations

from datetime import datetime

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated


class Counters:
    def __init__(self, database: Database) -> None:
        self._counters = database["counters"]

    async def reserve(self, name: str, holder: str, amount: int, limit: int, expires: datetime) -> int | None:
        """Add ``amount`` in the name of ``holder`` if the total stays within ``limit``.

        Answers the new total, or ``None`` when it does not fit. ``holder`` settles it later.
        """
        if amount > limit:
            return None
        changes: Document = {
            "$inc": {"total": amount, f"reservations.{holder}": amount},
            "$set": {"expiresAt": expires},
        }
        return await self._raise_to(name, {"total": {"$lte": limit - amount}}, changes, limit - amount)

    async def settle(self, name: str, holder: str, amount: int) -> None:
        """Replace what ``holder`` had reserved by what it used. Doing so twice is doing it once."""
        field = f"reservations.{holder}"
        with translated():
            standing = await self._counters.find_one({"_id": name, field: {"$exists": True}}, {field: 1})
            while standing is not None:
                reserved = standing["reservations"][holder]
                result = await self._counters.update_one(
                    {"_id": name, field: reserved},
                    {"$unset": {field: ""}, "$inc": {"total": amount - reserved}},
                )
                if result.matched_count:
                    return
                standing = await self._counters.find_one({"_id": name, field: {"$exists": True}}, {field: 1})

    async def hit(self, name: str, limit: int, expires: datetime) -> int | None:
        """Count one event; the new total, or ``None`` when the limit was reached before."""
        changes: Document = {"$inc": {"total": 1}, "$set": {"expiresAt": expires}}
        return await self._raise_to(name, {"total": {"$lt": limit}}, changes, limit - 1)

    async def total(self, name: str) -> int:
        with translated():
            document = await self._counters.find_one({"_id": name}, {"total": 1})
        return int(document["total"]) if document else 0

    async def holders(self, name_prefix: str) -> dict[str, list[str]]:
        """Who still holds reservations, by counter."""
        match: Document = {"reservations": {"$exists": True}}
        with translated():
            documents = await self._counters.find(match, {"reservations": 1}).to_list(None)
        return {
            document["_id"]: list(document["reservations"])
            for document in documents
            if document["reservations"] and document["_id"].startswith(name_prefix)
        }

    async def expire(self, now: datetime) -> None:
        with translated():
            await self._counters.delete_many({"expiresAt": {"$lt": now}})

    async def _raise_to(self, name: str, guard: Document, changes: Document, most: int) -> int | None:
        with translated():
            while True:
                try:
                    document = await self._counters.find_one_and_update(
                        {"_id": name} | guard,
                        changes,
                        upsert=True,
                        return_document=ReturnDocument.AFTER,
                    )
                except DuplicateKeyError:
                    # Either the guard refused, or another made the document first: only the first is final.
                    standing = await self._counters.find_one({"_id": name}, {"total": 1})
                    if standing is not None and standing["total"] > most:
                        return None
                    continue
                assert document is not None
                return int(document["total"])
