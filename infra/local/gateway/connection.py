"""One client's connection: HTTP/1.1 in, responses out, straight on the transport.

Requests of one connection are answered in order. A response is written whole with ``respond`` or piece by piece with
``begin``, ``send`` and ``end``.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable
from typing import Protocol, cast

import httptools

from infra.local.gateway import failures
from infra.local.gateway.messages import HOP_BY_HOP, Headers, Request, Response, date, head, may_have_body
from shared.domain.errors import AladdinError

MAX_BODY = 10 * 1024 * 1024
MAX_HEAD = 64 * 1024
_PIPELINED = 16
_LINGER = 1.0


class Listener(Protocol):
    """Who is producing a response piece by piece."""

    def client_gone(self) -> None: ...

    def client_slow(self) -> None: ...

    def client_ready(self) -> None: ...


class Connection(asyncio.Protocol):
    """``application`` is called with every complete request and answers it through the connection, now or later."""

    def __init__(self, application: Callable[[Request, Connection], None], connections: set[Connection]) -> None:
        self._application, self._connections = application, connections
        self._parser = httptools.HttpRequestParser(self)
        self._pending: deque[tuple[Request, bool]] = deque()
        self._current: Request | None = None
        self._listener: Listener | None = None
        self._chunked = self._keep_alive = self._started = False
        self._size = 0
        self._target, self._headers, self._body = b"", Headers(), list[bytes]()
        self._paused = self._refused = False

    # the transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self._client = peer[0] if isinstance(peer, tuple) else "127.0.0.1"
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        self._pending.clear()
        self._current = None
        if self._listener is not None:
            listener, self._listener = self._listener, None
            listener.client_gone()

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # the upgrade is not taken: the request is answered as any other
        except httptools.HttpParserError as error:
            self._refuse(failures.TOO_LARGE if isinstance(error.__context__, _TooLarge) else failures.MALFORMED)
        self._next()

    def pause_writing(self) -> None:
        if self._listener is not None:
            self._listener.client_slow()

    def resume_writing(self) -> None:
        if self._listener is not None:
            self._listener.client_ready()

    # the parser's side

    def on_message_begin(self) -> None:
        self._size = 0
        self._target, self._headers, self._body = b"", Headers(), []

    def on_url(self, url: bytes) -> None:
        self._target += url
        self._grow(len(url), MAX_HEAD)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))
        self._grow(len(name) + len(value), MAX_HEAD)

    def on_headers_complete(self) -> None:
        self._size = 0
        headers = dict(self._headers)
        if int(headers.get("content-length") or 0) > MAX_BODY:
            raise _TooLarge
        if headers.get("expect", "").lower() == "100-continue" and self._current is None:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        self._grow(len(body), MAX_BODY)
        self._body.append(body)

    def on_message_complete(self) -> None:
        request = Request(
            method=self._parser.get_method().decode("latin-1"),
            target=self._target.decode("latin-1"),
            version=self._parser.get_http_version(),
            headers=self._headers,
            body=b"".join(self._body),
            client=self._client,
            id=str(uuid.uuid4()),
        )
        self._pending.append((request, self._parser.should_keep_alive()))
        if len(self._pending) > _PIPELINED:
            self._paused = True
            self.transport.pause_reading()

    # the application's side

    def respond(self, response: Response) -> None:
        """Writes a whole response; nothing happens when the client has gone."""
        request = self._current
        if request is None or self.transport.is_closing():
            return
        headers = [(name, value) for name, value in response.headers if name.lower() not in _FRAMING]
        body = response.body if may_have_body(request.method, response.status) else b""
        if response.status not in (204, 304):
            headers.append(("content-length", str(len(response.body))))
        self.transport.write(head(response.status, [*headers, *self._own_headers()]) + body)
        self._finish()

    def begin(self, status: int, headers: Headers, listener: Listener) -> None:
        """Starts a response whose body follows; ``listener`` hears of a slow or vanished client."""
        assert self._current is not None
        self._listener, self._started = listener, True
        kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
        sized = any(name.lower() == "content-length" for name, _ in kept)
        self._chunked = not sized and may_have_body(self._current.method, status)
        if self._chunked and self._current.version == "1.0":
            self._chunked = self._keep_alive = False
        if self._chunked:
            kept.append(("transfer-encoding", "chunked"))
        self.transport.write(head(status, [*kept, *self._own_headers()]))

    def watch(self, listener: Listener) -> None:
        """Lets ``listener`` hear of a vanished client already before the response begins."""
        self._listener = listener

    @property
    def started(self) -> bool:
        """Whether the head of the current response was written."""
        return self._started

    def send(self, data: bytes) -> None:
        if self._chunked:
            self.transport.write(b"%x\r\n%b\r\n" % (len(data), data))
        else:
            self.transport.write(data)

    def end(self) -> None:
        if self._chunked:
            self.transport.write(b"0\r\n\r\n")
        self._finish()

    def abort(self) -> None:
        """Cuts the connection, so that the client cannot take what it has for the whole."""
        self._listener = None
        self.transport.abort()

    @property
    def idle(self) -> bool:
        return self._current is None

    def _next(self) -> None:
        if self._current is None and self._pending:
            self._current, self._keep_alive = self._pending.popleft()
            self._started = self._chunked = False
            self._application(self._current, self)

    def _finish(self) -> None:
        self._listener, self._current = None, None
        if not self._keep_alive:
            self.transport.close()
            return
        if self._paused:
            self._paused = False
            self.transport.resume_reading()
        if self._pending:
            asyncio.get_running_loop().call_soon(self._next)

    def _own_headers(self) -> Headers:
        return [date(), ("connection", "keep-alive" if self._keep_alive else "close")]

    def _grow(self, size: int, limit: int) -> None:
        self._size += size
        if self._size > limit:
            raise _TooLarge

    def _refuse(self, error: AladdinError) -> None:
        """Answers what cannot be read, and reads on for a moment so that the client gets to see the answer."""
        self._refused = True
        if self._current is not None or self._pending:
            self.transport.abort()
            return
        response = failures.render(error, str(uuid.uuid4()))
        headers = [*response.headers, ("content-length", str(len(response.body))), ("connection", "close")]
        self.transport.write(head(response.status, headers) + response.body)
        asyncio.get_running_loop().call_later(_LINGER, self.transport.close)


class _TooLarge(Exception):
    pass


_OURS = HOP_BY_HOP | {"date", "server"}
_FRAMING = _OURS | {"content-length"}
