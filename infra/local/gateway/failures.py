"""What the gateway itself answers when no function can: the custom gateway responses of template.yaml."""

from __future__ import annotations

import json

from infra.local.gateway.messages import Response
from shared.domain.errors import (
    AladdinError,
    InternalError,
    NotFound,
    PayloadTooLarge,
    ValidationFailed,
)

NO_ROUTE = NotFound("There is nothing at this address.")
TOO_LARGE = PayloadTooLarge()
MALFORMED = ValidationFailed("This is not a valid HTTP request.")
BROKEN = InternalError()
TIMED_OUT = InternalError("The answer took too long. Please try again.")


def render(error: AladdinError, request_id: str, status: int | None = None) -> Response:
    """Both dialects in one body, since the gateway does not know whose client asks.

    ``status`` is the gateway's own where a class has another one: 502 for a broken function, 504 for a late one.
    """
    body = {
        "error": error.message,
        "errors": [{"message": error.message}],
        "code": error.code,
        "retryable": error.retryable,
        "requestId": request_id,
    }
    headers = [("content-type", "application/json"), ("x-amzn-requestid", request_id), ("cache-control", "no-store")]
    return Response(status or error.status, headers, json.dumps(body).encode())


def broken(request_id: str) -> Response:
    return render(BROKEN, request_id, 502)


def timed_out(request_id: str) -> Response:
    return render(TIMED_OUT, request_id, 504)
