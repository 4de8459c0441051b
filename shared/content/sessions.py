"""Where somebody is signed in: to look at and to end. One's own, for an admin anybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from shared.auth.sessions import end_all_sessions, end_session
from shared.content import values
from shared.content.wire import Wire
from shared.domain.errors import Forbidden, NotFound
from shared.domain.identity import Principal
from shared.domain.query import by_id
from shared.ports import Documents


class Sessions:
    """``Forbidden`` for the anonymous; ``NotFound`` for other people's accounts and for sessions that have ended."""

    def __init__(self, documents: Documents, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._now = now

    async def of(self, user_id: str, principal: Principal | None) -> list[Wire]:
        """The live ones, the newest first."""
        who = _permitted(user_id, principal)
        user = await self._documents.find_one("users", by_id(user_id), fields=("sessions",))
        if user is None:
            raise NotFound
        sessions = cast("list[dict[str, Any]]", user.get("sessions") or [])
        live = [session for session in reversed(sessions) if session["expiresAt"] > self._now()]
        return [_shown(session, who) for session in live]

    async def end(self, user_id: str, session_id: str, principal: Principal | None) -> None:
        _permitted(user_id, principal)
        if not await end_session(self._documents, user_id, session_id):
            raise NotFound

    async def end_all(self, user_id: str, principal: Principal | None) -> None:
        _permitted(user_id, principal)
        if not await end_all_sessions(self._documents, user_id):
            raise NotFound


def _permitted(user_id: str, principal: Principal | None) -> Principal:
    if principal is None:
        raise Forbidden
    if principal.user_id != user_id and not principal.is_admin:
        raise NotFound
    return principal


def _shown(session: dict[str, Any], principal: Principal) -> Wire:
    return {
        "id": session["id"],
        "createdAt": values.iso(session["createdAt"]),
        "expiresAt": values.iso(session["expiresAt"]),
        "userAgent": session.get("userAgent"),
        "current": session["id"] == principal.session_id,
    }
