"""Runs that are being produced in this process, and the frames its own readers are shown."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shared.domain.errors import Conflict
from shared.domain.ids import new_ulid, ulid_milliseconds
from shared.domain.runs import Run, RunEvent, frame
from shared.orchestrator import telemetry
from shared.orchestrator.producer import Producer
from shared.orchestrator.stores import milliseconds
from shared.orchestrator.studio import Studio
from shared.ports import Worker

# A turn whose run never appeared was never acknowledged: its process died while accepting it.
GHOST_SECONDS = 15
# More turns than anybody has waiting in one conversation.
_MOST_BEFORE = 50
# Runs remembered as left to the worker; forgetting one only means asking again.
_MOST_ASKED = 1_000


class LiveRun:
    """What has been logged by the local producer since it took the run, as frames ready to be sent."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.first_seq = 0
        self.frames: list[bytes] = []
        self.ended = False
        self.terminal = False
        # Whether the worker was asked to keep an eye on it.
        self.minded = False
        self._changed: asyncio.Future[None] | None = None

    def publish(self, events: Sequence[RunEvent]) -> None:
        if not self.frames:
            self.first_seq = events[0].seq
        self.frames += [frame(self.run_id, event) for event in events]
        self.terminal = events[-1].terminal
        self._wake()

    def end(self) -> None:
        self.ended = True
        self._wake()

    def after(self, seq: int) -> bytes:
        """The frames past ``seq``; empty when there are none yet, or when they lie before this producer's time."""
        place = seq + 1 - self.first_seq
        return b"".join(self.frames[place:]) if self.frames and place >= 0 else b""

    @property
    def last_seq(self) -> int:
        return self.first_seq + len(self.frames) - 1

    async def changed(self, seconds: float) -> None:
        """Until something was published, the producer ended, or ``seconds`` went by."""
        if self._changed is None or self._changed.done():
            self._changed = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.shield(self._changed)

    def _wake(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)


@dataclass(frozen=True, slots=True)
class _Held:
    live: LiveRun
    producer: Producer
    task: asyncio.Task[Run | None]


