"""The run log in memory: the same segments, so that two writers collide where they would in the database."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Sequence

from shared.domain.runs import RunEvent
from shared.ports import SeqTaken


class RunLog:
    def __init__(self) -> None:
        self._segments: dict[str, dict[int, tuple[str, list[RunEvent]]]] = {}

    async def append(self, run_id: str, writer: str, events: Sequence[RunEvent]) -> None:
        await asyncio.sleep(0)
        first = events[0].seq
        segments = self._segments.setdefault(run_id, {})
        written = (writer, list(copy.deepcopy(events)))
        if segments.setdefault(first, written) != written:
            raise SeqTaken(run_id, first)

    async def read(self, run_id: str, after: int, *, peek: bool = False) -> list[RunEvent]:
        """``peek`` makes no difference here: everything is at hand."""
        await asyncio.sleep(0)
        found: list[RunEvent] = []
        segments = self._segments.get(run_id, {})
        following = 1
        while following in segments:
            events = segments[following][1]
            found += [event for event in events if event.seq > after]
            following += len(events)
        return copy.deepcopy(found)

    async def last(self, run_id: str) -> int:
        await asyncio.sleep(0)
        return max((events[-1].seq for _, events in self._segments.get(run_id, {}).values()), default=0)

    async def delete(self, run_ids: Sequence[str]) -> None:
        await asyncio.sleep(0)
        for run_id in run_ids:
            self._segments.pop(run_id, None)
