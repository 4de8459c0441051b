"""MCP over streamable HTTP, a transport a request: no session, no stream, nothing that outlives the answer.

So it works behind API Gateway, on any instance, and an instance may be frozen after any answer. The protocol itself,
its versions and its envelopes are the official SDK's.
"""

from __future__ import annotations

from typing import Any

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from functions.brain.calls import CALLER, Caller, Calls
from shared.domain.errors import (
    AuthInvalid,
    AuthRequired,
    BrainError,
    Forbidden,
    PayloadTooLarge,
    UnsupportedMediaType,
    ValidationFailed,
)
from shared.domain.identity import Principal
from shared.web.app import render_error
from shared.web.body import MAX_JSON_BYTES, parse_json
from shared.web.requests import headers_of, request_id_of
from shared.wiring.curating import CuratingWiring

PATH = "/api/v1/mcp"
MOST_OF_A_SERVICE = 4 * MAX_JSON_BYTES
_PARSE_ERROR, _INVALID_REQUEST = -32700, -32600
FORWARDED = "x-aladdin-brain"
"""On every call of a deployment that asks another one."""
_CHALLENGE = 'Bearer realm="aladdin"'


def tools_router(wiring: CuratingWiring) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    serving = Serving(wiring)

    @router.post("")
    async def every_project(request: Request) -> Response:
        """Each call names its project."""
        return await serving.answer(request, None)

    @router.post("/{project_id}")
    async def one_project(request: Request, project_id: str) -> Response:
        """The project is fixed: no call can name another."""
        return await serving.answer(request, project_id)

    return router


class Serving:
    def __init__(self, wiring: CuratingWiring) -> None:
        self._wiring = wiring
        self._calls = Calls(lambda: wiring.curator)

    async def answer(self, request: Request, project_id: str | None) -> Response:
        origin = request.headers.get("origin")
        if origin is not None and origin not in self._wiring.allowed_origins:
            raise Forbidden
        try:
            principal = await self._wiring.authenticator.require(headers_of(request), request.method)
        except (AuthRequired, AuthInvalid) as error:
            refusal = render_error(error, "orchestrator")
            refusal.headers["WWW-Authenticate"] = _CHALLENGE
            return refusal
        if FORWARDED in request.headers and self._wiring.asks_elsewhere:
            raise BrainError  # a Brain that is told to ask itself would do so for ever
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType
        raw = await request.body()
        wrong = _refused(raw, _most(principal))
        if wrong is not None:
            return wrong
        return await self._passed_on(request, raw, principal, project_id)

    async def _passed_on(self, request: Request, raw: bytes, principal: Principal, project_id: str | None) -> Response:
        caller = Caller(principal, project_id, request_id_of(request))
        answer = _Answer()
        unread = [{"type": "http.request", "body": raw, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not unread:
                await anyio.sleep_forever()  # the gateway has the whole request, and waits for the whole answer
            return unread.pop()

        await self._calls.serve({**request.scope, CALLER: caller}, receive, answer.send)
        return answer.response()


class _Answer:
    def __init__(self) -> None:
        self._start: dict[str, Any] = {}
        self._body = bytearray()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._body += message.get("body", b"")

    def response(self) -> Response:
        headers = {name.decode(): value.decode() for name, value in self._start["headers"]}
        headers.pop("content-length", None)
        return Response(bytes(self._body), self._start["status"], headers)


def _most(principal: Principal) -> int:
    """What a gathered item says comes in one piece, and only services bring it."""
    return MOST_OF_A_SERVICE if principal.is_service else MAX_JSON_BYTES


def _refused(raw: bytes, most: int) -> Response | None:
    """What is not one JSON-RPC request or notification, in words that repeat nothing of it."""
    if len(raw) > most:
        raise PayloadTooLarge(f"A message may have at most {most} bytes.")
    try:
        message = parse_json(raw, most)
    except ValidationFailed:
        return _fault(_PARSE_ERROR, "Parse error")
    return None if _is_message(message) else _fault(_INVALID_REQUEST, "Expected one JSON-RPC request or notification")


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        return False
    key = message.get("id", 0)
    if isinstance(key, bool) or not isinstance(key, int | str) or len(str(key)) > 200:
        return False
    return isinstance(message.get("params", {}), dict)


def _fault(code: int, text: str) -> Response:
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": text}}, 400)
