"""Reading a run's stream: from this process's producer where there is one, from the log otherwise.

A reader that finds a run without a producer becomes its producer; one that finds an ended run without a
terminal event makes the closing moves. So a run that is watched always ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from shared.domain.errors import DatabaseError
from shared.domain.runs import HEARTBEAT_FRAME, Run, frame
from shared.orchestrator.live import Hub, LiveRun

HEARTBEAT_SECONDS = 15.0
SHORTEST_POLL = 0.02
LONGEST_POLL = 0.5
LOOK_AT_RUN_SECONDS = 0.5
# How long a reader bears with a database that does not answer, before it cuts the stream for a reconnect.
PATIENCE_SECONDS = 30.0


class Reader:
    """One client's view of one run, from the event after ``position`` on."""

    def __init__(self, hub: Hub, run: Run, position: int, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self._hub = hub
        self._stores = hub.studio.stores
        self._run = run
        self._position = position
        self._heartbeat = heartbeat
        self._heard = asyncio.get_running_loop().time()
        self._finished = False

    async def frames(self) -> AsyncGenerator[bytes, None]:
        """Chunks of whole frames, in order, until the terminal event; heartbeats in between."""
        # A first attempt of this process has all it wrote in memory.
        fresh = self._run.attempt == 1 and self._hub.live(self._run.id) is not None
        written = self._run.terminal or (self._run.attempt > 0 and not fresh)
        if written and (chunk := await self._from_log(peek=False)):
            yield chunk
        while not self._finished:
            live = self._hub.live(self._run.id) or await self._take()
            source = self._follow(live) if live is not None else self._poll()
            async for chunk in source:
                yield chunk

    async def _take(self) -> LiveRun | None:
        try:
            live = await self._hub.take(self._run)
            if live is None and self._run.status == "queued":
                await self._hub.unblock(self._run)
            return live
        except DatabaseError:
            return None

    async def _follow(self, live: LiveRun) -> AsyncGenerator[bytes, None]:
        """The local producer's frames, as they are logged."""
        silent = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            if live.frames and self._position < live.first_seq - 1:
                chunk = await self._from_log(peek=False)
            else:
                chunk = live.after(self._position)
                if chunk:
                    self._position = live.last_seq
                    self._finished = live.terminal
            if chunk:
                silent = 0.0
                yield chunk
                if self._finished:
                    return
                continue
            if live.ended:
                await self._look()
                return
            began = clock()
            await live.changed(self._heartbeat - silent)
            silent += clock() - began
            if silent >= self._heartbeat:
                silent = 0.0
                yield HEARTBEAT_FRAME

    async def _poll(self) -> AsyncGenerator[bytes, None]:
        """The log of a run that somebody else produces."""
        clock = asyncio.get_running_loop().time
        pause = SHORTEST_POLL
        looked = alive = clock()
        while not self._finished and self._hub.live(self._run.id) is None:
            try:
                chunk = await self._from_log(peek=True)
                alive = clock()
                if chunk:
                    pause, self._heard, looked = SHORTEST_POLL, clock(), clock()
                    yield chunk
                    continue
                if clock() - looked >= LOOK_AT_RUN_SECONDS:
                    looked = clock()
                    await self._look()
                    if self._hub.wants_producer(self._run):
                        return
                    if self._run.terminal:
                        chunk = await self._from_log(peek=False)
                        # A client that claims to know more than there is has nothing to wait for.
                        self._finished = True
                        if chunk:
                            yield chunk
                        return
            except DatabaseError:
                if clock() - alive > PATIENCE_SECONDS:
                    self._finished = True
                    return
            if clock() - self._heard >= self._heartbeat:
                self._heard = clock()
                yield HEARTBEAT_FRAME
            await asyncio.sleep(pause)
            pause = min(LONGEST_POLL, pause * 1.5)

    async def _look(self) -> None:
        """Learn how the run stands; close it when it ended and nobody did."""
        run = await self._stores.runs.get(self._run.id)
        if run is None:
            self._finished = True
            return
        self._run = run
        if run.terminal and not run.closed:
            await self._hub.studio.closing.close(run)

    async def _from_log(self, *, peek: bool) -> bytes:
        events = await self._stores.log.read(self._run.id, self._position, peek=peek)
        if not events:
            return b""
        self._position = events[-1].seq
        self._finished = events[-1].terminal
        return b"".join(frame(self._run.id, event) for event in events)
