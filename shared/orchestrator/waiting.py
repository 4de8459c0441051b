"""A request that waits for its answer, and hands the run to the worker when time runs out."""

from __future__ import annotations

import asyncio

from shared.domain.errors import RunNotFound
from shared.domain.runs import Run
from shared.orchestrator.live import Hub
from shared.ports import Worker

# API Gateway stops at 29 s.
WAIT_SECONDS = 25.0
_POLL_SECONDS = 0.1


class Waiting:
    """``seconds`` is how long a request may take."""

    def __init__(self, hub: Hub, worker: Worker, seconds: float = WAIT_SECONDS) -> None:
        self._hub = hub
        self._worker = worker
        self.seconds = seconds

    async def answer(self, run: Run, seconds: float | None = None) -> Run:
        """The run as it stands when it has ended or the time is up; a run left unfinished goes to the worker.

        Raises ``RunNotFound`` when its conversation was deleted meanwhile.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + (self.seconds if seconds is None else seconds)
        held = {run.id}
        while not run.terminal and clock() < deadline:
            if await self._hub.take(run):
                await self._hub.wait(run.id, deadline - clock())
            elif earlier := await self._hub.unblock(run):
                held.add(earlier)
                await self._hub.wait(earlier, deadline - clock())
            else:
                await asyncio.sleep(_POLL_SECONDS)
            run = await self._standing(run.id)
        if run.terminal:
            if not run.closed:
                await self._hub.studio.closing.close(run)
            return run
        for run_id in held:
            await self._hub.hand_over(run_id)
        await self._worker.attend(run.id, run.attempt)
        return await self._standing(run.id)

    async def _standing(self, run_id: str) -> Run:
        run = await self._hub.studio.stores.runs.get(run_id)
        if run is None:
            raise RunNotFound
        return run
