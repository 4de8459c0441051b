"""Claims as they are kept: every change is one compare-and-set, and what follows from it is written down again and
again until it stands (``dirty``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.brain.gather.claims import CLAIMS, Document, contradictions, digest, new_claim, told_as
from shared.domain.brain import Entity
from shared.domain.errors import Conflict
from shared.domain.query import Change, Index, among, by_id, eq, every
from shared.ports import Documents

CONFLICTS = "conflicts"
ITEMS = "gatherItems"
INDEXES = (Index(("project",)), Index(("items",)), Index(("dirty",)))
_MOST_TRIES = 200


class Ledger:
    def __init__(self, documents: Documents, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._now = now

    async def state(self, project_id: str, about: Entity, attribute: str, make: Callable[[Document], Document]) -> None:
        """Change the claim of an entity's attribute, which is made if there is none."""
        fresh = new_claim(project_id, about, attribute)
        for _ in range(_MOST_TRIES):
            standing = await self._documents.find_one(CLAIMS, by_id(fresh["_id"]))
            if standing is not None:
                if await self._replace(standing, make(standing)):
                    return
                continue
            try:
                made = make(fresh)
                await self._documents.insert(CLAIMS, made)
                await self.reflect(made)
                return
            except Conflict:
                continue
        raise Conflict

    async def change(self, claim_id: str, make: Callable[[Document], Document]) -> Document | None:
        """The claim as it is afterwards; ``None`` when there is none (any more)."""
        for _ in range(_MOST_TRIES):
            standing = await self._documents.find_one(CLAIMS, by_id(claim_id))
            if standing is None:
                return None
            changed = make(standing)
            if await self._replace(standing, changed):
                return changed
        raise Conflict

    async def of_item(self, item_id: str) -> list[Document]:
        return await self._documents.find(CLAIMS, eq("items", item_id))

    async def about(self, item_id: str, stated: Collection[str]) -> list[Document]:
        """Those of the item, and of these that it states but has no room in."""
        found = await self.of_item(item_id)
        full = sorted(set(stated) - {claim["_id"] for claim in found})
        return found + (await self._documents.find(CLAIMS, among("_id", full)) if full else [])

    async def dirty(self, limit: int) -> list[Document]:
        return await self._documents.find(CLAIMS, eq("dirty", True), limit=limit)

    async def _replace(self, standing: Document, changed: Document) -> bool:
        if changed == standing:
            if standing["dirty"]:
                await self.reflect(standing)
            return True
        where = every(by_id(standing["_id"]), eq("rev", standing["rev"]))
        if not changed["values"]:
            gone = await self._documents.delete(CLAIMS, where) is not None
            if gone:
                await self._close_conflicts(changed, set())
                await self._touch(standing["items"])
            return gone
        changed |= {"dirty": True, "rev": standing["rev"] + 1}
        fields = {name: value for name, value in changed.items() if name != "_id"}
        if await self._documents.update(CLAIMS, where, Change(set=fields)) is None:
            return False
        await self.reflect(changed)
        return True

    async def reflect(self, claim: Mapping[str, Any]) -> None:
        """Open and close the conflicts that the claim shows, and have the items fed anew whose facts it changes."""
        for _ in range(_MOST_TRIES):
            desired = {await self._open(claim, accepted, other) for accepted, other in contradictions(claim)}
            await self._close_conflicts(claim, desired)
            told = told_as(claim)
            if told != claim["shown"]:
                await self._touch(claim["items"])
            seen = every(by_id(claim["_id"]), eq("rev", claim["rev"]))
            done = Change(set={"dirty": False, "shown": told})
            if await self._documents.update(CLAIMS, seen, done) is not None:
                return
            # It has changed meanwhile, and we may have undone what its other writer wrote down.
            current = await self._documents.find_one(CLAIMS, by_id(claim["_id"]))
            if current is None:
                return await self._close_conflicts(claim, set())
            claim = current
        raise Conflict

    async def _open(self, claim: Mapping[str, Any], accepted: str, other: str) -> str:
        now = self._now()
        conflict_id = digest(claim["_id"], *sorted((accepted, other)))
        standing = await self._documents.find_one(CONFLICTS, by_id(conflict_id))
        if standing is None:
            a, b = _side(claim, accepted), _side(claim, other)
            document = {
                "_id": conflict_id,
                "project": claim["project"],
                "claim": claim["_id"],
                "entity": claim["entity"],
                "entityType": claim["entityType"],
                "entityTitle": claim["entityTitle"],
                "attribute": claim["attribute"],
                "a": a,
                "b": b,
                "state": "open",
                "items": _items(a, b),
                "createdAt": now,
                "updatedAt": now,
            }
            try:
                await self._documents.insert(CONFLICTS, document)
                return conflict_id
            except Conflict:
                standing = await self._documents.find_one(CONFLICTS, by_id(conflict_id))
        lapsed = standing is not None and conflict_id not in claim["decisions"]
        if standing is not None and (standing["state"] != "resolved" or lapsed):
            a, b = _side(claim, standing["a"]["key"]), _side(claim, standing["b"]["key"])
            if (a, b, "open") != (standing["a"], standing["b"], standing["state"]):
                fresh: Document = {"a": a, "b": b, "state": "open", "items": _items(a, b), "updatedAt": now}
                fresh |= dict.fromkeys(("decision", "decidedValue", "decidedBy", "decidedAt")) if lapsed else {}
                where = every(by_id(conflict_id), eq("state", standing["state"]))
                await self._documents.update(CONFLICTS, where, Change(set=fresh))
        return conflict_id

    async def _close_conflicts(self, claim: Mapping[str, Any], desired: set[str]) -> None:
        where = every(eq("claim", claim["_id"]), eq("state", "open"))
        for one in await self._documents.find(CONFLICTS, where):
            if one["_id"] in desired:
                continue
            decision = claim["decisions"].get(one["_id"])
            change: dict[str, Any] = {"state": "obsolete", "updatedAt": self._now()}
            if decision is not None:
                change |= {
                    "state": "resolved",
                    "decision": decision["choose"],
                    "decidedValue": decision["value"],
                    "decidedBy": decision["by"],
                    "decidedAt": decision["at"],
                }
            await self._documents.update(CONFLICTS, every(by_id(one["_id"]), eq("state", "open")), Change(set=change))

    async def _touch(self, items: Sequence[str]) -> None:
        """Have them told to the Brain anew."""
        for item in items:
            where = every(by_id(item), among("brainState", ["pending", "learned"]))
            await self._documents.update(ITEMS, where, Change(set={"brainState": "pending"}, inc={"brainWanted": 1}))


def _side(claim: Mapping[str, Any], key: str) -> Document:
    held = claim["values"].get(key)
    if held is None:
        return {"key": key, "value": "", "sources": []}
    sources = [{"item": item, **source} for item, source in sorted(held["sources"].items())]
    return {"key": key, "value": held["value"], "sources": sources}


def _items(*sides: Document) -> list[str]:
    return sorted({source["item"] for side in sides for source in side["sources"]})
