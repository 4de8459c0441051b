"""Writes a producer's events to the log, then shows them to whoever reads in this process.

Order is the whole point: an event is numbered, logged, and only then published.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from shared.domain.errors import DatabaseError
from shared.domain.runs import LEASE_SECONDS, EventType, Run, RunEvent, text_of
from shared.orchestrator.stores import Stores, milliseconds
from shared.ports import SeqTaken

COALESCE_SECONDS = 0.02
# How long the first note of a run may wait for the first token, so that both are one write.
FIRST_NOTE_SECONDS = 0.1
MOST_PENDING = 4_000

Publish = Callable[[Sequence[RunEvent]], None]


class LeaseLost(Exception):
    """The run belongs to somebody else, or has ended: stop, and write nothing more."""


class LogWriter:
    """``text`` is everything the log says so far; ``next_seq`` the place of the next event."""

    def __init__(self, stores: Stores, run: Run, owner: str, publish: Publish) -> None:
        self._stores = stores
        self._run_id = run.id
        self._writer = f"{owner}:{run.attempt}"
        self._publish = publish
        self._pending: list[tuple[EventType, dict[str, Any]]] = []
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._spoke = False
        self._parts: list[str] = []
        self.next_seq = 1

    @property
    def text(self) -> str:
        return "".join(self._parts)

    async def resume(self, run: Run, note: dict[str, Any]) -> list[RunEvent]:
        """Take the log over from an earlier attempt and answer what it said.

        ``note`` is appended as the first event of this attempt: from then on the earlier producer's writes collide.
        """
        while True:
            events = await self._stores.log.read(run.id, 0)
            self.next_seq = events[-1].seq + 1 if events else 1
            self._parts = [text_of(events)]
            self._spoke = bool(self._parts[0])
            try:
                await self._append([("progress", note if events else {"stage": "started"})])
            except SeqTaken:
                if not await self._stores.runs.holds(run.id, run.attempt):
                    raise LeaseLost from None
                continue
            return events

    def note(self, data: dict[str, Any]) -> None:
        self._put([("progress", data)])

    async def tokens(self, texts: Iterable[str]) -> None:
        """Queue tokens; waits only while the log is far behind."""
        self._put([("token", {"token": text}) for text in texts])
        if not self._spoke:
            self._spoke = True
            self._hurry.set()
        if len(self._pending) > MOST_PENDING:
            await self.drain()

    async def drain(self) -> None:
        """Until everything queued is logged and published."""
        self._hurry.set()
        await self._idle.wait()

    async def run(self) -> None:
        """Log what is queued until cancelled. Raises ``LeaseLost``."""
        spoke = self._spoke
        while True:
            await self._wake.wait()
            if not spoke:
                await self._wait(FIRST_NOTE_SECONDS)
            batch, self._pending = self._pending, []
            self._wake.clear()
            self._hurry.clear()
            try:
                await self._append(batch)
            except SeqTaken as error:
                raise LeaseLost from error
            if not self._pending:
                self._idle.set()
            if spoke := self._spoke:
                await self._wait(COALESCE_SECONDS)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    def _put(self, events: list[tuple[EventType, dict[str, Any]]]) -> None:
        self._pending += events
        self._idle.clear()
        self._wake.set()

    async def _append(self, batch: Sequence[tuple[EventType, dict[str, Any]]]) -> None:
        timestamp = milliseconds(self._stores.now())
        events = [RunEvent(self.next_seq + place, kind, data, timestamp) for place, (kind, data) in enumerate(batch)]
        await self._insist(events)
        self.next_seq += len(events)
        self._parts.append(text_of(events))
        self._publish(events)

    async def _insist(self, events: Sequence[RunEvent]) -> None:
        """Through a short outage of the database; the keeper ends it when the lease is gone."""
        delay = 0.05
        waited = 0.0
        while True:
            try:
                await self._stores.log.append(self._run_id, self._writer, events)
                return
            except DatabaseError:
                if waited > LEASE_SECONDS:
                    raise LeaseLost from None
                await asyncio.sleep(delay)
                waited += delay
                delay = min(1.0, delay * 2)
