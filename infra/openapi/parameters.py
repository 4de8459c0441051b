"""Headers and query parameters that routes read from the request themselves. A test compares them with the code."""

from __future__ import annotations

import re
from typing import Any

_MODE = re.compile(r"/api/v1/orchestrator/(chat|query|task|data|conversations/.*/edit)")


def _header(name: str, about: str, **schema: Any) -> dict[str, Any]:
    return _optional("header", name, about, schema)


def query(name: str, about: str, **schema: Any) -> dict[str, Any]:
    """An optional query parameter, text unless ``schema`` says otherwise."""
    return _optional("query", name, about, schema)


def _optional(where: str, name: str, about: str, schema: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "string", **schema}
    return {"name": name, "in": where, "required": False, "description": about, "schema": shape}


def _number(name: str, about: str, lowest: int, highest: int, default: int | None = None) -> dict[str, Any]:
    bounds: dict[str, Any] = {"type": "integer", "minimum": lowest, "maximum": highest}
    return query(name, about, **bounds if default is None else {**bounds, "default": default})


_HEADERS_OF_A_MODE = [
    _header(
        "Idempotency-Key",
        "The same key with the same body has one effect and gets the first answer again, for 24 hours. With another "
        "body: 422.",
        maxLength=255,
    ),
    _header("Prefer", "`respond-async`: answer 202 at once, as `stream: true` does."),
]

QUERIES: dict[str, list[dict[str, Any]]] = {
    "/api/v1/orchestrator/conversations": [
        query("projectId", "Only those of this project, everybody's.", maxLength=64),
        query("mode", "Only those of this mode.", enum=["chat", "query", "task", "data"]),
        query("status", "Only those in this state.", enum=["active", "archived"]),
        query(
            "q", "Words to look for in the name. Messages are not searched, they have no index for it.", maxLength=200
        ),
        _number("page", "Counts from 1.", 1, 100_000, 1),
        _number("limit", "How many to a page.", 1, 100, 10),
    ],
    "/api/v1/orchestrator/conversations/{conversationId}/messages": [
        _number("before", "Only messages whose `seq` is smaller: the page before this one.", 1, 10**9),
        _number("limit", "How many to a page.", 1, 200, 50),
    ],
    "/api/v1/orchestrator/conversations/{conversationId}/export": [
        query("format", "The form of the file.", enum=["md", "json"], default="md"),
    ],
    "/api/v1/orchestrator/runs/{runId}/events": [
        _number("after", "Only events whose `seq` is greater.", 0, 10**9, 0),
    ],
}

_BRAIN = "/api/v1/brain/{projectId}"
QUERIES |= {
    f"{_BRAIN}/entities": [
        query("type", "Only these types, separated by commas.", examples=["character,scene"]),
        query("q", "A part of a title or another name.", maxLength=200),
        query("passages", "Pieces of what was brought in: only them, or none of them.", type="boolean"),
        _number("page", "Counts from 1.", 1, 100_000, 1),
        _number("limit", "How many to a page.", 1, 100, 20),
    ],
    f"{_BRAIN}/graph": [
        query("around", "Ids of at most 20 entities, separated by commas. Without: the whole, as far as `limit` goes."),
        _number("limit", "The most entities.", 1, 500, 100),
        query("passages", "Whether pieces of what was brought in are in the whole.", type="boolean", default=True),
    ],
    f"{_BRAIN}/search": [
        {**query("q", "A question or words.", minLength=1, maxLength=2000), "required": True},
        query("types", "Only these types, separated by commas.", examples=["prop"]),
        _number("limit", "The most results.", 1, 50, 10),
        query("threshold", "The least relevance of a result.", type="number", minimum=0, maximum=1, default=0),
    ],
}
QUERIES |= {
    "/api/v1/orchestrator/data/conflicts": [
        {**query("projectId", "The project whose contradictions they are.", maxLength=64), "required": True},
        query("state", "Only those in this state.", enum=["open", "resolved", "obsolete"]),
        _number("page", "Counts from 1.", 1, 100_000, 1),
        _number("limit", "How many to a page.", 1, 100, 20),
    ],
}
_IF_MATCH = _header("If-Match", "The `ETag` of the version that was read: 412 when there is a newer one.")


def parameters_of(method: str, path: str) -> list[dict[str, Any]]:
    if method in ("patch", "delete") and path == f"{_BRAIN}/entities/{{entityId}}":
        return [_IF_MATCH]
    if method == "post" and _MODE.fullmatch(path):
        return _HEADERS_OF_A_MODE
    return QUERIES.get(path, []) if method == "get" else []
