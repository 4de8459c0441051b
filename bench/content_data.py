"""A studio of a given size, written straight into the documents: the same person's work amid more or less of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from pymongo.database import Database

from shared.auth.tokens import LIFETIME
from shared.domain.runs import message_id

Document = dict[str, Any]
ME, MY_EMAIL, MY_SESSION = "bench-me", "me@bench.example", "bench-session"
COMER, COMERS_EMAIL, PASSWORD = "bench-comer", "comer@bench.example", "correct horse battery"
"""Who logs in, over and over. Not who asks: an account keeps its latest fifty sessions, and mine must stay."""
OWN, SHARED, MESSAGES = 12, 8, 10
"""Projects of one's own and shared with one, the same at every size; messages in the conversation of each project."""
MY_PROJECT, MY_CONVERSATION = "project-000003", "conversation-000003"
_GENRES = ("action", "comedy", "drama", "horror", "thriller")
_STATUSES = ("concept", "pre-production", "production", "completed")
_WORDS = ("river", "night", "harbour", "winter", "letter", "glass", "garden", "signal", "mirror", "island")
_START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(database: Database[Document], projects: int, password_hash: str) -> None:
    """``projects`` projects with a conversation each, and ``MESSAGES`` messages in every conversation."""
    numbers = range(projects)
    kinds: dict[str, Iterator[Document]] = {
        "users": _users(projects, password_hash),
        "projects": (project(number) for number in numbers),
        "conversations": (_conversation(number) for number in numbers),
        "messages": (_message(number, seq) for number in numbers for seq in range(1, MESSAGES + 1)),
    }
    for name, documents in kinds.items():
        while batch := list(islice(documents, 1000)):
            database[name].insert_many(batch)


def _times(number: int) -> Document:
    # Everybody's work is spread over the same time.
    created = _START + timedelta(minutes=number * 7919 % 100_003)
    return {"createdAt": created, "updatedAt": created + timedelta(minutes=number * 104_729 % 100_003)}


def _users(projects: int, password_hash: str) -> Iterator[Document]:
    now = datetime.now(UTC)
    session = {"id": MY_SESSION, "createdAt": now, "expiresAt": now + LIFETIME}
    yield _user(ME, MY_EMAIL) | {"sessions": [session], "activeProjects": [MY_PROJECT]}
    yield _user(COMER, COMERS_EMAIL) | {"passwordHash": password_hash, "activeProjects": [MY_PROJECT]}
    for number in range(projects // 10):
        yield _user(f"user-{number:06}", f"user{number}@bench.example")


def _user(user_id: str, email: str) -> Document:
    plan = {"tier": "free", "maxProjects": 100, "maxEpisodesPerProject": 10}
    user: Document = {"_id": user_id, "email": email, "name": "Somebody", "role": "user", "preferences": {}}
    return user | {"activeProjects": [], "subscription": plan, "sessions": [], "rev": 0} | _times(1)


def _owner(number: int) -> str:
    return ME if number < OWN else f"user-{number // 10:06}"


def project(number: int) -> Document:
    shared_with = ME if OWN <= number < OWN + SHARED else f"user-{number // 10 + 1:06}"
    words = (_WORDS[number % 10], _WORDS[number // 10 % 10])
    settings = {"aspectRatio": "16:9", "episodeDuration": 22, "qualityTier": "standard"}
    progress = {"currentPhase": "story_development", "completedSteps": [], "overallProgress": number % 100}
    return {
        "_id": f"project-{number:06}",
        "title": f"The {words[0]} and the {words[1]}",
        "description": "Two people who should never have met, and the winter in which they do. " * 3,
        "genre": _GENRES[number % 5],
        "episodeCount": 1 + number % 10,
        "targetAudience": "family",
        "status": _STATUSES[number % 4],
        "createdBy": _owner(number),
        "collaborators": [{"id": f"row-{number}", "user": shared_with, "role": "editor"}],
        "styleReferences": [],
        "projectSettings": settings,
        "progress": progress,
        "deletedAt": None,
        "rev": 0,
    } | _times(number)


def _conversation(number: int) -> Document:
    times = _times(number)
    return {
        "_id": f"conversation-{number:06}",
        "name": f"About scene {number}",
        "project": f"project-{number:06}",
        "user": _owner(number),
        "mode": "chat",
        "status": "active",
        "lastMessageAt": times["updatedAt"],
        "seq": MESSAGES,
        "head": message_id(f"conversation-{number:06}", MESSAGES),
        "lastRun": None,
        "deletedAt": None,
        "rev": 0,
    } | times


def _message(number: int, seq: int) -> Document:
    conversation = f"conversation-{number:06}"
    moment = _times(number)["createdAt"] + timedelta(seconds=seq)
    return {
        "_id": message_id(conversation, seq),
        "conversation": conversation,
        "seq": seq,
        "parent": message_id(conversation, seq - 1) if seq > 1 else None,
        "role": "user" if seq % 2 else "assistant",
        "content": "What if she never read the letter, and he knew it from the first scene on? " * 4,
        "agentId": None,
        "attachments": [],
        "metadata": {},
        "runId": None,
        "createdAt": moment,
        "updatedAt": moment,
    }
