"""API Gateway's REST proxy events (payload format 1.0): HTTP → event, and a handler's result → HTTP."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from infra.local.environments.function import ACCOUNT
from infra.local.gateway.messages import HOP_BY_HOP, Headers, Request, Response
from infra.local.gateway.routing import Match

MAX_PAYLOAD = 6 * 1024 * 1024


class NotAResponse(Exception):
    """The handler did not return what API Gateway asks of a proxy integration."""


def event(request: Request, match: Match, stage: str, binary: Iterable[str]) -> bytes:
    """The event that the function of ``match`` is invoked with, as JSON."""
    headers = [(name, value) for name, value in request.headers if name not in HOP_BY_HOP]
    headers += [
        ("x-forwarded-for", request.client),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-port", _port(request.header("host") or "")),
    ]
    query = parse_qsl(request.query, keep_blank_values=True)
    encoded = bool(request.body) and _is_binary(request.header("content-type"), binary)
    body = base64.b64encode(request.body).decode() if encoded else request.body.decode("utf-8", "replace")
    return json.dumps(
        {
            "resource": match.route.path,
            "path": request.raw_path,
            "httpMethod": request.method,
            "headers": dict(headers),
            "multiValueHeaders": _grouped(headers),
            "queryStringParameters": dict(query) or None,
            "multiValueQueryStringParameters": _grouped(query) or None,
            "pathParameters": dict(match.parameters) or None,
            "stageVariables": None,
            "requestContext": context(request, match.route.path, stage),
            "body": body if request.body else None,
            "isBase64Encoded": encoded,
        }
    ).encode()


def _port(host: str) -> str:
    port = host.rpartition(":")[2]
    return port if port.isdigit() else "80"


def context(request: Request, resource: str, stage: str) -> dict[str, Any]:
    host = request.header("host") or "localhost"
    now = time.time()
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": host.partition(":")[0],
        "domainPrefix": host.partition(".")[0].partition(":")[0],
        "extendedRequestId": request.id,
        "httpMethod": request.method,
        "identity": {"sourceIp": request.client, "userAgent": request.header("user-agent")},
        "path": f"/{stage}{request.raw_path}",
        "protocol": f"HTTP/{request.version}",
        "requestId": request.id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": "local",
        "resourcePath": resource,
        "stage": stage,
    }


def response(payload: bytes, request: Request, binary: Iterable[str]) -> Response:
    """The HTTP response a proxy result stands for; raises ``NotAResponse``.

    As in the cloud, a base64 body becomes bytes only when the first type of the request's ``Accept`` is a binary media
    type of the API.
    """
    try:
        result = json.loads(payload)
        status = int(result["statusCode"])
        headers = _response_headers(result)
        body = (result.get("body") or "").encode()
        if result.get("isBase64Encoded") and _is_binary(request.header("accept"), binary):
            body = base64.b64decode(body, validate=True)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise NotAResponse(str(error)) from error
    if not 200 <= status <= 599 or len(payload) > MAX_PAYLOAD:
        raise NotAResponse(f"status {status}, {len(payload)} bytes")
    if not any(name.lower() == "content-type" for name, _ in headers) and body:
        headers.append(("content-type", "application/json"))
    return Response(status, headers, body)


def _response_headers(result: dict[str, Any]) -> Headers:
    many: dict[str, list[Any]] = result.get("multiValueHeaders") or {}
    single: dict[str, Any] = result.get("headers") or {}
    seen = {name.lower() for name in many}
    headers = [(name, _clean(value)) for name, values in many.items() for value in values]
    return headers + [(name, _clean(value)) for name, value in single.items() if name.lower() not in seen]


def _clean(value: Any) -> str:
    return str(value).replace("\r", " ").replace("\n", " ")


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _is_binary(value: str | None, binary: Iterable[str]) -> bool:
    kind = (value or "").split(",")[0].split(";")[0].strip().lower()
    return any(media in ("*/*", kind) for media in binary)
