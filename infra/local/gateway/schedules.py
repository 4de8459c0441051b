"""EventBridge on the laptop: every schedule of the template fires at once and then at its rate.

A tick is left out while the one before it waits for delivery, so that nothing piles up while the runner is down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from infra.local.gateway.dispatcher import Dispatcher
from infra.local.gateway.template import Schedule


class Schedules:
    def __init__(self, schedules: Iterable[Schedule], dispatcher: Dispatcher) -> None:
        self._schedules, self._dispatcher = list(schedules), dispatcher

    async def run(self, ready: asyncio.Event) -> None:
        """Begins once ``ready`` is set; fires until cancelled."""
        await ready.wait()
        await asyncio.gather(*map(self._fire, self._schedules))

    async def _fire(self, schedule: Schedule) -> None:
        delivery: asyncio.Task[None] | None = None
        while True:
            if delivery is None or delivery.done():
                delivery = self._dispatcher.accept(schedule.target, schedule.payload)
            await asyncio.sleep(schedule.seconds)
