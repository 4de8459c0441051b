"""Carries accepted asynchronous invocations out: retries as Lambda does, and goes on after a restart."""

from __future__ import annotations

import asyncio
import logging
import time

from infra.local.gateway.deliveries import Deliveries, Delivery
from infra.local.gateway.durable import AlreadyStarted, Executions
from infra.local.gateway.fetch import Unreachable
from infra.local.gateway.functions import Functions

log = logging.getLogger(__name__)

RETRY_SECONDS = (60.0, 120.0)  # Lambda waits a minute before the first retry and two before the second
_MAX_AGE = 6 * 3600.0
_RUNNER_PAUSE = 1.0


class Dispatcher:
    def __init__(
        self,
        functions: Functions,
        deliveries: Deliveries,
        executions: Executions,
        retry: tuple[float, ...] = RETRY_SECONDS,
    ) -> None:
        self._functions, self._deliveries, self._executions, self._retry = functions, deliveries, executions, retry
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Takes up what an earlier life of the gateway had accepted."""
        for delivery in self._deliveries.waiting():
            self._carry(delivery)

    def accept(self, function: str, payload: bytes, name: str | None = None) -> asyncio.Task[None]:
        """When this returns, the invocation is on disk; the task ends when it is settled.

        ``function`` is a name with its qualifier, ``name`` that of a durable execution.
        """
        return self._carry(self._deliveries.accept(function, payload, name))

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _carry(self, delivery: Delivery) -> asyncio.Task[None]:
        task = asyncio.create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(self, delivery: Delivery) -> None:
        name, _, qualifier = delivery.function.partition(":")
        function = self._functions.find(name)
        if function is None:
            log.warning("an accepted event for %s is dropped: there is no such function any more", name)
            self._deliveries.settle(delivery)
            return
        while True:
            await asyncio.sleep(max(0.0, delivery.due - time.time()))
            if function.durable is not None:
                try:
                    await self._executions.start(function, qualifier, delivery.name or delivery.id, delivery.payload)
                except AlreadyStarted:
                    log.warning("an event for %s is dropped: its execution name is taken", delivery.function)
                except Unreachable as error:
                    if time.time() - delivery.created < _MAX_AGE:
                        delivery = self._deliveries.postpone(delivery, time.time() + _RUNNER_PAUSE)
                        log.warning("the durable runner does not answer (%s); trying again", error)
                        continue
                break
            answer = await self._functions.invoke(
                function, delivery.payload, qualifier=qualifier or None, request_id=delivery.id
            )
            if answer.ok:
                break
            log.warning("%s failed: %s", delivery.function, answer.payload[:300].decode(errors="replace"))
            if delivery.attempts >= function.retries or time.time() - delivery.created > _MAX_AGE:
                break
            pause = self._retry[min(delivery.attempts, len(self._retry) - 1)]
            delivery = self._deliveries.postpone(delivery, time.time() + pause)
        self._deliveries.settle(delivery)
