"""The conflicts of a project: two sources that contradict each other, and what a person decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from shared.brain.gather.claims import Document, decided
from shared.brain.gather.ledger import CONFLICTS, Ledger
from shared.brain.gather.values import agree, normal
from shared.domain.errors import Conflict, DatabaseError, NotFound
from shared.domain.query import Query, by_id, eq, every
from shared.ports import Documents

State = Literal["open", "resolved", "obsolete"]
MOST_SHOWN = 50
MOST_OF_A_SIDE = 5
"""Sources of each side where many conflicts are shown: a hundred with all theirs would fit neither Lambda's 6 MB nor,
in a run's result, a document."""
Choice = Literal["a", "b", "value"]


class Conflicts:
    def __init__(self, documents: Documents, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._ledger = ledger
        self._now = now

    async def page(self, project_id: str, state: State | None, *, skip: int, limit: int) -> tuple[list[Document], int]:
        """Newest first."""
        parts: list[Query] = [eq("project", project_id)]
        if state is not None:
            parts.append(eq("state", state))
        return await self._documents.page(
            CONFLICTS, every(*parts), sort=[("createdAt", -1), ("_id", -1)], skip=skip, limit=limit
        )

    async def get(self, conflict_id: str) -> Document:
        found = await self._documents.find_one(CONFLICTS, by_id(conflict_id))
        if found is None:
            raise NotFound("There is no such conflict.")
        return found

    async def of_item(self, item_id: str) -> tuple[list[Document], int]:
        """The open ones, as many as an answer holds, and how many there are."""
        where = every(eq("items", item_id), eq("state", "open"))
        return await self._documents.page(CONFLICTS, where, sort=[("_id", 1)], limit=MOST_SHOWN)

    async def resolve(self, conflict_id: str, choose: Choice, value: str | None, user_id: str) -> Document:
        """The resolved conflict. Deciding the same again changes nothing; ``Conflict`` for another decision, and for a
        conflict that is none any more."""
        conflict = await self.get(conflict_id)
        if conflict["state"] == "resolved":
            return _same(conflict, choose, value)
        if conflict["state"] == "obsolete":
            raise Conflict("This conflict does not exist any more: one of its sources has changed.")
        at = self._now()

        def decide(claim: Document) -> Document:
            if conflict_id in claim["decisions"]:
                return claim
            sides = (conflict[side]["key"] for side in ("a", "b"))
            if any(key not in claim["values"] for key in sides):
                raise Conflict("This conflict does not exist any more: one of its sources has changed.")
            return decided(claim, conflict, choose, value, user_id, at)

        if await self._ledger.change(conflict["claim"], decide) is None:
            raise Conflict("This conflict does not exist any more: one of its sources is gone.")
        conflict = await self.get(conflict_id)
        if conflict["state"] != "resolved":
            raise DatabaseError  # somebody else is writing it down this moment
        return _same(conflict, choose, value)


def _same(conflict: Document, choose: Choice, value: str | None) -> Document:
    attribute, told = conflict["attribute"], (value or "") if choose == "value" else conflict[choose]["value"]
    said = (normal(attribute, one) for one in (told, conflict["decidedValue"]))
    if conflict["decision"] != choose or not agree(attribute, *said):
        raise Conflict("This conflict has been decided differently.")
    return conflict


def conflict_view(conflict: Mapping[str, Any], *, most: int | None = None) -> Document:
    """As it is shown: both values side by side, each with what says it. With ``most``, so many sources of each, those
    that still say so first."""
    shown: Document = {
        "id": conflict["_id"],
        "project": conflict["project"],
        "entity": conflict["entity"],
        "entityType": conflict["entityType"],
        "entityTitle": conflict["entityTitle"],
        "attribute": conflict["attribute"],
        "state": conflict["state"],
    }
    for side in ("a", "b"):
        sources = sorted(map(_source_view, conflict[side]["sources"]), key=lambda source: source["superseded"])
        shown[side] = {"value": conflict[side]["value"], "sources": sources[:most], "sourceCount": len(sources)}
    for name in ("decision", "decidedValue", "decidedBy"):
        shown[name] = conflict.get(name)
    for name in ("decidedAt", "createdAt"):
        moment = conflict.get(name)
        shown[name] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
    return shown


def _source_view(source: Mapping[str, Any]) -> Document:
    return {
        "item": source["item"],
        "label": source.get("label", ""),
        "page": source.get("page"),
        "quote": source.get("quote", ""),
        "superseded": bool(source.get("old")),
        "inferred": bool(source.get("inferred")),
    }
