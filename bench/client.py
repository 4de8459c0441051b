"""The one client of every stream: it stamps what arrives and looks at it only afterwards."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

LAST_CHUNK = b"0\r\n\r\n"
_FIRST = b'"Scene"'
"""Every answer of the scripted upstream begins with this token, however it is wrapped."""
_TOKEN = re.compile(rb'"(?:token|content)":"[^"]')


class Spoiled(Exception):
    """A stream did not say what the upstream had said: there is nothing to measure."""


@dataclass(slots=True)
class Reading:
    """One stream as it arrived. Times are in seconds from before the connection was opened."""

    opened: float
    pieces: list[tuple[float, bytes]] = field(default_factory=list[tuple[float, bytes]])

    @property
    def raw(self) -> bytes:
        return b"".join(piece for _, piece in self.pieces)

    @property
    def first_token(self) -> float:
        return self._when(self.raw.find(_FIRST) + len(_FIRST))

    @property
    def last_token(self) -> float:
        *_, last = _TOKEN.finditer(self.raw)
        return self._when(last.end())

    def _when(self, end: int) -> float:
        """The arrival of the byte before ``end``."""
        for moment, piece in self.pieces:
            end -= len(piece)
            if end <= 0:
                return moment - self.opened
        raise Spoiled(self.raw[:500])

    @property
    def tokens(self) -> list[str]:
        """What the frames say, in order. Raises ``Spoiled`` when it is no stream of frames."""
        head, _, body = self.raw.partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise Spoiled(self.raw[:500])
        found: list[str] = []
        for line in unchunked(body).split(b"\n"):
            if line.startswith(b"data: {"):
                found += _texts(json.loads(line[6:]))
        return found


def _texts(event: dict) -> Sequence[str]:
    if event.get("type") == "token":
        return [event["data"]["token"]]
    texts = (choice["delta"].get("content") for choice in event.get("choices", ()))
    return [text for text in texts if text]


def unchunked(body: bytes) -> bytes:
    """The body inside its chunked transfer encoding."""
    parts: list[bytes] = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        parts.append(rest[:length])
        body = rest[length + 2 :] if length else b""
    return b"".join(parts)


class _Collector(asyncio.Protocol):
    def __init__(self, request: bytes, reading: Reading, done: asyncio.Future[None]) -> None:
        self._request = request
        self._pieces = reading.pieces
        self._done = done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._pieces.append((time.perf_counter(), data))
        if data.endswith(LAST_CHUNK):
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)


async def stream(port: int, request: bytes) -> Reading:
    """Open a connection, send ``request``, and read until the response or the connection ends."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    reading = Reading(time.perf_counter())
    await loop.create_connection(lambda: _Collector(request, reading, done), "127.0.0.1", port)
    async with asyncio.timeout(60):
        await done
    return reading


def get(path: str, **headers: str) -> bytes:
    return _head("GET", path, headers)


def post(path: str, body: object, **headers: str) -> bytes:
    raw = json.dumps(body).encode()
    return _head("POST", path, headers | {"content-type": "application/json", "content-length": str(len(raw))}) + raw


def _head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
