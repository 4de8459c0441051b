"""Scaling on demand: as many environments as there are requests, up to a cap, and a fair queue beyond it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from infra.local.environments.runtime import Answer, Environment, InitFailed, Runtime

log = logging.getLogger(__name__)

IDLE_SECONDS = 300.0


class Pool:
    """The environments of one function.

    ``warm`` of them are kept; at most ``cap`` exist. ``runtime`` makes a runtime that has not been started.
    """

    def __init__(self, runtime: Callable[[], Runtime], *, cap: int, warm: int = 0, idle: float = IDLE_SECONDS) -> None:
        self._make, self._cap, self._warm, self._idle_seconds = runtime, cap, warm, idle
        self._runtime: asyncio.Future[Runtime] | None = None
        self._runtimes: set[Runtime] = set()
        self._all: set[Environment] = set()
        self._idle: list[Environment] = []
        self._waiting: deque[asyncio.Future[Environment]] = deque()
        self._opening = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def size(self) -> int:
        return len(self._all)

    @property
    def queued(self) -> int:
        return len(self._waiting)

    @property
    def ready(self) -> bool:
        return len(self._all) >= self._warm

    async def invoke(self, head: dict[str, Any], body: bytes, timeout: float) -> Answer:
        """Runs one invocation; ``timeout`` (seconds) counts from when an environment takes it."""
        try:
            environment = await self._acquire()
        except InitFailed as error:
            return Answer(False, error.payload)
        head = {**head, "deadlineMs": (time.time() + timeout) * 1000}
        try:
            return await environment.invoke(head, body, timeout)
        finally:
            self._release(environment)

    def grow(self) -> None:
        """Opens as many environments as are waited for or are to be kept warm."""
        wanted = max(len(self._waiting), self._warm - len(self._all))
        while self._opening < wanted and len(self._all) + self._opening < self._cap:
            self._opening += 1
            task = asyncio.create_task(self._open())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def reap(self) -> None:
        """Ends what has been idle for too long, oldest first, and forgets what died."""
        dead = [environment for environment in self._idle if not environment.alive]
        old = time.monotonic() - self._idle_seconds
        idle = [e for e in self._idle if e.alive and e.idle_since < old]
        for environment in dead + idle[: max(0, len(self._all) - len(dead) - self._warm)]:
            self._idle.remove(environment)
            self._forget(environment)
        self.grow()

    def restart(self) -> None:
        """The code has changed: whoever comes from now on gets a new environment."""
        runtime, self._runtime = self._runtime, None
        for environment in self._idle:
            self._forget(environment)
        self._idle.clear()
        busy, self._all = self._all, set()
        if runtime is not None:
            task = asyncio.create_task(self._retire(runtime, busy))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self.grow()

    def close(self) -> None:
        """Ends every process; whoever waits for an answer gets that of a crash."""
        for task in self._tasks:
            task.cancel()
        for environment in list(self._all):
            self._forget(environment)
        for runtime in self._runtimes:
            runtime.stop()

    async def _acquire(self) -> Environment:
        while self._idle and not self._waiting:
            environment = self._idle.pop()
            if environment.alive:
                return environment
            self._forget(environment)
        waiter: asyncio.Future[Environment] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self.grow()
        return await waiter

    def _release(self, environment: Environment) -> None:
        if environment not in self._all or not environment.alive:
            self._forget(environment)
            self.grow()
        else:
            self._hand_over(environment)

    def _hand_over(self, environment: Environment) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(environment)
                return
        self._idle.append(environment)

    def _forget(self, environment: Environment) -> None:
        self._all.discard(environment)
        environment.kill()

    async def _open(self) -> None:
        runtime: Runtime | None = None
        try:
            runtime = await self._started()
            environment = await runtime.open()
        except InitFailed as error:
            if runtime is None or self._is_current(runtime):
                log.error("a function could not be started: %s", error)
                self._fail(error)
                return
            environment = None
        finally:
            self._opening -= 1
        if environment is not None and self._is_current(runtime):
            self._all.add(environment)
            self._hand_over(environment)
            return
        if environment is not None:
            environment.kill()
        self.grow()  # the code changed meanwhile

    def _is_current(self, runtime: Runtime) -> bool:
        return self._runtime is not None and self._runtime.done() and self._runtime.result() is runtime

    async def _started(self) -> Runtime:
        if self._runtime is not None and self._runtime.done():
            if self._runtime.exception():
                self._runtime = None
            elif not self._runtime.result().alive:
                self._end(self._runtime.result())
                self._runtime = None
        if self._runtime is None:
            self._runtime = asyncio.ensure_future(self._start())
        return await asyncio.shield(self._runtime)

    async def _start(self) -> Runtime:
        runtime = self._make()
        self._runtimes.add(runtime)
        try:
            await runtime.start()
        except InitFailed:
            self._end(runtime)
            raise
        return runtime

    def _fail(self, error: InitFailed) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(error)

    async def _retire(self, starting: asyncio.Future[Runtime], busy: set[Environment]) -> None:
        """Stops a runtime as soon as the invocations of its environments have ended."""
        try:
            runtime = await asyncio.shield(starting)
        except InitFailed:
            return
        while any(environment.alive for environment in busy):  # noqa: ASYNC110 - their owners end them, whenever that is
            await asyncio.sleep(0.1)
        self._end(runtime)

    def _end(self, runtime: Runtime) -> None:
        self._runtimes.discard(runtime)
        runtime.stop()
