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
_ENTITY = {
    "id": "5c1c9fd8be3f0a4d7c1e2b3a",
    "type": "character",
    "title": "Maya Okafor",
    "content": "Keeper of the lamp at Skerry Point.",
    "aliases": ["Maya"],
    "metadata": {},
    "manual": False,
    "version": 2,
    "createdAt": "2026-11-21T09:00:00.000Z",
    "updatedAt": "2026-11-21T09:30:00.000Z",
}
_SOURCE = {
    "item": "68f0c1a2b3d4e5f607182999",
    "label": "pilot.fdx",
    "page": 3,
    "shot": None,
    "timecode": None,
    "quote": "MAYA, 28, lifts the lamp.",
}
_WHOLE = {
    **_ENTITY,
    "facts": [{"attribute": "age", "value": "28", "inferred": False, "source": _SOURCE}],
    "sources": [_SOURCE],
}
_RELATION = {
    "id": "9b1deb4d3b7d4bad9bdd2b0d",
    "start": _ENTITY["id"],
    "type": "OWNS",
    "end": "0f8fad5bd9cb469fa165708c",
    "manual": True,
    "sources": [],
}
_PASSAGE = {
    "item": "68f0c1d9b3d4e5f60718293d",
    "label": "Draft 2",
    "page": 12,
    "shot": "3A",
    "timecode": None,
    "quote": "MAYA (28) lights the lamp.",
}
_FOUND = {
    "id": "3f1b0a9c8d7e6f5041322314",
    "type": "character",
    "title": "Maya",
    "content": "The lighthouse keeper.",
    "relevance": 0.93,
    "metadata": {
        "sources": [_PASSAGE],
        "facts": [{"attribute": "age", "value": "28", "inferred": False, "source": _PASSAGE}],
        "aliases": [],
        "path": "",
        "channels": ["vector", "text"],
        "manual": False,
        "properties": {},
    },
}
_CONFLICT = {
    "id": "4be643f1d98573b97cdca98e",
    "project": "68f0c1a2b3d4e5f607182930",
    "entity": "3f1b0a9c8d7e6f5041322314",
    "entityType": "character",
    "entityTitle": "Maya",
    "attribute": "age",
    "state": "open",
    "a": {
        "value": "28",
        "sources": [
            {"item": "68f0c1d9b3d4e5f60718293d", "label": "Draft 1", "page": 12, "quote": "MAYA (28) lights the lamp.",
             "superseded": True, "inferred": False}
        ],
    },
    "b": {
        "value": "34",
        "sources": [
            {"item": "68f0c1e7b3d4e5f60718294a", "label": "Draft 2", "page": 11, "quote": "MAYA (34) lights the lamp.",
             "superseded": False, "inferred": False}
        ],
    },
    "decision": None,
    "decidedValue": None,
    "decidedBy": None,
    "decidedAt": None,
    "createdAt": "2026-11-21T09:00:00.000Z",
}  # fmt: skip
_GATHERED = {
    **{name: _RESULT[name] for name in ("success", "conversationId", "runId", "messageId", "usage")},
    "message": "Gathered: Maya, 28, keeper of the lamp at Skerry Point.",
    "gatherItemId": "68f0c1d9b3d4e5f60718293d",
    "summary": "Maya, 28, keeper of the lamp at Skerry Point.",
    "context": "A character profile. Maya is the protagonist of the film.",
    "duplicates": [{"id": "68f0c1a2b3d4e5f607182999", "similarity": 0.88, "suggestion": "merge"}],
    "conflicts": [],
    "iterationCount": 1,
    "status": "review",
    "degraded": False,
    "unfinished": [],
    "brainState": "learned",
    "supersedes": None,
    "counts": {"entities": 1, "facts": 3, "relations": 0, "passages": 1},
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
    ("post", "/api/v1/orchestrator/query"): {
        "request": {"content": "How old is Maya?", "projectId": _PROJECT["id"], "types": ["character"]},
        "responses": {
            "200": {
                **_RESULT,
                "message": "Maya is 28 [1].",
                "suggestions": ["Which scenes is Maya in?", "Who does Maya know?", "Which characters are there?"],
                "results": [_FOUND],
                "citations": [{"marker": "[1]", "id": _FOUND["id"], "quote": _PASSAGE["quote"]}],
                "degraded": False,
            },
            "202": _ACCEPTED,
        },
    },
    ("post", "/api/v1/orchestrator/data"): {
        "request": {
            "content": {"name": "Maya", "age": 28, "occupation": "Keeper of the lamp"},
            "projectId": _PROJECT["id"],
        },
        "responses": {"200": _GATHERED, "202": _ACCEPTED},
    },
    ("get", "/api/v1/orchestrator/data/conflicts/{conflictId}"): {"responses": {"200": _CONFLICT}},
    ("post", "/api/v1/orchestrator/data/conflicts/{conflictId}/resolve"): {
        "request": {"choose": "b"},
        "responses": {"200": {**_CONFLICT, "state": "resolved", "decision": "b", "decidedValue": "34"}},
    },
    ("post", "/api/v1/orchestrator/data/{gatherItemId}/resolve"): {
        "request": {"action": "merge", "with": "68f0c1a2b3d4e5f607182999"},
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
    ("post", "/api/v1/brain/{projectId}/entities"): {
        "request": {
            "type": "character",
            "title": _ENTITY["title"],
            "content": _ENTITY["content"],
            "facts": [{"attribute": "age", "value": "28", "source": {"label": "Series bible", "page": 12}}],
        },
    },
    ("get", "/api/v1/brain/{projectId}/entities/{entityId}"): {"responses": {"200": _WHOLE}},
    ("patch", "/api/v1/brain/{projectId}/entities/{entityId}"): {
        "request": {"content": "Keeper of the lamp until the storm."},
        "responses": {"200": _WHOLE},
    },
    ("post", "/api/v1/brain/{projectId}/relations"): {
        "request": {name: _RELATION[name] for name in ("start", "type", "end")},
        "responses": {"201": _RELATION},
    },
    ("get", "/api/v1/brain/{projectId}/search"): {
        "responses": {
            "200": {"results": [{**_WHOLE, "relevance": 0.83, "channels": ["vector", "text"], "path": ""}]},
        }
    },
}
