"""What follows from an item that is kept, or that counts no more. Every step is safe to repeat, and is found by the
item's own state: whoever dies in between, the sweep goes on (``sweeping.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.brain.gather import claims
from shared.brain.gather.items import ALIVE, EXISTS, ITEMS, LIVE, Document, suggestion_status
from shared.brain.gather.knowledge import Knowledge, knowledge_document, knowledge_of, without_passages
from shared.brain.gather.ledger import Ledger
from shared.brain.gather.telling import Telling
from shared.brain.gather.values import has_one_value
from shared.brain.gather.work import WORKS
from shared.domain.query import Change, among, by_id, either, eq, every
from shared.ports import Documents

_MOST_OTHERS = 20
MOST_MERGED, LARGEST_MERGED = 16, 400_000
"""Items that are merged into one, and bytes of each: they lie in its document."""


class Settling:
    def __init__(self, documents: Documents, ledger: Ledger, telling: Telling) -> None:
        self._documents = documents
        self._ledger = ledger
        self._telling = telling

    async def settle(self, item_id: str) -> None:
        """Claim its facts, take the place of what it replaces, and tell the Brain. May raise ``BrainError``: all but
        the telling is done then."""
        item = await self._documents.find_one(ITEMS, every(by_id(item_id), EXISTS))
        if item is None:
            return
        retiring: list[Document] = []
        if item["status"] in ("gathered", "review", "held"):
            await self._state_facts(item)
            retiring = await self._replace_older(item)
            await self._still_there(item)
        elif await self._crossed(item):
            return await self.settle(item_id)
        else:
            retiring = [item]
        for old in retiring:
            await self._withdraw(old)
        await self._telling.tell(item_id)
        for old in retiring:
            await self._telling.forget(old)
        await self._tell_others(item)

    async def _tell_others(self, item: Mapping[str, Any]) -> None:
        """Those whose facts are held for true, or no longer are, since this one speaks."""
        claimed = sorted({other for claim in await self._ledger.of_item(item["_id"]) for other in claim["items"]})
        waiting = every(among("_id", claimed), EXISTS, eq("brainState", "pending"))
        for other in await self._documents.find(ITEMS, waiting, limit=_MOST_OTHERS, fields=("_id",)):
            await self._telling.tell(other["_id"])

    async def _state_facts(self, item: Mapping[str, Any]) -> None:
        work = await self._documents.find_one(WORKS, by_id(item["_id"]), fields=("knowledge",)) or {}
        await self._state(item, knowledge_of(work.get("knowledge") or {}))

    async def _state(self, item: Mapping[str, Any], knowledge: Knowledge) -> None:
        for stated in knowledge.facts:
            fact, about = stated.fact, knowledge.entities.get(stated.entity)
            if about is None or not has_one_value(fact.attribute, fact.value):
                continue

            def state(claim: Document, fact: Any = fact) -> Document:
                return claims.stated(claim, item["_id"], fact)

            await self._ledger.state(item["project"], about, fact.attribute, state)

    async def _replace_older(self, item: Mapping[str, Any]) -> list[Document]:
        """Of several that are the same thing, the newest counts: all agree on which that is, whoever comes first."""
        same = [among("origins", item["origins"])] if item["origins"] else []
        if item.get("supersedes"):
            same.append(by_id(item["supersedes"]))
        if not same:
            return []
        unfinished = every(eq("supersededBy", item["_id"]), eq("brainState", "forgetting"))
        where = every(eq("project", item["project"]), EXISTS, either(ALIVE, unfinished), either(*same))
        found = [one for one in await self._documents.find(ITEMS, where) if one["_id"] != item["_id"]]
        newer = [one for one in found if one["_id"] > item["_id"] and one["status"] != "superseded"]
        if newer:
            await self._retire(item, max(newer, key=lambda one: one["_id"]))
            return []
        retired = [old for one in found if (old := await self._retire(one, item)) is not None]
        for old in retired:
            await self._no_duplicate(item["_id"], old["_id"])
        return retired

    async def _no_duplicate(self, item_id: str, old: str) -> None:
        """What it takes the place of is no duplicate of it, though it was there while the two were compared."""
        resembled = every(by_id(item_id), ALIVE, eq("resolution", None), eq("duplicates.id", old))
        left = await self._documents.update(ITEMS, resembled, Change(pull={"duplicates": eq("id", old)}))
        if left is None:
            return
        status = suggestion_status(left["duplicates"])
        change = {"status": status} | ({"brainState": "pending"} if left["brainState"] == "held" != status else {})
        same = every(by_id(item_id), ALIVE, eq("resolution", None), eq("duplicates", left["duplicates"]))
        await self._documents.update(ITEMS, same, Change(set=change))

    async def _retire(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Document | None:
        change = {"status": "superseded", "supersededBy": new["_id"], "brainState": "forgetting"}
        where = every(by_id(old["_id"]), EXISTS, ALIVE)
        retired = await self._documents.update(ITEMS, where, Change(set=change))
        if retired is not None:
            return retired
        return await self._documents.find_one(ITEMS, every(by_id(old["_id"]), eq("brainState", "forgetting")))

    async def _still_there(self, item: Mapping[str, Any]) -> None:
        """It was deleted meanwhile: what was claimed since must not outlive it."""
        if await self._documents.find_one(ITEMS, every(by_id(item["_id"]), EXISTS), fields=("_id",)) is None:
            await withdraw(self._ledger, item["_id"])

    async def _withdraw(self, item: Mapping[str, Any]) -> None:
        """Take its claims to whoever speaks instead of it."""
        item_id = item["_id"]
        if item["status"] != "merged":
            # Nothing is compared with what counts no more: there may be any number of it.
            await self._documents.update(WORKS, by_id(item_id), Change(set={"bands": [], "vectorModel": ""}))
        if item["status"] == "superseded":
            new = item["supersededBy"]
            await self._inherit(item_id, new)
            for claim in await self._ledger.of_item(item_id):
                await self._ledger.change(claim["_id"], lambda one: claims.superseded(one, item_id, new))
        elif item["status"] == "merged":
            await self._merge(item_id, item["mergedInto"])
        else:
            await withdraw(self._ledger, item_id)

    async def _inherit(self, old: str, new: str) -> None:
        """What was merged into ``old`` is no part of it that its new version could leave out."""
        work = await self._documents.find_one(WORKS, by_id(old), fields=("merged",)) or {}
        merged: Mapping[str, Document] = work.get("merged") or {}
        heir = await self._documents.find_one(ITEMS, every(by_id(new), EXISTS)) if merged else None
        if heir is None:
            return
        for part, stored in merged.items():
            await self._documents.update(WORKS, by_id(new), Change(set={f"merged.{part}": stored}))
            if heir["status"] in LIVE:
                await self._state(heir, knowledge_of(stored))
        await self._tell_again(new)

    async def _tell_again(self, item_id: str) -> None:
        told = every(by_id(item_id), among("brainState", ["pending", "learned"]))
        await self._documents.update(ITEMS, told, Change(set={"brainState": "pending"}, inc={"brainWanted": 1}))

    async def _crossed(self, item: Mapping[str, Any]) -> bool:
        """Two were merged into each other at once: the older one stays after all. Whether that is ``item``."""
        if item["status"] != "merged":
            return False
        older, younger = sorted((item["_id"], item["mergedInto"]))
        both = every(by_id(item["mergedInto"]), EXISTS, eq("status", "merged"), eq("mergedInto", item["_id"]))
        if await self._documents.find_one(ITEMS, both, fields=("_id",)) is None:
            return False
        stays = {"status": "gathered", "resolution": None, "mergedInto": None, "brainState": "pending"}
        where = every(by_id(older), EXISTS, eq("status", "merged"), eq("mergedInto", younger))
        await self._documents.update(ITEMS, where, Change(set=stays, inc={"brainWanted": 1}))
        return older == item["_id"]

    async def _merge(self, item_id: str, into: str) -> None:
        if await self._documents.find_one(ITEMS, every(by_id(into), EXISTS, ALIVE), fields=("_id",)) is None:
            return await withdraw(self._ledger, item_id)
        work = await self._documents.find_one(WORKS, by_id(item_id), fields=("knowledge", "merged")) or {}
        knowledge = knowledge_of(work.get("knowledge") or {})
        merged: Mapping[str, Document] = work.get("merged") or {}
        for stored in merged.values():
            knowledge.add(knowledge_of(stored))
        stored = knowledge_document(without_passages(knowledge), LARGEST_MERGED)
        kept = Change(set={f"merged.{item_id}": stored})
        await self._documents.update(WORKS, by_id(into), kept)
        for claim in await self._ledger.of_item(item_id):
            await self._ledger.change(claim["_id"], lambda one: claims.handed_over(one, item_id, into))
        await self._tell_again(into)
        await self._telling.tell(into)


async def withdraw(ledger: Ledger, item_id: str) -> None:
    for claim in await ledger.of_item(item_id):
        await ledger.change(claim["_id"], lambda one: claims.withdrawn(one, item_id))
