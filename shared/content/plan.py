"""What a subscription allows, counted so that no race passes it.

Every project carries a ``slot``, a unique key ``<user>:<number>`` below the plan's number of projects. Creating a
project is one insert: if its slot was taken meanwhile the index refuses and the next is tried. There is no counter
that a crash could leave wrong. Projects without such a slot (an admin's, or from a larger plan) take one away.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import Conflict, Forbidden
from shared.domain.identity import Principal
from shared.domain.query import Match, by_id, eq, every
from shared.ports import Documents

_UNLIMITED = 10**9
_MOST_REFUSALS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    max_projects: int
    max_episodes: int

    @classmethod
    def unlimited(cls) -> Plan:
        return cls(_UNLIMITED, _UNLIMITED)


async def plan_of(documents: Documents, user_id: str) -> Plan:
    """Admins are exempt; whoever is gone has the smallest plan."""
    user = await documents.find_one("users", by_id(user_id), fields=("role", "subscription")) or {}
    if user.get("role") == "admin":
        return Plan.unlimited()
    subscription: dict[str, Any] = user.get("subscription") or {}
    return Plan(_number(subscription.get("maxProjects"), 1), _number(subscription.get("maxEpisodesPerProject"), 3))


def _number(value: Any, default: int) -> int:
    return int(value) if isinstance(value, int | float) else default


async def claim_slot(
    documents: Documents, collection: str, document: dict[str, Any], principal: Principal | None
) -> dict[str, Any]:
    """Insert ``document`` with a free slot of its creator. Raises ``Forbidden`` when the plan has none left."""
    owner = document["createdBy"]
    plan = await plan_of(documents, owner)
    if plan.max_projects >= _UNLIMITED or (principal is not None and principal.is_admin):
        exempt = {**document, "slot": document["_id"]}
        await documents.insert(collection, exempt)
        return exempt
    refused: Counter[int] = Counter()
    while True:
        own = every(eq("createdBy", owner), Match("purge", "ne", True))  # what is being deleted has given its slot back
        existing = await documents.find(collection, own, fields=("slot",))
        taken = {_slot_number(project.get("slot"), owner) for project in existing}
        number = _first_free(plan.max_projects, taken - {None}, len(existing))
        if number is None:
            raise Forbidden(f"Your plan allows {plan.max_projects} projects.")
        placed = {**document, "slot": f"{owner}:{number}"}
        try:
            await documents.insert(collection, placed)
        except Conflict:
            refused[number] += 1
            if refused[number] > _MOST_REFUSALS:  # nobody holds it, so it was not the slot
                raise
            continue
        return placed


def _slot_number(slot: object, owner: str) -> int | None:
    user, _, number = str(slot).rpartition(":")
    return int(number) if user == owner and number.isdecimal() else None


def _first_free(maximum: int, taken: set[int | None], total: int) -> int | None:
    """The plan's slots, fewer by every project that stands outside of them."""
    allowed = maximum
    while True:
        inside = sum(number is not None and number < allowed for number in taken)
        fewer = max(0, maximum - (total - inside))
        if fewer >= allowed:
            return next((number for number in range(allowed) if number not in taken), None)
        allowed = fewer
