"""Talking HTTP to a local server without any layer in between: pooled connections, parsed by httptools.

Bytes go from the server's transport to the receiver as they arrive; a slow receiver stops the reading.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol, cast

import httptools

from infra.local.gateway.messages import Headers, may_have_body

_KEPT = 64


class Receiver(Protocol):
    """Gets one response. After ``ended`` or ``failed`` nothing more is called."""

    def head(self, status: int, headers: Headers) -> None: ...

    def body(self, data: bytes) -> None: ...

    def ended(self) -> None: ...

    def failed(self, started: bool) -> None: ...


class Link(asyncio.Protocol):
    """One connection to the server; carries one exchange at a time."""

    def __init__(self, idle: deque[Link]) -> None:
        self._idle = idle
        self._receiver: Receiver | None = None
        self._retry: bytes | None = None
        self._complete = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def start(self, request: bytes, method: str, receiver: Receiver) -> None:
        self._receiver, self._method = receiver, method
        self._parser = httptools.HttpResponseParser(self)
        self._headers, self._parts = Headers(), list[bytes]()
        self._begun = self._complete = self._delimited = self._keep = False
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self._receiver is None:
            self.transport.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abandon(failed=True)
            return
        self._deliver()
        if self._complete:
            self._done()

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self._idle:
            self._idle.remove(self)
        receiver, self._receiver = self._receiver, None
        if receiver is None:
            return
        if self._begun and not self._delimited and exc is None:
            receiver.ended()
        else:
            receiver.failed(self._begun)

    def abandon(self, *, failed: bool = False) -> None:
        """Ends the exchange at once; the server sees a closed connection."""
        receiver, self._receiver = self._receiver, None
        self.transport.abort()
        if failed and receiver is not None:
            receiver.failed(self._begun)

    # the parser's side

    def on_header(self, name: bytes, value: bytes) -> None:
        key = name.decode("latin-1").lower()
        if key in ("content-length", "transfer-encoding"):
            self._delimited = True
        self._headers.append((key, value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:
            self._headers = Headers()
            return
        self._begun = True
        self._delimited = self._delimited or not may_have_body(self._method, status)
        self._complete = self._method == "HEAD"
        assert self._receiver is not None
        self._receiver.head(status, self._headers)

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        self._complete = self._begun
        self._keep = self._parser.should_keep_alive()

    def _deliver(self) -> None:
        if self._parts and self._receiver is not None:
            parts, self._parts = self._parts, []
            self._receiver.body(parts[0] if len(parts) == 1 else b"".join(parts))

    def _done(self) -> None:
        receiver, self._receiver = self._receiver, None
        if self._keep and len(self._idle) < _KEPT:
            self._idle.append(self)
        else:
            self.transport.close()
        if receiver is not None:
            receiver.ended()


class Upstream:
    """A server on this machine. ``exchange`` never raises: what goes wrong reaches the receiver."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._idle: deque[Link] = deque()

    def kept(self) -> Link | None:
        """A connection that is open already."""
        while self._idle:
            link = self._idle.pop()
            if not link.transport.is_closing():
                return link
        return None

    async def connect(self) -> Link:
        """A fresh connection; raises ``OSError``."""
        loop = asyncio.get_running_loop()
        _, link = await loop.create_connection(lambda: Link(self._idle), self._host, self._port)
        return link

    def close(self) -> None:
        for link in list(self._idle):
            link.transport.close()
        self._idle.clear()
