"""The streaming path: a client's connection and the function's server joined piece by piece.

As Lambda Web Adapter does it: the request reaches the function as plain HTTP with the API's request context in a
header, the answer comes back as it is written, and whoever closes first closes the other side.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from infra.local.gateway import failures
from infra.local.gateway.connection import Connection
from infra.local.gateway.messages import HOP_BY_HOP, Headers, Request
from infra.local.gateway.upstream import Link, Upstream

IDLE_SECONDS = 300.0
_AGAIN_SECONDS = 0.02
_OWN = HOP_BY_HOP | {"x-amzn-request-context", "x-amzn-lambda-context", "content-length", "expect"}


class Exchange:
    """One streamed request. Serves as the listener of the client and the receiver of the function."""

    def __init__(self, connection: Connection, request: Request, extra: Headers, deadline: float) -> None:
        self._connection, self._request, self._extra = connection, request, extra
        self._link: Link | None = None
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.time() + deadline
        self._heard = self._loop.time()
        self._timer = self._loop.call_later(min(deadline, IDLE_SECONDS), self._check)
        self._over = False
        self._again: Callable[[], None] | None = None
        connection.watch(self)

    def start(self, link: Link, request: bytes, again: Callable[[], None] | None = None) -> None:
        """``again`` is called when a kept connection turns out to be closed before anything was answered."""
        if self._over:
            link.transport.close()
            return
        self._link, self._again = link, again
        link.start(request, self._request.method, self)

    # from the function

    def head(self, status: int, headers: Headers) -> None:
        self._again = None
        self._connection.begin(status, [*headers, *self._extra], self)

    def body(self, data: bytes) -> None:
        self._heard = self._loop.time()
        self._connection.send(data)

    def ended(self) -> None:
        self._close()
        self._connection.end()

    def failed(self, started: bool) -> None:
        if self._again is not None:
            again, self._again, self._link = self._again, None, None
            again()
            return
        self._close()
        if started:
            self._connection.abort()
        else:
            self._connection.respond(failures.broken(self._request.id))

    # from the client

    def client_gone(self) -> None:
        self._close()
        if self._link is not None:
            self._link.abandon()

    def client_slow(self) -> None:
        if self._link is not None:
            self._link.transport.pause_reading()

    def client_ready(self) -> None:
        if self._link is not None:
            self._link.transport.resume_reading()

    def _close(self) -> None:
        self._over = True
        self._timer.cancel()

    def _check(self) -> None:
        """Cuts what has gone on for too long or has been silent for too long, as API Gateway does."""
        now = self._loop.time()
        due = min(self._deadline, self._heard + IDLE_SECONDS)
        if now < due:
            self._timer = self._loop.call_later(due - now, self._check)
            return
        self._again = None
        self._close()
        if self._link is not None:
            self._link.abandon()
        if self._connection.started:
            self._connection.abort()
        else:
            self._connection.respond(failures.timed_out(self._request.id))


class Streamer:
    """Sends requests to one streaming function's server, for whose start they wait ``init`` seconds at most."""

    def __init__(self, upstream: Upstream, ready: asyncio.Event, init: float = 10.0) -> None:
        self._upstream, self._ready, self._init = upstream, ready, init
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self, request: Request, connection: Connection, extra: Headers, timeout: float) -> None:
        exchange = Exchange(connection, request, extra, timeout)
        raw = forwarded(request)
        link = self._upstream.kept()
        if link is None:
            self._connect(exchange, raw)
        else:
            exchange.start(link, raw, again=lambda: self._connect(exchange, raw))

    def _connect(self, exchange: Exchange, raw: bytes) -> None:
        task = asyncio.create_task(self._open(exchange, raw))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open(self, exchange: Exchange, raw: bytes) -> None:
        try:
            async with asyncio.timeout(self._init):
                link = await self._connected()
        except (OSError, TimeoutError):
            exchange.failed(started=False)
            return
        exchange.start(link, raw)

    async def _connected(self) -> Link:
        while True:
            await self._ready.wait()
            try:
                return await self._upstream.connect()
            except ConnectionRefusedError:  # it has ended and is about to be started again
                await asyncio.sleep(_AGAIN_SECONDS)


def forwarded(request: Request) -> bytes:
    """The request as the function's server gets it."""
    context = {
        "requestId": request.id,
        "httpMethod": request.method,
        "path": request.path,
        "protocol": f"HTTP/{request.version}",
        "identity": {"sourceIp": request.client, "userAgent": request.header("user-agent")},
    }
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers if name not in _OWN]
    lines += [f"x-amzn-request-context: {json.dumps(context)}", f"x-forwarded-for: {request.client}"]
    if request.body or request.method in ("POST", "PUT", "PATCH"):
        lines.append(f"content-length: {len(request.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + request.body
