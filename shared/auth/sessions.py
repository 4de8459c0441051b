"""A user's sessions: a token counts only while its session is among them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from shared.auth.tokens import COLLECTION, LIFETIME
from shared.auth.visitor import current_visitor
from shared.domain.query import Change, Match, Push, by_id, eq, every
from shared.ports import Documents

MAX_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    created: datetime
    expires: datetime


def new_session(now: datetime) -> tuple[Session, dict[str, Any]]:
    """A session for the request's visitor, and its entry among the user's ``sessions``."""
    session = Session(uuid.uuid4().hex, now, now + LIFETIME)
    entry: dict[str, Any] = {"id": session.id, "createdAt": session.created, "expiresAt": session.expires}
    if agent := current_visitor().user_agent:
        entry["userAgent"] = agent
    return session, entry


async def open_session(documents: Documents, user_id: str, now: datetime) -> tuple[Session, dict[str, Any]] | None:
    """A new session and the user with it; the oldest beyond ``MAX_SESSIONS`` end. ``None`` when the user is gone."""
    session, entry = new_session(now)
    user = await documents.update(COLLECTION, by_id(user_id), Change(push={"sessions": Push(entry, MAX_SESSIONS)}))
    return (session, user) if user else None


async def forget_expired(documents: Documents, user_id: str, now: datetime) -> None:
    await documents.update(COLLECTION, by_id(user_id), Change(pull={"sessions": Match("expiresAt", "lte", now)}))


async def extend_session(
    documents: Documents, user_id: str, session_id: str, now: datetime
) -> tuple[Session, dict[str, Any]] | None:
    """The same session with its full lifetime from ``now``; ``None`` when it has ended."""
    user = await documents.find_one(COLLECTION, by_id(user_id), fields=("sessions",))
    while user is not None:
        position = _position(user, session_id)
        if position is None:
            return None
        path = f"sessions.{position}"
        change = Change(set={f"{path}.expiresAt": now + LIFETIME})
        changed = await documents.update(COLLECTION, every(by_id(user_id), eq(f"{path}.id", session_id)), change)
        if changed is not None:
            entry = changed["sessions"][position]
            return Session(session_id, entry["createdAt"], entry["expiresAt"]), changed
        user = await documents.find_one(COLLECTION, by_id(user_id), fields=("sessions",))
    return None


def _position(user: Mapping[str, Any], session_id: str) -> int | None:
    sessions = cast("list[dict[str, Any]]", user.get("sessions") or [])
    return next((index for index, entry in enumerate(sessions) if entry["id"] == session_id), None)


async def end_session(documents: Documents, user_id: str, session_id: str) -> bool:
    """Whether there was such a session."""
    holder = every(by_id(user_id), eq("sessions.id", session_id))
    change = Change(pull={"sessions": eq("id", session_id)})
    return await documents.update(COLLECTION, holder, change) is not None


async def end_all_sessions(documents: Documents, user_id: str) -> bool:
    """Whether there is such a user."""
    return await documents.update(COLLECTION, by_id(user_id), Change(set={"sessions": []})) is not None
