"""There is always an administrator: also when the last two take it from each other at the same moment.

One document, the roster, names administrators that may be relied upon. It promises that everybody in it is one and that
it is never emptied. Whoever shall be one no longer leaves the roster first, which takes that somebody else is in it. To
enter somebody, their ``seat`` is renewed while they are an administrator, then the roster is changed if it is still the
one that was read; to take the role away needs the seat as it was before the roster was left. So of one who enters a
person and one who takes their role away at the same time, one starts again.
"""

from __future__ import annotations

from typing import Any

from shared.domain.errors import Conflict, Forbidden
from shared.domain.ids import new_document_id
from shared.domain.query import Change, Not, Query, by_id, eq, every
from shared.ports import Documents

COLLECTION = "rosters"
_ROSTER = "admins"
_USERS = "users"
_ADMINS = eq("role", "admin")
_MOST_TURNS = 20
LAST = "There must be an administrator: make somebody else one first."


async def dispensable(documents: Documents, user_id: str) -> Query:
    """The condition under which ``user_id`` may be deleted or given another role right now.

    Raises ``Forbidden`` for the last administrator, ``Conflict`` when others keep getting in between.
    """
    for _ in range(_MOST_TURNS):
        user = await documents.find_one(_USERS, by_id(user_id), fields=("role", "seat"))
        if user is None or user["role"] != "admin":
            return Not(_ADMINS)
        roster = await _roster(documents)
        others = [name for name in roster["members"] if name != user_id]
        if not others:
            await _enter_another(documents, roster, user_id)
        elif await _replace(documents, roster, others):
            return eq("seat", user.get("seat"))
    raise Conflict


async def _enter_another(documents: Documents, roster: dict[str, Any], user_id: str) -> None:
    other = await documents.find_one(_USERS, every(_ADMINS, Not(by_id(user_id))), fields=("_id",))
    if other is None:
        raise Forbidden(LAST)
    seated = every(by_id(other["_id"]), _ADMINS)
    if await documents.update(_USERS, seated, Change(set={"seat": new_document_id()})):
        await _replace(documents, roster, [*roster["members"], other["_id"]])


async def _roster(documents: Documents) -> dict[str, Any]:
    roster: dict[str, Any] | None = await documents.find_one(COLLECTION, by_id(_ROSTER))
    if roster is None:
        roster = {"_id": _ROSTER, "members": list[str](), "rev": 0}
        try:
            await documents.insert(COLLECTION, roster)
        except Conflict:
            return await _roster(documents)
    return roster


async def _replace(documents: Documents, roster: dict[str, Any], members: list[str]) -> bool:
    """Whether the roster was still as it was read."""
    unchanged = every(by_id(_ROSTER), eq("rev", roster["rev"]))
    changed = await documents.update(COLLECTION, unchanged, Change(set={"members": members}, inc={"rev": 1}))
    return changed is not None
