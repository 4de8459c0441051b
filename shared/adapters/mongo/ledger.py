"""The ledger of what was used, and the tickets that let a stream be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.limits import LedgerEntry, Ticket

_DUPLICATE_KEY = 11000


class Ledger:
    def __init__(self, database: Database) -> None:
        self._usage = database["usage"]

    async def record(self, entries: Sequence[LedgerEntry]) -> None:
        """Write the entries that are not there yet."""
        if not entries:
            return
        with translated():
            try:
                await self._usage.insert_many([_entry(entry) for entry in entries], ordered=False)
            except BulkWriteError as error:
                if any(problem["code"] != _DUPLICATE_KEY for problem in error.details["writeErrors"]):
                    raise

    async def has(self, entry_id: str) -> bool:
        with translated():
            return await self._usage.find_one({"_id": entry_id}, {"_id": 1}) is not None


class Tickets:
    def __init__(self, database: Database) -> None:
        self._tickets = database["tickets"]

    async def insert(self, digest: str, ticket: Ticket, expires: datetime) -> None:
        document: Document = {
            "_id": digest,
            "runId": ticket.run_id,
            "userId": ticket.user_id,
            "firstUseBefore": ticket.first_use_before,
            "used": False,
            "expiresAt": expires,
        }
        with translated():
            await self._tickets.insert_one(document)

    async def use(self, digest: str, now: datetime) -> Ticket | None:
        """The ticket, which from now on counts as used; ``None`` when unknown, or when its first use comes late."""
        in_time: Document = {"$or": [{"used": True}, {"firstUseBefore": {"$gte": now}}]}
        with translated():
            document = await self._tickets.find_one_and_update(
                {"_id": digest} | in_time, {"$set": {"used": True}}, return_document=ReturnDocument.AFTER
            )
        if document is None:
            return None
        return Ticket(document["runId"], document["userId"], document["firstUseBefore"], document["used"])

    async def expire(self, now: datetime) -> None:
        with translated():
            await self._tickets.delete_many({"expiresAt": {"$lt": now}})


def _entry(entry: LedgerEntry) -> Document:
    return {
        "_id": entry.id,
        "runId": entry.run_id,
        "user": entry.user_id,
        "project": entry.project_id,
        "model": entry.model,
        "outcome": entry.outcome,
        "promptTokens": entry.prompt_tokens,
        "completionTokens": entry.completion_tokens,
        "cost": entry.cost,
        "estimated": entry.estimated,
        "seconds": entry.seconds,
        "createdAt": entry.created_at,
    }
