"""An ASGI application that streams, and tells what became of its streams."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

SENT = {"bytes": 0, "cancelled": 0}


async def ticks(request: Request) -> StreamingResponse:
    count, pause = int(request.query_params["count"]), float(request.query_params.get("pause", 0))

    async def frames() -> AsyncIterator[str]:
        for number in range(count):
            yield f"id: {number}\ndata: {time.time()}\n\n"
            if pause:
                await asyncio.sleep(pause)

    return StreamingResponse(frames(), media_type="text/event-stream")


async def flood(request: Request) -> StreamingResponse:
    """64 KiB pieces without end; counts what it was able to hand over."""

    async def pieces() -> AsyncIterator[bytes]:
        SENT["bytes"] = 0
        try:
            while True:
                yield b"x" * 65536
                SENT["bytes"] += 65536
                await asyncio.sleep(0)
        finally:
            SENT["cancelled"] += 1

    return StreamingResponse(pieces(), media_type="application/octet-stream")


async def half(request: Request) -> StreamingResponse:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.sleep(0.05)
        os._exit(1)

    return StreamingResponse(pieces())


async def state(request: Request) -> JSONResponse:
    headers = dict(request.headers.items())
    return JSONResponse({**SENT, "pid": os.getpid(), "headers": headers})


async def nothing(request: Request) -> Response:
    return Response(status_code=204)


async def well(request: Request) -> Response:
    return Response("ok")


app = Starlette(
    routes=[
        Route("/healthz", well),
        Route("/api/ticks", ticks),
        Route("/api/flood", flood),
        Route("/api/half", half),
        Route("/api/state", state),
        Route("/api/nothing", nothing),
    ]
)
