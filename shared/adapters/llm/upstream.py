"""One HTTP exchange, read by a task of its own, so that whatever has arrived is taken in one piece."""

from __future__ import annotations

import asyncio
import contextlib

import httpx

from shared.adapters.llm.failures import Failed

_ERROR_PAGE_SECONDS = 1.0
_ERROR_PAGE_BYTES = 4_096


class Silence(Exception):
    """Nothing arrived in time."""


class Upstream:
    """Bytes of the response body wait here, at most about ``bound`` of them; beyond that reading pauses."""

    __slots__ = ("_bound", "_chunks", "_client", "_drained", "_ended", "_error", "_loop", "_request", "_size", "_task",
                 "_waiter", "response")  # fmt: skip

    def __init__(self, client: httpx.AsyncClient, request: httpx.Request, bound: int) -> None:
        self.response: httpx.Response | None = None
        self._client = client
        self._request = request
        self._bound = bound
        self._chunks: list[bytes] = []
        self._size = 0
        self._ended = False
        self._error: Failed | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._drained: asyncio.Event | None = None
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._pump())

    async def take(self, until: float) -> bytes | None:
        """All that has arrived, waiting for the first of it until the loop's time ``until``.

        ``None`` at the end of the body. Empty bytes when the response has begun and no body yet.
        Raises ``Silence``, or ``Failed`` for a connection that broke, after all bytes before the break.
        """
        if not self._chunks and not self._ended:
            await self._wait(until)
        if self._chunks:
            data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
            self._chunks.clear()
            self._size = 0
            if self._drained is not None:
                self._drained.set()
            return data
        if self._error is not None:
            raise self._error
        if self._ended:
            return None
        return b""

    async def close(self, patience: float = 0.0) -> None:
        """End the exchange at once. With ``patience`` the end of the body is awaited so long, which saves the
        connection for the next call."""
        if patience and not self._task.done():
            await asyncio.wait({self._task}, timeout=patience)
        if not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _wait(self, until: float) -> None:
        waiter = self._waiter = self._loop.create_future()
        alarm = self._loop.call_at(until, _raise_silence, waiter)
        try:
            await waiter
        finally:
            alarm.cancel()
            self._waiter = None

    def _wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def _pump(self) -> None:
        try:
            response = await self._client.send(self._request, stream=True)
            try:
                if response.status_code == 200:
                    self.response = response
                    self._wake()
                    await self._read(response)
                else:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_ERROR_PAGE_SECONDS):
                            await self._read_start(response)
                    self.response = response
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            # Not chained: the driver's error carries the request and with it the key.
            self._error = Failed(_REASONS.get(type(error), "a broken connection"), message=type(error).__name__)
        finally:
            self._ended = True
            self._wake()

    async def _read(self, response: httpx.Response) -> None:
        encoded = "content-encoding" in response.headers
        async for chunk in response.aiter_bytes() if encoded else response.aiter_raw():
            self._chunks.append(chunk)
            self._size += len(chunk)
            self._wake()
            if self._size > self._bound:
                await self._drain()

    async def _read_start(self, response: httpx.Response) -> None:
        """As much of an error page as the log will show."""
        async for chunk in response.aiter_bytes():
            self._chunks.append(chunk)
            self._size += len(chunk)
            if self._size > _ERROR_PAGE_BYTES:
                break

    async def _drain(self) -> None:
        self._drained = asyncio.Event()
        await self._drained.wait()
        self._drained = None


_REASONS: dict[type[Exception], str] = {
    httpx.ConnectError: "no connection",
    httpx.ConnectTimeout: "no connection in time",
    httpx.ProxyError: "no connection through the proxy",
    httpx.PoolTimeout: "no free connection",
    httpx.DecodingError: "an answer that cannot be decoded",
}


def _raise_silence(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(Silence())
