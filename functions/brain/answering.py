"""Answers that fit through the gateway and that nobody else's cache keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse

from shared.domain.errors import PayloadTooLarge

LARGEST = 5 * 1024 * 1024
"""Of the 6 MB that Lambda answers with."""


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Raises ``PayloadTooLarge`` for what cannot be answered in one piece."""
    response = JSONResponse(body, status, headers={"Cache-Control": "private, no-cache", **(headers or {})})
    refuse_what_is_too_large(bytes(response.body))
    return response


def refuse_what_is_too_large(body: bytes) -> None:
    """On its way an answer is a text inside JSON: every quote takes another byte."""
    if 2 * len(body) > LARGEST and len(json.dumps(body.decode(), ensure_ascii=False).encode()) > LARGEST:
        raise PayloadTooLarge("The answer would be too large. Ask for less at once.")
