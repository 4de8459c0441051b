"""What no single route can say: who we are, how callers prove who they are, and what an error looks like."""

from __future__ import annotations

from typing import Any

ABOUT = """\
An AI movie studio behind an HTTPS API.

**Content** lives below `/api`: collections in the dialect that Payload clients speak. **The orchestrator** lives below
`/api/v1/orchestrator`: every request to a mode creates a *run* that is generated once and watched as server-sent
events. Field names are camelCase, dates are ISO 8601 in UTC, ids are opaque strings.
"""

TAGS = {
    "chat": "Asking. Every request makes a run, is limited per user, and may carry an `Idempotency-Key`.",
    "query": "Asking a project's knowledge base; answers say which sources they rest on.",
    "data": "Bringing things into a project, and deciding about what contradicts or repeats what is there.",
    "runs": "Watching, resuming and cancelling what was asked.",
    "conversations": "What was said: threads, their branches and their export.",
    "brain": "What is known of a film: entities, how they relate, and where each fact comes from.",
    "auth": "Accounts, sessions and keys.",
    "projects": "A film or series, its settings, its members and its progress.",
    "media": "Files: uploads, their checks, and the bytes.",
    "content": "Everything else in the collections.",
}

SECURITY_SCHEMES: dict[str, Any] = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "payload-token",
        "description": "Set by login. Counts only with an allowed `Origin`, or without one on a same-site request.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "`Authorization: Bearer <token>`; `JWT <token>` is read as well.",
    },
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Authorization: users API-Key <key>`, a key a user has made for a program.",
    },
}
ANY_CREDENTIALS: list[dict[str, list[str]]] = [{name: []} for name in SECURITY_SCHEMES]
NO_CREDENTIALS: list[dict[str, list[str]]] = []

_COMMON = {
    "code": {"type": "string", "description": "What went wrong, for programs.", "examples": ["VALIDATION_ERROR"]},
    "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
    "requestId": {"type": "string", "description": "Names the log line of this request. Quote it in a report."},
}

ERROR_SCHEMAS: dict[str, Any] = {
    "OrchestratorError": {
        "type": "object",
        "title": "OrchestratorError",
        "description": "Every failure below `/api/v1`.",
        "required": ["error", "code", "retryable", "requestId"],
        "properties": {
            "error": {"type": "string", "description": "One sentence that may be shown to a person."},
            "details": {
                "type": "object",
                "description": "`fields` maps each wrong field to what was expected of it.",
                "additionalProperties": True,
            },
            **_COMMON,
        },
    },
    "ContentError": {
        "type": "object",
        "title": "ContentError",
        "description": "Every failure below `/api` outside `/api/v1`.",
        "required": ["errors", "code", "retryable", "requestId"],
        "properties": {
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["message"],
                    "properties": {
                        "message": {"type": "string"},
                        "name": {"type": "string", "examples": ["ValidationError"]},
                        "data": {"type": ["object", "array"], "additionalProperties": True},
                    },
                },
            },
            **_COMMON,
        },
    },
}

ERROR_EXAMPLES: dict[str, Any] = {
    "OrchestratorError": {
        "error": "The request is not valid: content.",
        "code": "VALIDATION_ERROR",
        "details": {"fields": {"content": "1 to 32,000 characters, not blank"}},
        "retryable": False,
        "requestId": "01K9ZW6T3B8Q4N5M2X7R1C0DEF",
    },
    "ContentError": {
        "errors": [
            {
                "name": "ValidationError",
                "message": "The following field is invalid: Title",
                "data": {
                    "collection": "projects",
                    "errors": [{"label": "Title", "message": "This field is required.", "path": "title"}],
                },
            }
        ],
        "code": "VALIDATION_ERROR",
        "retryable": False,
        "requestId": "01K9ZW6T3B8Q4N5M2X7R1C0DEF",
    },
}


def dialect_of(path: str) -> str:
    return "OrchestratorError" if path.startswith(("/api/v1/", "/api/orchestrator/")) else "ContentError"


def error_response(dialect: str) -> dict[str, Any]:
    content = {"schema": {"$ref": f"#/components/schemas/{dialect}"}, "example": ERROR_EXAMPLES[dialect]}
    return {
        "description": "A failure. `Retry-After` is sent with 429 and 503.",
        "headers": {"X-Request-Id": {"schema": {"type": "string"}}},
        "content": {"application/json": content},
    }
