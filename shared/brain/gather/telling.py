"""Telling the Brain what an item says: all of it, instead of all that it said before. A Brain that is down is told
later (``brainState`` pending), and never twice another thing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.brain.gather.claims import spokesman
from shared.brain.gather.items import ALIVE, EXISTS, ITEMS
from shared.brain.gather.knowledge import Knowledge, Stated, knowledge_of, source_of, without_passages
from shared.brain.gather.ledger import Ledger
from shared.brain.gather.values import has_one_value
from shared.brain.gather.withheld import claimed, denied, without
from shared.brain.gather.work import WORKS
from shared.domain.brain import Contribution, Entity, Fact, Source, folded
from shared.domain.errors import BrainError
from shared.domain.query import Change, Match, among, by_id, eq, every
from shared.ports import Documents
from shared.ports.brain import Brain

_MOST_TRIES = 5

Document = dict[str, Any]


class Telling:
    def __init__(self, documents: Documents, ledger: Ledger, brain: Brain) -> None:
        self._documents = documents
        self._ledger = ledger
        self._brain = brain

    async def tell(self, item_id: str) -> bool:
        """Whether the Brain knows all of it; an item that counts no more needs nothing. May raise ``BrainError``."""
        for _ in range(_MOST_TRIES):
            pending = every(by_id(item_id), EXISTS, ALIVE, eq("brainState", "pending"))
            item = await self._documents.find_one(ITEMS, pending)
            if item is None:
                return True
            await self._brain.learn(item["project"], await self.contribution(item))
            same = every(pending, eq("brainWanted", item["brainWanted"]))
            if await self._documents.update(ITEMS, same, Change(set={"brainState": "learned"})) is not None:
                return True
            await self._take_back(item_id, item["project"])
        return False

    async def forget(self, item: Mapping[str, Any]) -> None:
        await self._brain.forget(item["project"], item["_id"])
        done = every(by_id(item["_id"]), eq("brainState", "forgetting"))
        await self._documents.update(ITEMS, done, Change(set={"brainState": "none"}))

    async def try_forget(self, item: Mapping[str, Any]) -> None:
        """The sweep does it where the Brain is down."""
        try:
            await self.forget(item)
        except BrainError:
            return

    async def _take_back(self, item_id: str, project_id: str) -> None:
        """It was deleted, or does not count any more, while it was being told."""
        where = every(by_id(item_id), EXISTS, ALIVE)
        if await self._documents.find_one(ITEMS, where, fields=("_id",)) is None:
            await self._brain.forget(project_id, item_id)

    async def contribution(self, item: Mapping[str, Any]) -> Contribution:
        knowledge = await self.knowledge(item["_id"])
        stated_here = await asyncio.to_thread(lambda: {key for key, *_ in claimed(knowledge, item["project"])})
        claims = await self._ledger.about(item["_id"], stated_here)
        facts = [stated for stated in knowledge.facts if not has_one_value(stated.fact.attribute, stated.fact.value)]
        facts += await self._accepted(item, knowledge, claims)
        return await asyncio.to_thread(_contribution, item, knowledge, facts, claims)

    async def knowledge(self, item_id: str) -> Knowledge:
        """What the item says, with what was merged into it: those things as well, but not their passages."""
        work = await self._documents.find_one(WORKS, by_id(item_id), fields=("knowledge", "merged")) or {}
        knowledge = knowledge_of(work.get("knowledge") or {})
        merged: Mapping[str, Document] = work.get("merged") or {}
        for _, stored in sorted(merged.items()):
            knowledge.add(_without_passages(knowledge_of(stored), item_id))
        return knowledge

    async def _accepted(
        self, item: Mapping[str, Any], knowledge: Knowledge, claims: Sequence[Mapping[str, Any]]
    ) -> list[Stated]:
        """Of attributes with one value, what is held true as far as it is this item's to tell. What contradicts it is
        told by nobody until a person has decided."""
        involved = sorted({other for claim in claims for other in claim["items"]})
        told = every(among("_id", involved), EXISTS, ALIVE, Match("status", "ne", "held"))
        living: set[str] = {one["_id"] for one in await self._documents.find(ITEMS, told, fields=("_id",))}
        found: list[Stated] = []
        names = await asyncio.to_thread(knowledge.by_name) if claims else {}
        for claim in claims:
            about, accepted = names.get(folded(claim["entityTitle"])), claim["accepted"]
            if about is None or accepted is None:
                continue
            held = claim["values"][accepted]
            own = held["sources"].get(item["_id"])
            if own is not None and not own.get("old"):
                found.append(_told(about, claim, held["value"], own, item["_id"]))
            elif (speaking := spokesman(claim, living)) is not None and speaking[0] == item["_id"]:
                found.append(_told(about, claim, held["value"], speaking[1], speaking[2] or item["_id"]))
        return found


def _contribution(
    item: Mapping[str, Any], knowledge: Knowledge, facts: Sequence[Stated], claims: Sequence[Mapping[str, Any]]
) -> Contribution:
    by_entity: dict[str, list[Fact]] = {}
    for stated in facts:
        by_entity.setdefault(stated.entity, []).append(stated.fact)
    entities = tuple(replace(one, facts=tuple(by_entity.get(one.id, ()))) for one in knowledge.entities.values())
    known = knowledge.entities
    relations = tuple(one for one in knowledge.relations.values() if one.start in known and one.end in known)
    said = Contribution(item["_id"], entities, relations)
    return without(said, denied(knowledge, claims, item["project"]))


def _told(about: Entity, claim: Mapping[str, Any], value: str, source: Mapping[str, Any], item: str) -> Stated:
    said = source_of({**source, "item": item})
    return Stated(about.id, Fact(claim["attribute"], value, said, inferred=bool(source.get("inferred"))))


def _without_passages(knowledge: Knowledge, item: str) -> Knowledge:
    """Told by ``item`` from now on, with the labels of where it came from."""

    def ours(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        return tuple(replace(source, item=item) for source in sources)

    kept = without_passages(knowledge)
    return Knowledge(
        entities={one.id: replace(one, sources=ours(one.sources)) for one in kept.entities.values()},
        relations={one.id: replace(one, sources=ours(one.sources)) for one in kept.relations.values()},
        facts=[
            replace(stated, fact=replace(stated.fact, source=replace(stated.fact.source, item=item)))
            for stated in kept.facts
        ],
    )
