"""Looking after runs that nobody produces or closed: on a poll, and every minute by the sweep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from shared.domain.ids import is_ulid, ulid_milliseconds
from shared.domain.runs import Run
from shared.orchestrator import telemetry
from shared.orchestrator.conversations import Library
from shared.orchestrator.live import Hub
from shared.orchestrator.stores import Stores
from shared.ports import Worker

# A streamed run gets its first reader within this time; after it, it counts as unattended.
UNATTENDED_AFTER = timedelta(seconds=5)
# A dead producer's reservation is settled by what the run is known to have used.
FORGOTTEN_AFTER = timedelta(minutes=2)
_MOST_RUNS = 200
_MOST_CONVERSATIONS = 20
_MOST_DELETIONS = 20
_MOST_FAILURES = 3
T = TypeVar("T")


class Minder:
    def __init__(self, hub: Hub, worker: Worker) -> None:
        self._hub = hub
        self._worker = worker

    async def look_after(self, run: Run) -> Run:
        """Close an ended run, get an unattended one a producer; the run as it stands then."""
        stores = self._hub.studio.stores
        if run.terminal:
            if not run.closed:
                await self._hub.studio.closing.close(run)
                return await stores.runs.get(run.id) or run
            return run
        unattended = self._hub.wants_producer(run) and run.created_at + UNATTENDED_AFTER < stores.now()
        if unattended:
            await self._worker.attend(run.id, run.attempt)
        return run


class Sweep:
    """Finishes whatever a killed process left half done. Idempotent; any number may run at once.

    ``finish_deletions`` finishes up to so many deletions in the collections; how many there were.
    """

    def __init__(
        self,
        minder: Minder,
        hub: Hub,
        library: Library,
        *finish_deletions: Callable[[int], Awaitable[int]],
    ) -> None:
        self._minder = minder
        self._hub = hub
        self._library = library
        self._deletions = finish_deletions

    async def sweep(self) -> dict[str, int]:
        """What was found, by kind."""
        stores = self._hub.studio.stores
        now = stores.now()
        open_runs = await stores.runs.open_runs(_MOST_RUNS)
        await _each(open_runs, self._minder.look_after)
        await _each(self._deletions, lambda finish: finish(_MOST_DELETIONS))
        doomed = await stores.conversations.doomed(_MOST_CONVERSATIONS)
        await _each(doomed, self._library.purge)
        settled = await self._settle_forgotten(stores)
        await stores.counters.expire(now)
        await stores.idempotency.expire(now)
        await stores.tickets.expire(now)
        return {"openRuns": len(open_runs), "purged": len(doomed), "settled": settled}

    async def _settle_forgotten(self, stores: Stores) -> int:
        """Reservations of runs that have ended, or never began, and that nobody settled."""
        now = stores.now()
        settled = 0
        for name, run_ids in (await stores.counters.holders("tokens:")).items():
            for run_id in run_ids:
                run = await stores.runs.get(run_id)
                if run is None:
                    if not _is_old(run_id, now):
                        continue
                    await stores.counters.settle(name, run_id, 0)
                elif run.finished_at is not None and run.finished_at + FORGOTTEN_AFTER < now:
                    await stores.counters.settle(name, run_id, run.usage.total_tokens)
                else:
                    continue
                settled += 1
        return settled


async def _each(items: Sequence[T], act: Callable[[T], Awaitable[object]]) -> None:
    """One that cannot be helped does not keep the others from it. Several in a row are no accident any more."""
    failures = 0
    for item in items:
        try:
            await act(item)
            failures = 0
        except Exception as error:
            telemetry.sweep_stumbled(item.id if isinstance(item, Run) else str(item), error)
            failures += 1
            if failures == _MOST_FAILURES:
                raise


def _is_old(run_id: str, now: datetime) -> bool:
    return not is_ulid(run_id) or ulid_milliseconds(run_id) / 1000 + FORGOTTEN_AFTER.total_seconds() < now.timestamp()
