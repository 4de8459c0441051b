"""What killed processes and absent-minded clients left behind."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.content.uploads.storing import FILES, MEDIA, PENDING, TICKET_KEPT, TICKETS
from shared.content.uploads.tickets import Tickets, UploadTicket
from shared.domain.errors import AladdinError
from shared.domain.media import ORIGINAL, TEXT, file_key
from shared.domain.query import Change, Match, by_id, eq
from shared.ports import Checks, Documents, Objects

GRACE = timedelta(seconds=10)
MOST = 50
MOST_FAILURES = 5
_log = logging.getLogger("aladdin.uploads")


class UploadSweep:
    def __init__(
        self, documents: Documents, objects: Objects, tickets: Tickets, checks: Checks, now: Callable[[], datetime]
    ) -> None:
        self._documents = documents
        self._objects = objects
        self._tickets = tickets
        self._checks = checks
        self._now = now

    async def sweep(self) -> dict[str, int]:
        """Ask for the checks that nobody makes, throw away files that nobody used and those of deleted documents."""
        counted = {
            "asked": await self._ask_again(),
            "expired": await self._expire(),
            "doomed": await self._bury(),
        }
        if any(counted.values()):
            _log.info("uploads swept", extra=counted)
        return counted

    async def _ask_again(self) -> int:
        late = Match(f"{PENDING}.until", "lte", self._now() - GRACE)
        found = await self._documents.find(MEDIA, late, sort=[(f"{PENDING}.until", 1)], limit=MOST, fields=("_id",))
        for stored in found:
            await self._checks.ask(stored["_id"])
        return len(found)

    async def _expire(self) -> int:
        old = Match("createdAt", "lte", self._now() - TICKET_KEPT)
        found = await self._documents.find(TICKETS, old, sort=[("createdAt", 1)], limit=MOST)
        return await _each(found, self._drop)

    async def _drop(self, stored: dict[str, Any]) -> bool:
        if await self._documents.find_one(MEDIA, eq(f"{PENDING}.ticket", stored["_id"]), fields=("_id",)):
            return False
        await self._orphaned(stored["_id"])
        await self._tickets.drop(UploadTicket.of(stored))
        return True

    async def _orphaned(self, file_id: str) -> None:
        """A file whose document went away while it was being promoted."""
        record = await self._documents.find_one(FILES, by_id(file_id))
        if record and await self._documents.find_one(MEDIA, by_id(record["media"]), fields=("_id",)) is None:
            await self._documents.update(FILES, by_id(file_id), Change(set={"doomed": True}))

    async def _bury(self) -> int:
        return await _each(await self._documents.find(FILES, eq("doomed", True), limit=MOST), self._delete)

    async def _delete(self, record: dict[str, Any]) -> bool:
        for part in (ORIGINAL, TEXT, *record["sizes"]):
            await self._objects.delete(file_key(record["_id"], part))
        await self._documents.delete(FILES, by_id(record["_id"]))
        return True


async def _each(found: Sequence[dict[str, Any]], work: Callable[[dict[str, Any]], Awaitable[bool]]) -> int:
    """How many were done. One that the store refuses does not keep the others; when it refuses several, it is away."""
    done = failed = 0
    for stored in found:
        try:
            done += await work(stored)
        except AladdinError as error:
            _log.warning("not swept", extra={"file": stored["_id"], "reason": type(error).__name__})
            failed += 1
            if failed == MOST_FAILURES:
                break
    return done
