"""Everything of the gateway put together."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.gateway.api import Api
from infra.local.gateway.connection import Connection
from infra.local.gateway.deliveries import Deliveries
from infra.local.gateway.dispatcher import Dispatcher
from infra.local.gateway.durable import Executions
from infra.local.gateway.functions import Functions
from infra.local.gateway.health import Health
from infra.local.gateway.lambda_api import LambdaApi
from infra.local.gateway.messages import Request
from infra.local.gateway.outbox import OutboxPages
from infra.local.gateway.schedules import Schedules
from infra.local.gateway.settings import ROOT, Settings
from infra.local.gateway.site import Site
from infra.local.gateway.stream import Streamer
from infra.local.gateway.template import read
from infra.local.gateway.upstream import Upstream

log = logging.getLogger(__name__)

_GRACE = 2.0
_LOCALHOST = ("127.0.0.1", "::1")
_RETENTION = 14 * 86400.0


class Gateway:
    """``given`` is the process environment; it overrides what template.yaml gives the functions."""

    def __init__(self, settings: Settings, given: Mapping[str, str]) -> None:
        template = read(settings.template, given)
        self._settings = settings
        self.lambda_url = f"http://127.0.0.1:{settings.lambda_port}"
        extra = {"AWS_ENDPOINT_URL_LAMBDA": self.lambda_url}
        self._functions = Functions(template, ROOT, settings.home / "logs", given, extra)
        self._deliveries = Deliveries(settings.home / "lambda" / "deliveries.sqlite3")
        runner = Upstream(*settings.runner)
        executions = Executions(runner, self._deliveries)
        self._dispatcher = Dispatcher(self._functions, self._deliveries, executions, settings.retry)
        self._schedules = Schedules(template.schedules, self._dispatcher)
        health = Health(settings.home / "state.json", self._functions.state)
        site = Site(settings.site, settings.storage)
        self._api = Api(template, self._functions, site, health, OutboxPages(settings.outbox))
        always = asyncio.Event()
        always.set()
        self._lambda = LambdaApi(self._functions, self._dispatcher, executions, Streamer(runner, always))
        self._connections: set[Connection] = set()
        self._servers: list[asyncio.Server] = []
        self._tasks: list[asyncio.Task[Any]] = []

    async def start(self) -> None:
        """Raises ``OSError`` when a port is in use."""
        await self._listen(self._api, self._settings.host, self._settings.port)
        await self._listen(self._lambda, "127.0.0.1", self._settings.lambda_port)
        self._deliveries.forget(time.time() - _RETENTION)
        self._functions.start()
        self._dispatcher.start()
        ready = asyncio.Event()
        self._tasks = [asyncio.create_task(self._until_up(ready)), asyncio.create_task(self._schedules.run(ready))]

    async def close(self) -> None:
        """Lets running requests end for a moment, then ends every process."""
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        self._dispatcher.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                while any(not connection.idle for connection in self._connections):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        for connection in list(self._connections):
            connection.transport.abort()
        await self._functions.close()
        self._deliveries.close()

    async def _listen(self, application: Callable[[Request, Connection], None], host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        for address in _LOCALHOST if host == "localhost" else (host,):
            try:
                server = await loop.create_server(
                    lambda: Connection(application, self._connections), address, port, backlog=1024
                )
            except OSError as error:
                if address != _LOCALHOST[1] or error.errno == errno.EADDRINUSE:
                    raise
                continue  # a machine without IPv6
            self._servers.append(server)

    async def _until_up(self, ready: asyncio.Event) -> None:
        while any(state != "up" for state in self._functions.state().values()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        ready.set()
