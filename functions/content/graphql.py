"""GraphQL over the same collections: ``POST /api/graphql`` and nothing else. The library is loaded by the first
request, as most containers never see one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from functions.content.cookies import NO_STORE, Cookies
from functions.content.exchange import answer, principal_of
from shared.auth.credentials import presented
from shared.domain.errors import UnsupportedMediaType
from shared.web.body import parse_json
from shared.web.requests import headers_of, request_id_of
from shared.wiring import ContentWiring

if TYPE_CHECKING:
    from shared.content.graphql.engine import GraphQL

_TEXT = {"type": "string"}
_FREE = {"type": "object", "additionalProperties": True}


def graphql_router(wiring: ContentWiring, cookies: Cookies, *, introspection: bool) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["content"])
    engine = _engine(wiring, introspection=introspection)

    @router.post("/graphql", **_DESCRIBED)
    async def graphql(request: Request) -> JSONResponse:
        """Queries and mutations with Payload's names. Always 200: what went wrong is in `errors`, each with
        `extensions` of `name`, `statusCode`, `data`, `code` and `requestId`."""
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType
        body = parse_json(await request.body())
        principal = await principal_of(wiring, request)
        answered = await engine().answer(body, principal, _token(wiring, request), request_id_of(request))
        if answered.signed_in is not None:
            return cookies.signed_in(request, answered.signed_in.token, answered.body)
        if answered.signed_out:
            return cookies.signed_out(request, answered.body)
        return answer(answered.body, headers=NO_STORE)

    return router


def _engine(wiring: ContentWiring, *, introspection: bool) -> Callable[[], GraphQL]:
    """Made by the first request, and anew when the wiring has made its content anew, as after a snapshot."""

    @lru_cache(maxsize=1)
    def made(content: Any) -> GraphQL:
        from shared.content.graphql.engine import GraphQL
        from shared.content.graphql.schema import schema_of

        return GraphQL(content, schema_of(content.registry), introspection=introspection)

    return lambda: made(wiring.content)


def _token(wiring: ContentWiring, request: Request) -> str | None:
    credential = presented(headers_of(request), request.method, wiring.allowed_origins)
    return credential.value if credential is not None and credential.kind == "token" else None


_BODY = {
    "type": "object",
    "properties": {"query": _TEXT, "variables": _FREE, "operationName": _TEXT},
    "required": ["query"],
}
_ERROR = {
    "type": "object",
    "properties": {
        "message": _TEXT,
        "locations": {"type": "array", "items": _FREE},
        "path": {"type": "array", "items": {"type": ["string", "integer"]}},
        "extensions": {
            "type": "object",
            "properties": {
                "name": _TEXT,
                "statusCode": {"type": "integer"},
                "data": {},
                "code": _TEXT,
                "requestId": _TEXT,
            },
            "required": ["name", "statusCode", "code", "requestId"],
        },
    },
    "required": ["message", "extensions"],
}
_ANSWER = {
    "type": "object",
    "properties": {"data": {"type": ["object", "null"]}, "errors": {"type": "array", "items": _ERROR}},
}
_DESCRIBED: dict[str, Any] = {
    "operation_id": "graphql",
    "summary": "Ask in GraphQL",
    "response_model": None,
    "responses": {200: {"description": "Done.", "content": {"application/json": {"schema": _ANSWER}}}},
    "openapi_extra": {"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}},
}
