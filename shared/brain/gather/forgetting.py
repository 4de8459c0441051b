"""What was deleted, out of the Brain: at the next question, and at the latest by the sweep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.brain.gather.deleting import FORGOTTEN
from shared.brain.gather.items import EXISTS, ITEMS
from shared.brain.gather.telling import Telling
from shared.domain.errors import BrainError
from shared.domain.query import Change, Match, by_id, either, eq, every
from shared.ports import Documents
from shared.ports.brain import Brain

AGAIN_AFTER = timedelta(minutes=10)
"""Longer than anybody tells the Brain of one item: what was told after the item was deleted is forgotten then."""
MOST_AT_ONCE = 20
"""Items that a question waits for."""


class Forgetting:
    def __init__(self, documents: Documents, brain: Brain, telling: Telling, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._brain = brain
        self._telling = telling
        self._now = now

    async def sweep(self, limit: int) -> int:
        """How much was found; what a Brain that is down could not forget comes again."""
        again = self._now() - AGAIN_AFTER
        due = either(eq("told", 0), every(eq("told", 1), Match("at", "lte", again)))
        found = await self._documents.find(FORGOTTEN, due, sort=[("at", 1)], limit=limit)
        await self._all(found)
        return len(found)

    async def catch_up(self, project_id: str) -> None:
        """Before the project's Brain is asked: nothing deleted is found or cited any more, and what holds instead is
        told. A Brain that is down is left to the sweep."""
        deleted = every(eq("project", project_id), eq("told", 0))
        found = await self._documents.find(FORGOTTEN, deleted, limit=MOST_AT_ONCE)
        if not found or not await self._all(found):
            return
        pending = every(eq("project", project_id), EXISTS, eq("brainState", "pending"))
        for item in await self._documents.find(ITEMS, pending, limit=MOST_AT_ONCE, fields=("_id",)):
            try:
                await self._telling.tell(item["_id"])
            except BrainError:
                return

    async def _all(self, records: list[dict[str, Any]]) -> bool:
        for record in records:
            try:
                await self._one(record)
            except BrainError:
                return False
        return True

    async def _one(self, record: Mapping[str, Any]) -> None:
        late = record["at"] <= self._now() - AGAIN_AFTER
        await self._brain.forget(record["project"], record["_id"])
        if late:
            await self._documents.delete(FORGOTTEN, by_id(record["_id"]))
        else:
            await self._documents.update(FORGOTTEN, by_id(record["_id"]), Change(set={"told": 1}))
