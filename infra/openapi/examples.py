"""What a real request and its answer look like, for the operations that everybody starts with."""

from __future__ import annotations

from typing import Any

_USER = {
    "id": "68f0c1a2b3d4e5f60718293a",
    "email": "noor@example.com",
    "name": "Noor",
    "role": "admin",
    "subscription": {"tier": "free", "maxProjects": 1, "maxEpisodesPerProject": 3},
    "createdAt": "2026-11-21T09:00:00.000Z",
    "updatedAt": "2026-11-21T09:00:00.000Z",
}
_PROJECT = {
    "id": "68f0c1b7b3d4e5f60718293b",
    "title": "The Lighthouse Keeper's Debt",
    "genre": "drama",
    "episodeCount": 3,
    "targetAudience": "adult",
    "status": "concept",
    "createdBy": _USER["id"],
    "progress": {"currentPhase": "story_development", "completedSteps": [], "overallProgress": 0},
    "createdAt": "2026-11-21T09:01:00.000Z",
    "updatedAt": "2026-11-21T09:01:00.000Z",
}
_RUN = "01K9ZW6T3B8Q4N5M2X7R1C0DEF"
_CONVERSATION = "68f0c1c4b3d4e5f60718293c"
_RESULT = {
    "success": True,
    "conversationId": _CONVERSATION,
    "runId": _RUN,
    "messageId": f"{_CONVERSATION}:000002",
    "message": "A lighthouse keeper finds a debt book that lists the drowned …",
    "model": "anthropic/claude-sonnet-4.5",
    "finishReason": "stop",
    "usage": {"promptTokens": 212, "completionTokens": 148, "totalTokens": 360},
    "suggestions": ["Give the keeper a secret", "Break it into three episodes", "Who comes to collect?"],
}
_ACCEPTED = {
    "success": True,
    "conversationId": _CONVERSATION,
    "runId": _RUN,
    "streamUrl": f"/api/v1/orchestrator/stream?runId={_RUN}",
    "status": "queued",
}
_TOKEN = "eyJhbGciOi…"  # noqa: S105 - an ellipsis, not a token

PUBLIC = {
    ("post", "/api/users/login"),
    ("post", "/api/users/first-register"),
    ("get", "/api/users/init"),
    ("get", "/api/users/me"),
    ("post", "/api/users"),
    ("post", "/api/graphql"),
}
"""Operations that answer without credentials."""

EXAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/users/first-register"): {
        "request": {"email": "noor@example.com", "password": "a long sentence of mine", "name": "Noor"},
        "responses": {
            "200": {
                "message": "Successfully registered first user.",
                "exp": 1789007200,
                "token": _TOKEN,
                "user": _USER,
            }
        },
    },
    ("post", "/api/users/login"): {
        "request": {"email": "noor@example.com", "password": "a long sentence of mine"},
        "responses": {
            "200": {"message": "Authentication Passed", "exp": 1789007200, "token": _TOKEN, "user": _USER},
        },
    },
    ("post", "/api/projects"): {
        "request": {"title": _PROJECT["title"], "genre": "drama", "episodeCount": 3, "targetAudience": "adult"},
        "responses": {"201": {"doc": _PROJECT, "message": "Project successfully created."}},
    },
    ("get", "/api/projects"): {
        "responses": {
            "200": {
                "docs": [_PROJECT],
                "totalDocs": 1,
                "limit": 10,
                "page": 1,
                "totalPages": 1,
                "pagingCounter": 1,
                "hasPrevPage": False,
                "hasNextPage": False,
                "prevPage": None,
                "nextPage": None,
            }
        },
    },
    ("post", "/api/graphql"): {
        "request": {
            "query": "query ($where: Project_where) { Projects(where: $where) { totalDocs docs { title genre } } }",
            "variables": {"where": {"genre": {"equals": "drama"}}},
        },
        "responses": {
            "200": {"data": {"Projects": {"totalDocs": 1, "docs": [{"title": _PROJECT["title"], "genre": "drama"}]}}}
        },
    },
    ("post", "/api/v1/orchestrator/chat"): {
        "request": {"content": "Pitch me a film about a lighthouse keeper.", "projectId": _PROJECT["id"]},
        "responses": {"200": _RESULT, "202": _ACCEPTED},
    },
    ("post", "/api/v1/orchestrator/stream/ticket"): {
        "request": {"runId": _RUN},
        "responses": {"201": {"ticket": "tk_…", "expiresAt": "2026-11-21T09:03:00.000Z"}},
    },
    ("get", "/api/v1/orchestrator/runs/{runId}/events"): {
        "responses": {
            "200": {
                "events": [
                    {
                        "id": f"{_RUN}:2",
                        "seq": 2,
                        "type": "token",
                        "data": {"token": "A lighthouse"},
                        "timestamp": 1789000000120,
                    }
                ],
                "status": "running",
                "lastSeq": 2,
            }
        }
    },
}
