"""A whole response from a local server, for the few places where the gateway itself is the client."""

from __future__ import annotations

import asyncio

from infra.local.gateway.messages import Headers, Response
from infra.local.gateway.upstream import Upstream


class Unreachable(Exception):
    """Nobody answered."""


class _Collector:
    def __init__(self) -> None:
        self.result: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._response = Response(0)
        self._parts: list[bytes] = []

    def head(self, status: int, headers: Headers) -> None:
        self._response = Response(status, headers)

    def body(self, data: bytes) -> None:
        self._parts.append(data)

    def ended(self) -> None:
        self._response.body = b"".join(self._parts)
        if not self.result.done():
            self.result.set_result(self._response)

    def failed(self, started: bool) -> None:
        if not self.result.done():
            self.result.set_exception(Unreachable("cut" if started else "refused"))


async def fetch(upstream: Upstream, method: str, target: str, body: bytes = b"", timeout: float = 10.0) -> Response:
    """Raises ``Unreachable`` when the server does not answer within ``timeout`` seconds."""
    collector = _Collector()
    request = f"{method} {target} HTTP/1.1\r\nhost: local\r\ncontent-type: application/json\r\n"
    request += f"content-length: {len(body)}\r\n\r\n"
    link = None
    try:
        async with asyncio.timeout(timeout):
            link = await upstream.connect()
            link.start(request.encode() + body, method, collector)
            return await collector.result
    except (OSError, TimeoutError) as error:
        raise Unreachable(str(error)) from error
    finally:
        if link is not None and not collector.result.done():
            link.abandon()
