"""The stream function: an ASGI server behind Lambda Web Adapter.

``python -m uvicorn functions.stream.app:app`` is what runs in Lambda and on a laptop alike.
"""

from __future__ import annotations

import json

from functions.stream.routes import StreamEndpoint
from functions.stream.settings import StreamSettings
from shared.domain.errors import AladdinError, MethodNotAllowed, NotFound
from shared.web.errors import error_body, error_headers
from shared.web.middleware import AsgiApp, Message, Receive, RequestScope, Scope, Send
from shared.web.settings import load
from shared.wiring import QueryWiring

PATHS = frozenset(("/api/v1/orchestrator/stream", "/api/orchestrator/stream"))
HEALTH_PATH = "/healthz"


class StreamApp:
    """Routes, and renders what fails before the stream has begun."""

    def __init__(self, settings: StreamSettings) -> None:
        self.wiring = QueryWiring(settings)
        self._endpoint = StreamEndpoint(self.wiring)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        try:
            await self._route(scope)(scope, receive, send)
        except AladdinError as error:
            await _send_error(error, scope["state"]["request_id"], send)

    def _route(self, scope: Scope) -> AsgiApp:
        if scope["path"] not in PATHS:
            raise NotFound
        if scope["method"] != "GET":
            raise MethodNotAllowed
        return self._endpoint

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.wiring.aclose()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


class Healthy:
    """Lambda Web Adapter's readiness probe, answered before logs and metrics are made of it."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == HEALTH_PATH:
            await _send_json(200, {"ok": True}, {}, send)
            return
        await self._app(scope, receive, send)


async def _send_error(error: AladdinError, request_id: str, send: Send) -> None:
    await _send_json(error.status, error_body(error, request_id), error_headers(error), send)


async def _send_json(status: int, body: object, headers: dict[str, str], send: Send) -> None:
    raw = json.dumps(body).encode()
    pairs = [(b"content-type", b"application/json"), (b"content-length", str(len(raw)).encode())]
    pairs += [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    start: Message = {"type": "http.response.start", "status": status, "headers": pairs}
    await send(start)
    await send({"type": "http.response.body", "body": raw})


def build(settings: StreamSettings) -> AsgiApp:
    scoped = RequestScope(
        StreamApp(settings),
        dialect="orchestrator",
        max_body_bytes=64 * 1024,
        allowed_origins=settings.allowed_origins,
    )
    return Healthy(scoped)


app = build(load(StreamSettings))
