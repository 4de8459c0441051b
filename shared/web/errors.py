"""The one renderer of errors, in the two dialects of the contracts.

``orchestrator``: ``{"error", "code", "details"?, "retryable", "requestId"}``.
``content``: Payload's ``{"errors": [{"message", "name"?, "data"?}]}`` plus ``code``, ``requestId``, ``retryable``.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from shared.domain.errors import AladdinError, Limited
from shared.domain.limits import Quota

Dialect = Literal["orchestrator", "content"]


def error_body(error: AladdinError, request_id: str, dialect: Dialect = "orchestrator") -> dict[str, Any]:
    tail: dict[str, Any] = {"code": error.code, "retryable": error.retryable, "requestId": request_id}
    if dialect == "content":
        entry: dict[str, Any] = {"message": error.message}
        if error.details:
            entry = {"name": error.details.get("name", "ValidationError"), **entry}
            entry["data"] = error.details.get("data", error.details)
        return {"errors": [entry], **tail}
    body: dict[str, Any] = {"error": error.message}
    if error.details:
        body["details"] = error.details
    return body | tail


def quota_headers(quota: Quota) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(quota.limit),
        "RateLimit-Remaining": str(quota.remaining),
        "RateLimit-Reset": str(quota.reset),
    }


def error_headers(error: AladdinError) -> dict[str, str]:
    """``Retry-After`` in whole seconds on 429 (unless waiting does not help) and 503; what is left of a quota."""
    headers = quota_headers(error.quota) if isinstance(error, Limited) and error.quota else {}
    if error.status == 503 or (error.status == 429 and error.retryable):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after or 1)))
    return headers
