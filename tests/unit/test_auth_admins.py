"""Whoever shall not be an administrator any more: there is always one left, however many go at once."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.admins import LAST, dispensable
from shared.domain.errors import Conflict, Forbidden
from shared.domain.query import Change, Query, by_id, every


class Slow(FakeDocuments):
    """Other tasks get in between any two steps, in an order that ``seed`` decides."""

    def __init__(self, admins: int, seed: int = 0) -> None:
        super().__init__()
        people = {f"u{number}": {"_id": f"u{number}", "role": "admin"} for number in range(admins)}
        self.collections["users"] = {**people, "plain": {"_id": "plain", "role": "user"}}
        self._order = random.Random(seed)

    async def _pause(self) -> None:
        for _ in range(self._order.randrange(4)):
            await asyncio.sleep(0)

    async def find_one(self, *args: Any, **options: Any) -> Any:
        await self._pause()
        return await super().find_one(*args, **options)

    async def update(self, collection: str, where: Query, change: Change) -> Any:
        await self._pause()
        return await super().update(collection, where, change)

    def admins(self) -> list[str]:
        return [user["_id"] for user in self.collections["users"].values() if user["role"] == "admin"]


async def demote(documents: Slow, user_id: str) -> bool:
    """As the collection does: again, when somebody got in between."""
    while True:
        try:
            condition = await dispensable(documents, user_id)
        except (Forbidden, Conflict):
            return False
        if await documents.update("users", every(by_id(user_id), condition), Change(set={"role": "user"})):
            return True


async def test_the_last_one_stays() -> None:
    documents = Slow(admins=1)
    with pytest.raises(Forbidden, match=LAST[:20]):
        await dispensable(documents, "u0")


async def test_one_of_two_may_go_and_then_the_other_may_not() -> None:
    documents = Slow(admins=2)
    assert await demote(documents, "u0")
    assert not await demote(documents, "u1")
    assert documents.admins() == ["u1"]


async def test_nobody_asks_for_those_who_are_none() -> None:
    documents = Slow(admins=1)
    condition = await dispensable(documents, "plain")
    assert await documents.find_one("users", every(by_id("plain"), condition)) is not None


@pytest.mark.parametrize("seed", range(40))
async def test_when_all_go_at_once_one_stays(seed: int) -> None:
    documents = Slow(admins=2 + seed % 3, seed=seed)
    await asyncio.gather(*(demote(documents, user_id) for user_id in documents.admins() * 2))
    assert len(documents.admins()) >= 1


@pytest.mark.parametrize("seed", range(20))
async def test_somebody_made_one_again_meanwhile_counts(seed: int) -> None:
    documents = Slow(admins=3, seed=seed)

    async def promote(user_id: str) -> None:
        await documents.update("users", by_id(user_id), Change(set={"role": "admin"}))

    await asyncio.gather(*(demote(documents, f"u{n}") for n in (0, 1, 2)), promote("u0"), promote("u1"))
    for user_id in documents.admins():
        await demote(documents, user_id)
    assert len(documents.admins()) == 1


async def test_who_dies_half_way_leaves_the_way_open() -> None:
    documents = Slow(admins=2)
    await dispensable(documents, "u0")  # and never writes
    assert await demote(documents, "u1")
    assert not await demote(documents, "u0")
    assert documents.admins() == ["u0"]
