"""A new address is written to before it is believed: not as often as somebody likes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.memory.counters import Counters
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.desk import plain_desk
from shared.auth.gate import PER_ADDRESS, PER_HOUSEHOLD, Gate
from shared.auth.visitor import Visitor, set_visitor
from shared.content.collections import product_collections
from shared.content.content import Content
from shared.domain.errors import RateLimitExceeded
from shared.domain.identity import Principal
from tests.content_world import ADA, FLAT, World

SECRET = "only-for-tests-" + "1" * 32


class Verifying(World):
    """Addresses have to be verified, and deeds are counted."""

    def __init__(self) -> None:
        super().__init__(FakeDocuments())
        desk = plain_desk(self.documents, SECRET, self.now)
        desk = replace(desk, gate=Gate(Counters(), SECRET, self.now), require_verified=True)
        registry = product_collections(api_key_secret=SECRET, desk_of=lambda: desk)
        self.content = Content(self.documents, registry, SECRET, self.now, desk)

    async def move(self, email: str, who: Principal = ADA) -> None:
        await self.content.writes.update(self.content.registry["users"], who.user_id, {"email": email}, FLAT, who)


async def test_nobody_is_written_to_as_often_as_somebody_likes() -> None:
    world = Verifying()
    for _ in range(PER_ADDRESS):
        await world.move("victim@film.test")
        world.stored("users")["ada"]["email"] = ADA.email

    with pytest.raises(RateLimitExceeded):
        await world.move("victim@film.test")
    assert len(world.stored("letters")) == PER_ADDRESS
    assert world.stored("users")["ada"]["email"] == ADA.email


async def test_one_household_cannot_fill_the_outbox() -> None:
    world = Verifying()
    set_visitor(Visitor("203.0.113.7"))
    for number in range(PER_HOUSEHOLD["register"]):
        await world.move(f"ada+{number}@film.test")
    with pytest.raises(RateLimitExceeded):
        await world.move("ada@elsewhere.test")
    assert len(world.stored("letters")) == PER_HOUSEHOLD["register"]
