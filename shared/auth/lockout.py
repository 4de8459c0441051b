"""Five tries, then ten minutes of nothing. A try is taken before it is evaluated, by one atomic update, so that
guessing in parallel gets no sixth.

``loginAttempts`` counts the tries of a window, ``lockUntil`` is when the window ends: ten minutes after its last
counted try. A login that succeeds ends the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.domain.query import Change, Match, Query, by_id, either, eq, every
from shared.ports import Documents

MAX_ATTEMPTS = 5
WINDOW = timedelta(minutes=10)
FORGIVEN: Mapping[str, Any] = {"loginAttempts": 0, "lockUntil": None}
_USERS = "users"
_NOBODY = "-"


async def take_attempt(documents: Documents, user: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether a password of ``user`` (as just read, ``None`` if there is none) may be evaluated.

    Costs an unknown, a locked and an open account the same number of round trips.
    """
    if user is None:
        await _take(documents, _NOBODY, _open_window(now), now, first=False)
        return False
    until = user.get("lockUntil")
    inside = until is not None and until > now
    if not inside and await _take(documents, user["_id"], _window_over(now), now, first=True):
        return True
    # Inside a window, or another try has opened one since ``user`` was read.
    return await _take(documents, user["_id"], _open_window(now), now, first=False)


async def _take(documents: Documents, user_id: str, condition: Query, now: datetime, *, first: bool) -> bool:
    until = {"lockUntil": now + WINDOW}
    change = Change(set={"loginAttempts": 1, **until}) if first else Change(set=until, inc={"loginAttempts": 1})
    pruned = Change(set=change.set, inc=change.inc, pull={"sessions": Match("expiresAt", "lte", now)})
    return await documents.update(_USERS, every(by_id(user_id), condition), pruned) is not None


def _open_window(now: datetime) -> Query:
    return every(Match("lockUntil", "gt", now), Match("loginAttempts", "lt", MAX_ATTEMPTS))


def _window_over(now: datetime) -> Query:
    return either(eq("lockUntil", None), Match("lockUntil", "lte", now))
