"""The worker's part: bring a run to its end that nobody watches."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from shared.domain.runs import Run
from shared.orchestrator.live import Hub

# Below the worker's Lambda timeout: what is not done by then goes on in the next step.
STEP_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Attended:
    status: str
    ended: bool


class Attendant:
    def __init__(self, hub: Hub, seconds: float = STEP_SECONDS) -> None:
        self._hub = hub
        self._seconds = seconds

    async def attend(self, run_id: str) -> Attended:
        """Produce ``run_id``, and earlier turns that it waits for, where there is no producer.

        A run that does not exist counts as ended.
        """
        stores = self._hub.studio.stores
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._seconds
        run = await stores.runs.get(run_id)
        while run is not None and not run.terminal and clock() < deadline:
            taken = run_id if await self._hub.take(run) else await self._hub.unblock(run)
            if taken is None:
                break
            if not await self._hub.wait(taken, deadline - clock()):
                await self._hub.hand_over(taken)
            run = await stores.runs.get(run_id)
        if run is None:
            return Attended("absent", ended=True)
        return await self._close(run)

    async def _close(self, run: Run) -> Attended:
        if run.terminal and not run.closed:
            await self._hub.studio.closing.close(run)
        return Attended(run.status, run.terminal)
