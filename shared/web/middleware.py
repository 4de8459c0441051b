"""Pure ASGI, so that a streamed body passes through untouched."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import uuid4

from shared.domain.errors import AladdinError, InternalError, PayloadTooLarge
from shared.web.errors import Dialect, error_body
from shared.web.log import logger, request_id_var
from shared.web.metrics import count_request

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = MutableMapping[str, Any]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

_CORS: tuple[Header, ...] = (
    (b"access-control-allow-credentials", b"true"),
    (
        b"access-control-expose-headers",
        b"ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id",
    ),
    (b"vary", b"Origin"),
)


class RequestScope:
    """Gives every request its id, a bounded body, one log line and its metrics.

    The id is API Gateway's own where there is one, so that its access log and ours meet.
    """

    def __init__(
        self, app: AsgiApp, *, dialect: Dialect, max_body_bytes: int, allowed_origins: Collection[str] = ()
    ) -> None:
        self._app = app
        self._dialect: Dialect = dialect
        self._max_body_bytes = max_body_bytes
        self._allowed_origins = frozenset(origin.encode() for origin in allowed_origins)
        logger()  # from the start, so that the core's own lines have their form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["query_string"] = _in_ascii(scope["query_string"])
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        token = request_id_var.set(request_id)
        started = time.perf_counter()
        exchange = _Exchange(send, [(b"x-request-id", request_id.encode()), *self._cors(scope)])
        try:
            if _declared_length(scope) > self._max_body_bytes:
                await self._refuse(exchange, PayloadTooLarge(), request_id)
            else:
                await self._app(scope, _bounded(receive, self._max_body_bytes), exchange.send)
        except PayloadTooLarge as error:
            await self._refuse(exchange, error, request_id)
        except Exception:  # noqa: BLE001  the outermost door: nothing may leave without an answer
            logger().exception("unhandled error")
            await self._refuse(exchange, InternalError(), request_id)
        finally:
            _report(scope, exchange.status, time.perf_counter() - started)
            request_id_var.reset(token)

    def _cors(self, scope: Scope) -> list[Header]:
        """API Gateway answers the preflight; the answer itself must say who may read it."""
        origin = next((value for name, value in scope["headers"] if name == b"origin"), None)
        if origin is None or origin not in self._allowed_origins:
            return []
        return [(b"access-control-allow-origin", origin), *_CORS]

    async def _refuse(self, exchange: _Exchange, error: AladdinError, request_id: str) -> None:
        if exchange.started:
            return
        body = json.dumps(error_body(error, request_id, self._dialect)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await exchange.send({"type": "http.response.start", "status": error.status, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": body})


class _Exchange:
    def __init__(self, send: Send, headers: list[Header]) -> None:
        self._send = send
        self._headers = headers
        self.started = False
        self.status = 500

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._headers]
        await self._send(message)


def _in_ascii(query: bytes) -> bytes:
    """What a careless client sent as bytes, in the form that every reader of a query string understands."""
    return query if query.isascii() else quote_from_bytes(query, bytes(range(128))).encode()


def _request_id(scope: Scope) -> str:
    event = scope.get("aws.event")
    if event:
        return event.get("requestContext", {}).get("requestId") or str(uuid4())
    for name, value in scope["headers"]:
        if name == b"x-amzn-request-context":
            try:
                return str(json.loads(value)["requestId"])
            except (ValueError, KeyError, TypeError):
                break
    return str(uuid4())


def _declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _bounded(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise PayloadTooLarge
        return message

    return read


def _report(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    path = getattr(route, "path", None) or scope["path"]
    logger().info(
        "request",
        extra={
            "method": scope["method"],
            "path": scope["path"],
            "route": path,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
    count_request(path, status, seconds)
