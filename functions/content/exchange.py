"""One request to a collection and its answer: who asks, what for, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from shared.content.find import DEFAULT_LIMIT, Find, find_parameters
from shared.content.reads import Shown
from shared.domain.errors import PayloadTooLarge, UnsupportedMediaType, ValidationFailed
from shared.domain.identity import Principal
from shared.web.body import parse_json
from shared.web.requests import headers_of
from shared.wiring import ContentWiring

LARGEST_ANSWER = 6 * 1024 * 1024 - 16 * 1024
"""What a function may answer, less its headers."""
_PRIVATE = {"Cache-Control": "private, no-cache"}


async def principal_of(wiring: ContentWiring, request: Request) -> Principal | None:
    return await wiring.authenticator.authenticate(headers_of(request), request.method)


def find_of(request: Request, *, default_limit: int = DEFAULT_LIMIT) -> Find:
    return find_parameters(request.url.query, default_limit=default_limit)


async def body_of(request: Request) -> Mapping[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedMediaType
    value = parse_json(await request.body())
    if not isinstance(value, dict):
        raise ValidationFailed("The body must be a JSON object.")
    return value


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Raises ``PayloadTooLarge`` for what a function cannot answer."""
    response = JSONResponse(body, status, headers={**_PRIVATE, **(headers or {})})
    if _carried(bytes(response.body)) > LARGEST_ANSWER:
        raise PayloadTooLarge("The answer would be too large. Ask for fewer documents or fields.")
    return response


def _carried(body: bytes) -> int:
    """The bytes that ``body`` takes on its way through the gateway: as a text inside JSON, quotes escaped."""
    if 2 * len(body) <= LARGEST_ANSWER:
        return len(body)
    return len(json.dumps(body.decode(), ensure_ascii=False).encode())


def shown(document: Shown) -> JSONResponse:
    return answer(document.document, headers={"ETag": document.etag})


def written(document: Shown, message: str, status: int = 200) -> JSONResponse:
    headers = {"ETag": document.etag}
    if "apiKey" in document.document:  # shown this once
        headers["Cache-Control"] = "no-store"
    return answer({"doc": document.document, "message": message}, status, headers)
