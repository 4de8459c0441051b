"""All functions of the template, running: pools of environments, servers of streaming functions, their logs."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from infra.local.environments.function import Function
from infra.local.environments.pool import Pool
from infra.local.environments.runtime import Answer, Runtime
from infra.local.environments.server import Server
from infra.local.environments.variables import variables
from infra.local.environments.watch import Sources
from infra.local.gateway.stream import Streamer
from infra.local.gateway.template import Template
from infra.local.gateway.upstream import Upstream

CAP = 8
_REAP_SECONDS = 10.0
_WATCH_SECONDS = 1.0


class Functions:
    """``given`` is the gateway's own environment; ``extra`` is added to every function's variables.

    ``ALADDIN_ENVIRONMENTS`` sets how many environments a function may have, ``ALADDIN_ENVIRONMENTS_CHAT`` for one;
    ``ALADDIN_WATCH=0`` leaves environments running when the code changes.
    """

    def __init__(
        self, template: Template, root: Path, logs: Path, given: Mapping[str, str], extra: Mapping[str, str]
    ) -> None:
        self._functions = template.functions
        self._root, self._logs, self._given, self._extra = root, logs, given, extra
        self._pools: dict[str, Pool] = {}
        self._servers: dict[str, Server] = {}
        self._streamers: dict[str, Streamer] = {}
        self._files: list[IO[bytes]] = []
        self._tasks: list[asyncio.Task[None]] = []
        eager = {route.function for route in template.routes}
        for function in template.functions.values():
            self._prepare(function, warm=1 if function.name in eager else 0)

    def start(self) -> None:
        for pool in self._pools.values():
            pool.grow()
        self._tasks = [asyncio.create_task(server.run()) for server in self._servers.values()]
        self._tasks += [asyncio.create_task(self._reap()), asyncio.create_task(self._watch())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pool in self._pools.values():
            pool.close()
        for file in self._files:
            file.close()

    def find(self, name: str) -> Function | None:
        """A function by its name, whole or partial ARN, without a qualifier."""
        return self._functions.get(name.rpartition(":")[2])

    def streamer(self, name: str) -> Streamer:
        return self._streamers[name]

    async def invoke(
        self, function: Function, payload: bytes, *, qualifier: str | None = None, request_id: str | None = None
    ) -> Answer:
        """Runs the function once. Function errors, timeouts and crashes are answers with ``ok`` false."""
        head = {"requestId": request_id or str(uuid.uuid4()), "arn": function.qualified(qualifier)}
        return await self._pools[function.name].invoke(head, payload, function.timeout)

    def state(self) -> dict[str, str]:
        """``up`` or ``starting`` for every function."""
        ready = {name: pool.ready for name, pool in self._pools.items()}
        ready |= {name: server.ready.is_set() for name, server in self._servers.items()}
        return {short(name): "up" if up else "starting" for name, up in ready.items()}

    def restart(self) -> None:
        """Starts every environment afresh, because the code has changed."""
        for pool in self._pools.values():
            pool.restart()
        for server in self._servers.values():
            server.stop()

    def _prepare(self, function: Function, warm: int) -> None:
        function = replace(function, environment={**function.environment, **self._extra})
        given = {**self._given, **self._extra}
        own = variables(function, self._root, given)
        self._logs.mkdir(parents=True, exist_ok=True)
        log = (self._logs / f"{short(function.name)}.log").open("ab", buffering=0)
        self._files.append(log)
        if function.streaming:
            server = Server(self._root / function.handler, own, self._root, log)
            self._servers[function.name] = server
            self._streamers[function.name] = Streamer(Upstream("127.0.0.1", server.port), server.ready)
            return
        single = given.get(f"ALADDIN_ENVIRONMENTS_{short(function.name).upper()}")
        cap = int(single or given.get("ALADDIN_ENVIRONMENTS") or CAP)
        self._pools[function.name] = Pool(
            lambda: Runtime(function, own, self._root, log), cap=max(cap, 1), warm=min(warm, cap)
        )

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(_REAP_SECONDS)
            for pool in self._pools.values():
                pool.reap()

    async def _watch(self) -> None:
        if self._given.get("ALADDIN_WATCH") == "0":
            return
        sources = Sources(self._root / folder for folder in ("functions", "shared"))
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            with contextlib.suppress(OSError):
                if sources.changed():
                    await asyncio.sleep(_WATCH_SECONDS)
                    while sources.changed():  # noqa: ASYNC110 - whoever saves has not finished
                        await asyncio.sleep(_WATCH_SECONDS)
                    self.restart()


def short(name: str) -> str:
    """``chat`` for ``aladdin-local-chat``."""
    return name.rpartition("-")[2]
