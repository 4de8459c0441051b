"""What a person says about an item that may be a duplicate: drop it, merge it into the other, or keep both."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from shared.brain.gather.items import ALIVE, EXISTS, ITEMS, Document
from shared.brain.gather.settling import MOST_MERGED, Settling
from shared.brain.gather.work import WORKS
from shared.domain.errors import BrainError, Conflict, NotFound, ValidationFailed
from shared.domain.query import Change, Match, by_id, eq, every
from shared.ports import Documents

Action = Literal["skip", "merge", "keep"]


class Resolving:
    def __init__(self, documents: Documents, settling: Settling, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._settling = settling
        self._now = now

    async def get(self, item_id: str) -> Document:
        item = await self._documents.find_one(ITEMS, every(by_id(item_id), EXISTS))
        if item is None:
            raise NotFound("There is no such item.")
        return item

    async def resolve(self, item_id: str, action: Action, other: str | None, user_id: str) -> Document:
        """The item afterwards. The first decision stands: the same again changes nothing, another is a ``Conflict``.

        With ``merge``, ``other`` is the item that takes this one's knowledge; ``None``: the nearest duplicate.
        """
        item = await self.get(item_id)
        other = other if action == "merge" else None
        if action == "merge" and item.get("resolution") is None:
            other = await self._target(item, other)
        decision = {"action": action, "by": user_id, "at": self._now()} | ({"with": other} if other else {})
        where = every(by_id(item_id), EXISTS, ALIVE, eq("resolution", None))
        decided = await self._documents.update(ITEMS, where, self._change(item, decision))
        item = decided or await self.get(item_id)
        self._require_same(item, action, other)
        with contextlib.suppress(BrainError):  # the sweep tells it
            await self._settling.settle(item_id)
        item = await self.get(item_id)
        self._require_same(item, action, other)
        return item

    def _change(self, item: Document, decision: Document) -> Change:
        changed: Document = {"resolution": decision, "updatedAt": self._now()}
        match decision["action"]:
            case "keep":
                changed |= {"status": "gathered"}
                if item["brainState"] == "held":
                    changed |= {"brainState": "pending"}
            case "skip":
                changed |= {"status": "skipped", "brainState": "forgetting"}
            case _:
                changed |= {"status": "merged", "mergedInto": decision["with"], "brainState": "forgetting"}
        return Change(set=changed)

    async def _target(self, item: Document, other: str | None) -> str:
        other = other or next((one["id"] for one in item["duplicates"]), None)
        if other is None:
            raise ValidationFailed.of(**{"with": "expected the id of the item that it is merged into"})
        where = every(by_id(other), eq("project", item["project"]), EXISTS, ALIVE, Match("status", "ne", "held"))
        found = await self._documents.find_one(ITEMS, where, fields=("_id",))
        if found is None or other == item["_id"]:
            raise ValidationFailed.of(
                **{"with": "expected another item of the project, and none that is held back itself"}
            )
        work = await self._documents.find_one(WORKS, by_id(other), fields=("merged",)) or {}
        if len(work.get("merged") or {}) >= MOST_MERGED:
            raise ValidationFailed.of(**{"with": f"expected an item that fewer than {MOST_MERGED} were merged into"})
        return other

    def _require_same(self, item: Document, action: Action, other: str | None) -> None:
        decision: dict[str, Any] = item.get("resolution") or {}
        if decision.get("action") != action:
            raise Conflict("This item has been decided about differently, or does not count any more.")
        if action == "merge" and other is not None and decision.get("with") != other:
            raise Conflict("This item was merged into another one.")


def item_view(item: Document) -> Document:
    """What a decision answers with."""
    resolution: Document = item.get("resolution") or {}
    return {
        "gatherItemId": item["_id"],
        "status": item["status"],
        "action": resolution.get("action"),
        "with": resolution.get("with"),
        "brainState": item["brainState"],
    }
