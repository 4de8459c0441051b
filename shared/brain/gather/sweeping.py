"""What was left undone: a Brain that could not be told, a process that died, work that nobody came back to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.brain.gather.forgetting import Forgetting
from shared.brain.gather.items import EXISTS, ITEMS
from shared.brain.gather.ledger import Ledger
from shared.brain.gather.settling import Settling
from shared.brain.gather.work import WORKS, forget_steps, kept_keys
from shared.domain.errors import AladdinError, BrainError, Conflict, DatabaseError, ValidationFailed
from shared.domain.query import Change, Match, by_id, eq, every
from shared.ports import Documents, Objects

ABANDONED_AFTER = timedelta(hours=24)
MOST = 50


class GatherSweep:
    def __init__(
        self,
        documents: Documents,
        objects: Objects,
        ledger: Ledger,
        settling: Settling,
        forgetting: Forgetting,
        now: Callable[[], datetime],
    ) -> None:
        self._documents = documents
        self._objects = objects
        self._ledger = ledger
        self._settling = settling
        self._forgetting = forgetting
        self._now = now

    async def sweep(self, limit: int = MOST) -> int:
        """How much was found. Idempotent; any number may run at once."""
        claims = await self._ledger.dirty(limit)
        for claim in claims:
            with contextlib.suppress(Conflict, ValidationFailed):  # this one is tried again, and keeps no other from it
                await self._ledger.reflect(claim)
        settled = await self._settle("pending", limit) + await self._settle("forgetting", limit)
        return len(claims) + settled + await self._forgetting.sweep(limit) + await self._abandoned(limit)

    async def _settle(self, state: str, limit: int) -> int:
        where = every(eq("brainState", state), EXISTS)
        found = await self._documents.find(
            ITEMS, where, sort=[("triedAt", 1), ("_id", 1)], limit=limit, fields=("_id",)
        )
        down = 0
        for item in found:
            try:
                await self._settling.settle(item["_id"])
            except (BrainError, DatabaseError):
                await self._put_back(item["_id"])
                down += 1
                if down == 3:
                    break  # no accident any more
            except AladdinError:
                await self._put_back(item["_id"])
        return len(found)

    async def _put_back(self, item_id: str) -> None:
        """It is tried again, after those that wait, and keeps no other from its turn."""
        await self._documents.update(ITEMS, by_id(item_id), Change(set={"triedAt": self._now()}))

    async def _abandoned(self, limit: int) -> int:
        """Work of runs that were cancelled or failed, with what they had fetched. What belongs to an item stays."""
        old = every(Match("createdAt", "lt", self._now() - ABANDONED_AFTER), eq("kept", None))
        found = await self._documents.find(WORKS, old, sort=[("createdAt", 1)], limit=limit, fields=("_id",))
        for work in found:
            if await self._documents.find_one(ITEMS, by_id(work["_id"]), fields=("_id",)) is not None:
                await self._documents.update(WORKS, by_id(work["_id"]), Change(set={"kept": True}))
                continue
            for key in await kept_keys(self._documents, work["_id"]):
                await self._objects.delete(key)
            await forget_steps(self._documents, work["_id"])
            await self._documents.delete(WORKS, by_id(work["_id"]))
        return len(found)
