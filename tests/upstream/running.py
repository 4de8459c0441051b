"""The upstream in a thread of its own: usable from any test, whatever loop that test runs."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.upstream.server import Upstream


class Running:
    """``url`` ends in ``/v1``. ``upstream`` holds calls and scripts; read it freely, the thread only appends."""

    def __init__(self, upstream: Upstream, port: int, scheme: str = "http") -> None:
        self.upstream = upstream
        self.url = f"{scheme}://127.0.0.1:{port}/v1"

    @property
    def calls(self) -> list[str]:
        """The models asked, in order."""
        return [call.model for call in self.upstream.calls]


@contextmanager
def running(port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Running]:
    upstream = Upstream()
    started: list[int] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    async def serve() -> None:
        started.append(await upstream.start(port, tls))
        ready.set()
        await stopping.wait()
        await upstream.stop()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=work, name="scripted-upstream", daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield Running(upstream, started[0], "https" if tls else "http")
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)
