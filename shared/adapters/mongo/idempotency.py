"""What an Idempotency-Key stands for: a unique key in Mongo, claimed once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.limits import KEY_KEPT, IdempotentRequest

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Idempotency:
    def __init__(self, database: Database) -> None:
        self._requests = database["idempotency"]

    async def claim(
        self, request_id: str, fingerprint: str, run_id: str, now: datetime, stale_after: timedelta
    ) -> IdempotentRequest:
        """Claim the key, or say who has. A claim without an answer after ``stale_after`` is taken over:
        its process died."""
        fresh: Document = {
            "_id": request_id,
            "fingerprint": fingerprint,
            "runId": run_id,
            "claimedAt": now,
            "expiresAt": now + KEY_KEPT,
            "status": None,
            "body": None,
        }
        with translated():
            while True:
                try:
                    await self._requests.insert_one(fresh)
                    return _request(fresh, mine=True)
                except DuplicateKeyError:
                    standing = await self._requests.find_one({"_id": request_id})
                if standing is None:
                    continue
                if standing["expiresAt"] <= now:
                    await self._requests.delete_one({"_id": request_id, "expiresAt": standing["expiresAt"]})
                    continue
                if standing["status"] is None and standing["claimedAt"] + stale_after < now:
                    taken = await self._requests.find_one_and_update(
                        {"_id": request_id, "status": None, "claimedAt": standing["claimedAt"]},
                        {"$set": {"claimedAt": now}},
                        return_document=ReturnDocument.AFTER,
                    )
                    if taken is None:
                        continue
                    return _request(taken, mine=taken["fingerprint"] == fingerprint)
                return _request(standing, mine=False)

    async def get(self, request_id: str) -> IdempotentRequest | None:
        with translated():
            document = await self._requests.find_one({"_id": request_id})
        return _request(document, mine=False) if document else None

    async def answer(self, request_id: str, status: int, body: Document) -> None:
        with translated():
            await self._requests.update_one(
                {"_id": request_id, "status": None}, {"$set": {"status": status, "body": body}}
            )

    async def free(self, request_id: str) -> None:
        """Forget a claim that ended without a final answer."""
        with translated():
            await self._requests.delete_one({"_id": request_id, "status": None})

    async def release(self, request_id: str) -> None:
        """Let the next one who asks take the claim over, with the same run."""
        with translated():
            await self._requests.update_one({"_id": request_id, "status": None}, {"$set": {"claimedAt": _LONG_AGO}})

    async def expire(self, now: datetime) -> None:
        with translated():
            await self._requests.delete_many({"expiresAt": {"$lt": now}})


def _request(document: Document, *, mine: bool) -> IdempotentRequest:
    answer = None if document["status"] is None else (int(document["status"]), document["body"])
    return IdempotentRequest(
        document["_id"], document["fingerprint"], document["runId"], document["claimedAt"], mine, answer
    )
