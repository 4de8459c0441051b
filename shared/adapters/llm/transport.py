"""An httpx transport for many short waits and long streams: one write a request, parsing in C, bodies in bursts.

httpx's own takes about three times the CPU for a call. Where a proxy is configured, its own is used (``client.py``).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx

from shared.adapters.llm.connection import Connection

_KEPT = 64
_KEPT_SECONDS = 15.0

Place = tuple[str, str, int]


class Transport(httpx.AsyncBaseTransport):
    """Connections are kept for 15 s after an answer that was read to its end. There is no limit to their number."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._idle: dict[Place, list[Connection]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        place = (url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))
        data = _serialised(request)
        connection = self._kept(place) or await self._connect(place, request)
        try:
            status, headers = await connection.exchange(data)
        except BaseException:
            connection.abort()
            raise
        return httpx.Response(status, headers=headers, stream=_Body(self, place, connection))

    async def aclose(self) -> None:
        for connections in self._idle.values():
            for connection in connections:
                connection.abort()
        self._idle.clear()

    def release(self, place: Place, connection: Connection) -> None:
        """Keep the connection for the next request, or end it at once."""
        kept = self._idle.setdefault(place, [])
        if connection.reusable and len(kept) < _KEPT:
            connection.idle_since = asyncio.get_running_loop().time()
            kept.append(connection)
        else:
            connection.abort()

    def _kept(self, place: Place) -> Connection | None:
        kept = self._idle.get(place)
        while kept:
            connection = kept.pop()
            if connection.reusable and asyncio.get_running_loop().time() - connection.idle_since < _KEPT_SECONDS:
                return connection
            connection.abort()
        return None

    async def _connect(self, place: Place, request: httpx.Request) -> Connection:
        scheme, host, port = place
        loop = asyncio.get_running_loop()
        options: dict[str, Any] = {}
        if scheme == "https":
            options = {"ssl": self._context, "server_hostname": host}
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("connect")):
                _, connection = await loop.create_connection(Connection, host, port, **options)
        except TimeoutError as error:
            raise httpx.ConnectTimeout("no connection in time") from error
        except OSError as error:
            raise httpx.ConnectError("no connection") from error
        return connection


class _Body(httpx.AsyncByteStream):
    def __init__(self, transport: Transport, place: Place, connection: Connection) -> None:
        self._transport = transport
        self._place = place
        self._connection: Connection | None = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._connection is not None and (data := await self._connection.take()):
            yield data

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._transport.release(self._place, connection)


def _serialised(request: httpx.Request) -> bytes:
    """Head and body in one piece, so that they leave in one packet."""
    lines = [b"%b %b HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
    lines += [b"%b: %b" % header for header in request.headers.raw]
    head = b"\r\n".join(lines)
    if head.count(b"\r\n") != len(lines) - 1 or head.count(b"\n") != len(lines) - 1:
        raise httpx.LocalProtocolError("a header with a line break")
    return head + b"\r\n\r\n" + request.content
