"""A run under this process's lease: renewed, watched, and ended by one write."""

from __future__ import annotations

import asyncio
from typing import Any

from shared.domain.errors import DatabaseError
from shared.domain.runs import LEASE_SECONDS, RENEW_SECONDS, Run, Status
from shared.orchestrator.books import Books
from shared.orchestrator.log_writer import LeaseLost
from shared.orchestrator.stores import Stores

WATCH_SECONDS = 0.5
_COMMIT_PAUSE_SECONDS = 0.2


class Holding:
    """``run`` is the run as of the attempt that is held; ``ended``: by us."""

    def __init__(self, stores: Stores, run: Run, owner: str, books: Books) -> None:
        self._stores = stores
        self._owner = owner
        self._books = books
        # Guards the run's own compare-and-sets against the watch that would see their middle.
        self._fence = asyncio.Lock()
        self.run = run
        self.ended = False

    async def keep(self) -> None:
        """Renew the lease, and notice within half a second when it is gone. Ends only by being cancelled or lost."""
        clock = asyncio.get_running_loop().time
        sure_until = clock() + LEASE_SECONDS
        renewed = clock()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                async with self._fence:
                    if self.ended:
                        continue
                    asked = clock()
                    if asked - renewed >= RENEW_SECONDS:
                        held = await self._stores.runs.renew(
                            self.run.id, self._owner, self.run.attempt, self._stores.now()
                        )
                        if held:
                            renewed, sure_until = asked, asked + LEASE_SECONDS
                    else:
                        held = await self._stores.runs.holds(self.run.id, self.run.attempt)
            except DatabaseError:
                held = clock() < sure_until
            if not held:
                raise LeaseLost

    async def hold(self) -> None:
        """Raises ``LeaseLost`` unless the run still is ours."""
        async with self._fence:
            if not await self._stores.runs.holds(self.run.id, self.run.attempt):
                raise LeaseLost

    async def interrupt(self) -> None:
        """Go on under the next attempt. Raises ``LeaseLost``."""
        async with self._fence:
            run = await self._stores.runs.interrupt(self.run, self._books.take(), self._stores.now())
            if run is None:
                raise LeaseLost
            self.run = run

    async def end(self, status: Status, *, last_seq: int, result: dict[str, Any], error: dict[str, Any] | None) -> Run:
        """The run as it ended. Raises ``LeaseLost``."""
        async with self._fence:
            ended = await self._commit(status, last_seq, result, error)
            if ended is None:
                raise LeaseLost
            self.ended = True
            self.run = ended
        return ended

    async def _commit(
        self, status: Status, last_seq: int, result: dict[str, Any], error: dict[str, Any] | None
    ) -> Run | None:
        """Through a short outage of the database; a commit whose answer was lost is known again by its moment."""
        run, spent, now = self.run, self._books.take(), self._stores.now()
        clock = asyncio.get_running_loop().time
        deadline = clock() + LEASE_SECONDS
        while True:
            try:
                ended = await self._stores.runs.commit(
                    run, status, last_seq=last_seq, result=result, error=error, spent=spent, now=now
                )
                standing = ended or await self._stores.runs.get(run.id)
            except DatabaseError:
                if clock() > deadline:
                    self._books.put_back(spent)
                    raise
                await asyncio.sleep(_COMMIT_PAUSE_SECONDS)
                continue
            ours = standing is not None and (standing.attempt, standing.finished_at) == (run.attempt, now)
            return standing if ours else None
