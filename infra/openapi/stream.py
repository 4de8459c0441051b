"""The stream's own description: it is a plain ASGI app, and its answer is not one JSON document."""

from __future__ import annotations

from typing import Any

from infra.openapi.parameters import query

_FRAMES = """\
retry: 1000
id: 01K9ZW6T3B8Q4N5M2X7R1C0DEF:1
data: {"type":"progress","data":{"stage":"started"},"timestamp":1789000000000}

id: 01K9ZW6T3B8Q4N5M2X7R1C0DEF:2
data: {"type":"token","data":{"token":"Once"},"timestamp":1789000000120}

: keep-alive

id: 01K9ZW6T3B8Q4N5M2X7R1C0DEF:3
data: {"type":"complete","data":{"success":true,"message":"Once"},"timestamp":1789000000900}
"""


_WATCH: dict[str, Any] = {
    "tags": ["runs"],
    "operationId": "watchRun",
    "summary": "Watch a run",
    "description": (
        "The run's events as server-sent events: first what the log already has, then live. Frames carry no `event:` "
        "field, so `onmessage` sees every one. `type` is `token`, `progress`, `complete` or `error`; the last two end "
        "the stream. A comment every 15 s keeps proxies open. Once the caller and the run are known the answer is 200 "
        "and every failure is an event. Leaving does not stop the run: cancel does."
    ),
    "parameters": [
        query("conversationId", "Whose newest run of `mode` is meant when `runId` is absent."),
        query("mode", "The mode of the run.", enum=["chat", "query", "task", "data"]),
        query("runId", "The run itself."),
        query("ticket", "Stands in for credentials, for EventSource on another origin: see the ticket's operation."),
        query("lastEventId", "As the header, for clients that cannot send one. The header wins."),
        {
            "name": "Last-Event-ID",
            "in": "header",
            "required": False,
            "description": "The id of the last event received: the answer goes on after it. An id that belongs to "
            "another run, or cannot be read, starts from the beginning.",
            "schema": {"type": "string"},
        },
    ],
    "responses": {
        "200": {
            "description": "The events.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _FRAMES}},
        },
        "204": {"description": "The run's last event was already received. EventSource stops for good."},
    },
}

PATHS: dict[str, Any] = {
    "/api/v1/orchestrator/stream": {"get": _WATCH},
    "/api/orchestrator/stream": {
        "get": {**_WATCH, "operationId": "watchRunAtItsFormerPath", "summary": "Watch a run (the former path)"}
    },
}
