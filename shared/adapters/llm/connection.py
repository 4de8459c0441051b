"""One HTTP/1.1 connection: bytes in, a head and pieces of a body out. Parsing is httptools', reading is asyncio's."""

from __future__ import annotations

import asyncio
from typing import cast

import httptools
import httpx

_LONGEST_HEAD = 262_144
_PAUSE_AT = 262_144

Headers = list[tuple[bytes, bytes]]


class Connection(asyncio.Protocol):
    """Serves one exchange at a time: ``exchange`` for the head, then ``take`` until it returns nothing.

    All errors are httpx's.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._lost: Exception | None = None
        self.closed = False
        self.idle_since = 0.0
        self._reset()

    @property
    def reusable(self) -> bool:
        """The last answer was read to its end and the other side will take another request."""
        return self._complete and self._keep_alive and not self._chunks and not self.closed

    async def exchange(self, request: bytes) -> tuple[int, Headers]:
        """Send a whole request; returns status and headers once they are here."""
        self._reset()
        if self._transport is None or self.closed:
            raise httpx.ConnectError("the connection is closed")
        self._transport.write(request)
        while not self._head_complete and not self._broken():
            await self._more()
        if not self._head_complete:
            raise self._lost or httpx.RemoteProtocolError("no answer")
        return self._status, self._headers

    async def take(self) -> bytes:
        """All of the body that has arrived, waiting for some; empty at its end."""
        while not self._chunks and not self._complete and not self._broken():
            await self._more()
        if self._chunks:
            data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
            self._chunks.clear()
            if self._size > _PAUSE_AT and self._transport is not None and not self.closed:
                self._transport.resume_reading()
            self._size = 0
            return data
        if self._complete or (self._until_eof and self._lost is None):
            return b""
        raise self._lost or httpx.RemoteProtocolError("the body ended too early")

    def abort(self) -> None:
        """End it now; what is on its way is dropped."""
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._complete:
            # An answer nobody asked for: the two sides do not agree any more on where they are.
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade, httptools.HttpParserCallbackError):
            self._lost = httpx.RemoteProtocolError("not HTTP")
            self.abort()
        if not self._head_complete:
            self._head_size += len(data)
            if self._head_size > _LONGEST_HEAD:
                self._lost = httpx.RemoteProtocolError("a head too long")
                self.abort()
        elif self._size > _PAUSE_AT and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if exc is not None and self._lost is None:
            self._lost = httpx.ReadError("the connection broke")
        self._wake()

    # httptools' side

    def on_message_begin(self) -> None:
        self._headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()
        if self._status < 200:
            return
        self._head_complete = True
        self._keep_alive = self._parser.should_keep_alive()
        names = {name.lower() for name, _ in self._headers}
        self._until_eof = not names & {b"content-length", b"transfer-encoding"}

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._size += len(body)

    def on_message_complete(self) -> None:
        if self._status >= 200:
            self._complete = True

    def _reset(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._headers: Headers = []
        self._status = 0
        self._head_size = 0
        self._head_complete = self._complete = self._keep_alive = self._until_eof = False
        self._chunks: list[bytes] = []
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None

    def _broken(self) -> bool:
        return self.closed or self._lost is not None

    async def _more(self) -> None:
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
