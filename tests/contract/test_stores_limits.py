"""Counters, claims, the ledger and tickets: MongoDB and the fake answer alike, also to a crowd."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.limits import KEY_KEPT, LedgerEntry, Ticket
from shared.orchestrator.stores import Stores
from tests.runs.stores import NOON, memory_stores, mongo_stores

PARALLEL = 200
STALE = timedelta(seconds=30)
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture(params=["memory", "mongo"])
async def stores(request: pytest.FixtureRequest, mongo_db: Any) -> Stores:
    return memory_stores() if request.param == "memory" else mongo_stores(mongo_db)


async def test_a_crowd_of_reservations_never_passes_the_limit(stores: Stores) -> None:
    amounts = [random.randint(1, 40) for _ in range(PARALLEL)]
    totals = await asyncio.gather(
        *(stores.counters.reserve("tokens", f"r{n}", amount, 1000, TOMORROW) for n, amount in enumerate(amounts))
    )

    granted = sum(amount for amount, total in zip(amounts, totals, strict=True) if total is not None)
    assert granted == await stores.counters.total("tokens")
    assert 1000 - 40 < granted <= 1000


async def test_a_crowd_of_hits_is_counted_exactly(stores: Stores) -> None:
    totals = await asyncio.gather(*(stores.counters.hit("rate", 60, TOMORROW) for _ in range(PARALLEL)))

    # A total that is told may count a neighbour that came a moment later: the laptop's server answers so.
    assert all(1 <= total <= 60 for total in totals if total is not None)
    assert totals.count(None) == PARALLEL - 60
    assert await stores.counters.total("rate") == 60


async def test_a_crowd_settles_each_reservation_once(stores: Stores) -> None:
    for n in range(20):
        await stores.counters.reserve("tokens", f"r{n}", 50, 1000, TOMORROW)
    await asyncio.gather(*(stores.counters.settle("tokens", f"r{n % 20}", 7) for n in range(PARALLEL)))

    assert await stores.counters.total("tokens") == 20 * 7
    assert await stores.counters.holders("tokens") == {}


async def test_topping_up_a_reservation_settles_as_one(stores: Stores) -> None:
    await stores.counters.reserve("tokens", "run", 100, 1000, TOMORROW)
    assert await stores.counters.reserve("tokens", "run", 900, 1000, TOMORROW) == 1000
    assert await stores.counters.reserve("tokens", "run", 1, 1000, TOMORROW) is None
    await stores.counters.settle("tokens", "run", 300)

    assert await stores.counters.total("tokens") == 300


async def test_giving_back_a_part_makes_room_also_when_everything_is_taken(stores: Stores) -> None:
    await stores.counters.reserve("tokens", "run", 1000, 1000, TOMORROW)
    assert await stores.counters.reserve("tokens", "run", -400, 1000, TOMORROW) == 600


async def test_what_can_never_fit_leaves_no_trace(stores: Stores) -> None:
    assert await stores.counters.reserve("tokens", "run", 1001, 1000, TOMORROW) is None
    assert await stores.counters.total("tokens") == 0
    assert await stores.counters.holders("tokens") == {}


async def test_settling_what_nobody_reserved_changes_nothing(stores: Stores) -> None:
    await stores.counters.reserve("tokens", "run", 10, 100, TOMORROW)
    await stores.counters.settle("tokens", "other", 5)
    await stores.counters.settle("unknown", "run", 5)

    assert await stores.counters.total("tokens") == 10
    assert await stores.counters.total("unknown") == 0


async def test_holders_are_told_by_counter(stores: Stores) -> None:
    await stores.counters.reserve("tokens:a", "one", 10, 100, TOMORROW)
    await stores.counters.reserve("tokens:a", "two", 10, 100, TOMORROW)
    await stores.counters.hit("rate:a", 10, TOMORROW)
    await stores.counters.reserve("other", "three", 10, 100, TOMORROW)

    holders = await stores.counters.holders("tokens:")
    assert {name: sorted(names) for name, names in holders.items()} == {"tokens:a": ["one", "two"]}


async def test_counters_expire(stores: Stores) -> None:
    await stores.counters.hit("old", 10, NOON)
    await stores.counters.hit("new", 10, TOMORROW)
    await stores.counters.expire(NOON + timedelta(seconds=1))

    assert (await stores.counters.total("old"), await stores.counters.total("new")) == (0, 1)


async def test_a_crowd_claims_a_key_once_and_learns_the_same_run(stores: Stores) -> None:
    claims = await asyncio.gather(
        *(stores.idempotency.claim("key", "print", f"run-{n}", NOON, STALE) for n in range(PARALLEL))
    )

    assert [claim.mine for claim in claims].count(True) == 1
    assert len({claim.run_id for claim in claims}) == 1


async def test_an_answer_is_kept_as_it_was_first_given(stores: Stores) -> None:
    await stores.idempotency.claim("key", "print", "run", NOON, STALE)
    await stores.idempotency.answer("key", 202, {"runId": "run", "n": [1, None, "ü"]})
    await stores.idempotency.answer("key", 500, {})
    await stores.idempotency.free("key")
    await stores.idempotency.release("key")

    again = await stores.idempotency.claim("key", "print", "other", NOON + timedelta(hours=1), STALE)
    assert (again.mine, again.answer) == (False, (202, {"runId": "run", "n": [1, None, "ü"]}))


async def test_a_claim_whose_process_died_is_taken_over_once_with_its_run(stores: Stores) -> None:
    await stores.idempotency.claim("key", "print", "run", NOON, STALE)
    late = NOON + STALE + timedelta(seconds=1)
    claims = await asyncio.gather(
        *(stores.idempotency.claim("key", "print", f"run-{n}", late, STALE) for n in range(20))
    )

    assert [claim.mine for claim in claims].count(True) == 1
    assert {claim.run_id for claim in claims} == {"run"}


async def test_a_released_claim_is_taken_over_at_once_and_a_freed_one_is_forgotten(stores: Stores) -> None:
    for key in ("released", "freed"):
        await stores.idempotency.claim(key, "print", "run", NOON, STALE)
    await stores.idempotency.release("released")
    await stores.idempotency.free("freed")
    released = await stores.idempotency.claim("released", "print", "new", NOON, STALE)
    freed = await stores.idempotency.claim("freed", "other print", "new", NOON, STALE)

    assert (released.mine, released.run_id) == (True, "run")
    assert (freed.mine, freed.run_id, freed.fingerprint) == (True, "new", "other print")


async def test_another_request_does_not_get_the_claim_of_a_dead_one(stores: Stores) -> None:
    await stores.idempotency.claim("key", "print", "run", NOON, STALE)
    claim = await stores.idempotency.claim("key", "other", "new", NOON + timedelta(minutes=1), STALE)

    assert (claim.mine, claim.fingerprint) == (False, "print")


async def test_a_key_is_free_again_after_a_day(stores: Stores) -> None:
    await stores.idempotency.claim("key", "print", "run", NOON, STALE)
    await stores.idempotency.answer("key", 200, {})
    claim = await stores.idempotency.claim("key", "other", "new", NOON + KEY_KEPT, STALE)
    assert (claim.mine, claim.run_id, claim.answer) == (True, "new", None)

    await stores.idempotency.expire(NOON + 2 * KEY_KEPT + timedelta(seconds=1))
    assert await stores.idempotency.get("key") is None


def _entry(entry_id: str, **fields: Any) -> LedgerEntry:
    given: dict[str, Any] = {
        "run_id": "run", "user_id": "u", "project_id": None, "model": "m", "outcome": "finished", "prompt_tokens": 1,
        "completion_tokens": 2, "cost": None, "estimated": False, "seconds": 0.1, "created_at": NOON,
    }  # fmt: skip
    return LedgerEntry(entry_id, **(given | fields))


async def test_the_ledger_takes_every_entry_once(stores: Stores) -> None:
    await stores.ledger.record([])
    await stores.ledger.record([_entry("run:1:1")])
    await stores.ledger.record([_entry("run:1:1"), _entry("run:1:2")])

    assert await stores.ledger.has("run:1:1")
    assert await stores.ledger.has("run:1:2")
    assert not await stores.ledger.has("run:1:3")


async def test_a_ticket_must_be_used_in_time_once_and_is_good_from_then_on(stores: Stores) -> None:
    ticket = Ticket("run", "u", NOON + timedelta(seconds=60), used=False)
    for digest in ("used", "late"):
        await stores.tickets.insert(digest, ticket, TOMORROW)
    first = await stores.tickets.use("used", NOON + timedelta(seconds=60))
    again = await stores.tickets.use("used", NOON + timedelta(hours=1))

    assert first is not None
    assert first == again
    assert (first.run_id, first.user_id, first.used) == ("run", "u", True)
    assert await stores.tickets.use("late", NOON + timedelta(seconds=61)) is None
    assert await stores.tickets.use("unknown", NOON) is None


async def test_tickets_expire(stores: Stores) -> None:
    await stores.tickets.insert("old", Ticket("run", "u", TOMORROW, used=False), NOON)
    await stores.tickets.expire(NOON + timedelta(seconds=1))

    assert await stores.tickets.use("old", NOON) is None