class Hub:
    """Takes leases and keeps this process's producers. One hub a process.

    Runs of modes that the studio does not have are left to ``worker``.
    """

    def __init__(self, studio: Studio, worker: Worker) -> None:
        self._studio = studio
        self._worker = worker
        # The newest attempt of each run that the worker was asked to make.
        self._asked: dict[str, int] = {}
        self._held: dict[str, _Held] = {}

    @property
    def studio(self) -> Studio:
        return self._studio

    def live(self, run_id: str) -> LiveRun | None:
        held = self._held.get(run_id)
        return held.live if held else None

    async def take(self, run: Run) -> LiveRun | None:
        """Become the producer of ``run`` if it has none and its turn has come."""
        if held := self._held.get(run.id):
            return held.live
        if not self.wants_producer(run) or not await self._turn_has_come(run):
            return None
        if run.mode not in self._studio.modes:
            await self._ask_worker(run)
            return None
        owner = new_ulid()
        taken = await self._studio.stores.runs.take(run, owner, self._studio.stores.now())
        return self._produce(taken) if taken else None

    async def take_new(self, run_id: str, user_id: str) -> Run | None:
        """Become the producer of ``run_id`` if it is a new run of ``user_id`` that nobody produces, of a mode of ours.

        One write, without a look before it. It may go side by side with finding out whether the caller is still
        signed in: an accepted run is made in any case, whoever asks for it; only what it says waits for the answer.
        """
        studio = self._studio
        modes = studio.modes.names
        taken = await studio.stores.runs.take_new(run_id, user_id, new_ulid(), studio.stores.now(), modes)
        if taken is not None:
            self._produce(taken)
        return taken

    def _produce(self, taken: Run) -> LiveRun:
        assert taken.lease
        live = LiveRun(taken.id)
        producer = Producer(self._studio, taken, taken.lease.owner, live.publish)
        task = asyncio.create_task(producer.produce())
        self._held[taken.id] = _Held(live, producer, task)
        task.add_done_callback(self._forget(live))
        return live

    async def _ask_worker(self, run: Run) -> None:
        """Once an attempt; when it does not come to it, the sweep asks again."""
        if self._asked.get(run.id) == run.attempt:
            return
        while len(self._asked) >= _MOST_ASKED:
            del self._asked[next(iter(self._asked))]
        self._asked[run.id] = run.attempt
        await self._worker.attend(run.id, run.attempt)

    async def unblock(self, run: Run) -> str | None:
        """Become the producer of the earlier turn that ``run`` waits for, when that has none; its id."""
        while run.after is not None:
            earlier = await self._studio.stores.runs.get(run.after)
            if earlier is None or not self.wants_producer(earlier):
                return None
            if await self.take(earlier):
                return earlier.id
            run = earlier
        return None

    def wants_producer(self, run: Run) -> bool:
        """Queued, or running under a lease that ran out."""
        if run.status == "queued":
            return True
        expired = run.lease is None or run.lease.expires_at <= self._studio.stores.now()
        return run.status == "running" and expired

    async def wait(self, run_id: str, seconds: float) -> bool:
        """Whether the local producer of ``run_id`` ended within ``seconds``."""
        held = self._held.get(run_id)
        if held is None:
            return True
        done, _ = await asyncio.wait((held.task,), timeout=seconds)
        return bool(done)

    async def hand_over(self, run_id: str) -> None:
        """Stop producing ``run_id`` here and give its lease back at once."""
        held = self._held.get(run_id)
        if held is None:
            return
        held.task.cancel()
        await asyncio.gather(held.task, return_exceptions=True)
        await held.producer.hand_over()

    async def aclose(self) -> None:
        """Hand everything over: the process is about to end."""
        await asyncio.gather(*(self.hand_over(run_id) for run_id in list(self._held)), return_exceptions=True)

    def _forget(self, live: LiveRun) -> Callable[[asyncio.Task[Run | None]], None]:
        def forget(task: asyncio.Task[Run | None]) -> None:
            self._held.pop(live.run_id, None)
            if not task.cancelled() and (error := task.exception()):
                telemetry.producer_broke(live.run_id, error)
            live.end()

        return forget

    async def _turn_has_come(self, run: Run) -> bool:
        """Turns of a conversation run in the order in which they were accepted."""
        if run.after is None:
            return True
        stores = self._studio.stores
        earlier = await stores.runs.get(run.after)
        if earlier is None:
            return await self._bury(run, run.after)
        if earlier.turn >= run.turn:
            # Its first process died and it was accepted again, behind this one.
            return await self._all_before_have_ended(run)
        if earlier.terminal and not earlier.closed:
            await self._studio.closing.close(earlier)
        return earlier.terminal

    async def _bury(self, run: Run, ghost: str) -> bool:
        """A place was taken for ``ghost``, but its run was never written and so never acknowledged.

        A tombstone under its id keeps a late writer from making it after all.
        """
        now = self._studio.stores.now()
        if ulid_milliseconds(ghost) + GHOST_SECONDS * 1000 > milliseconds(now):
            return False
        if not await self._all_before_have_ended(run):
            return False
        tombstone = replace(
            run, id=ghost, status="failed", after=None, closed=True, finished_at=now, turn=max(run.turn - 2, 1)
        )
        try:
            await self._studio.stores.runs.insert(tombstone)
        except Conflict:
            return False
        return True

    async def _all_before_have_ended(self, run: Run) -> bool:
        """Where the chain is broken because the run that ``run`` waits for never told what it waited for itself."""
        runs = self._studio.stores.runs
        newest = sorted(await runs.ids_of_conversation(run.conversation_id))[-_MOST_BEFORE:]
        before = [await runs.get(run_id) for run_id in newest]
        return all(one.terminal or one.turn >= run.turn for one in before if one is not None)
