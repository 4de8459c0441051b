"""What the Brain knows of a project that is gone: written down before the project goes, forgotten as soon as the Brain
can be told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from shared.domain.errors import BrainError, Conflict
from shared.domain.query import Change, Match, by_id, either, eq
from shared.ports import Documents
from shared.ports.brain import Brain

DEPARTED = "brainDeparted"
AGAIN_AFTER = timedelta(hours=1)
"""Longer than anybody works on a project that has gone: what was told of it meanwhile is forgotten then."""
MOST_FAILURES = 3
"""After as many the Brain is taken to be down."""


async def depart(documents: Documents, project_id: str) -> None:
    """Safe to repeat."""
    with contextlib.suppress(Conflict):
        await documents.insert(DEPARTED, {"_id": project_id, "at": datetime.now(UTC), "told": False})


class Departures:
    def __init__(self, documents: Documents, brain: Brain, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._brain = brain
        self._now = now

    async def sweep(self, limit: int) -> int:
        """How many were looked at. A Brain that is down is told the next time; any number may run at once. One project
        that it cannot forget does not keep it from the others."""
        long_gone = self._now() - AGAIN_AFTER
        due = either(eq("told", False), Match("at", "lt", long_gone))
        found = await self._documents.find(DEPARTED, due, sort=[("at", 1)], limit=limit)
        failures = 0
        for record in found:
            try:
                await self._brain.forget_project(record["_id"])
            except BrainError:
                failures += 1
                if failures == MOST_FAILURES:
                    break
                continue
            if record["at"] < long_gone:
                await self._documents.delete(DEPARTED, by_id(record["_id"]))
            else:
                await self._documents.update(DEPARTED, by_id(record["_id"]), Change(set={"told": True}))
        return len(found)
