"""Five tries of an address, whoever it belongs to, and patience while one of them may be right."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.lockout import COLLECTION, IN_FLIGHT, MAX_ATTEMPTS, WINDOW, Lockout, Try

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = "ada@film.test"


class Clock:
    """Moves on by as much as somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOON
        self.slept = 0.0

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def documents() -> FakeDocuments:
    return FakeDocuments()


@pytest.fixture
def lockout(documents: FakeDocuments, clock: Clock) -> Lockout:
    return Lockout(documents, "a secret", clock, clock.sleep)


async def taken(lockout: Lockout, email: str = ADA) -> Try:
    attempt = await lockout.take(email)
    assert attempt is not None
    return attempt


async def exhausted(lockout: Lockout, email: str = ADA) -> None:
    for _ in range(MAX_ATTEMPTS):
        await lockout.failed(await taken(lockout, email))


async def test_of_a_crowd_five_are_evaluated(lockout: Lockout) -> None:
    async def guess() -> bool:
        attempt = await lockout.take(ADA)
        if attempt is not None:
            await asyncio.sleep(0)
            await lockout.failed(attempt)
        return attempt is not None

    assert (await asyncio.gather(*(guess() for _ in range(100)))).count(True) == MAX_ATTEMPTS


async def test_the_lock_ends_ten_minutes_after_the_last_try(lockout: Lockout, clock: Clock) -> None:
    await exhausted(lockout)
    clock.now += WINDOW - timedelta(seconds=1)
    assert await lockout.take(ADA) is None
    clock.now = NOON + WINDOW
    await exhausted(lockout)
    assert await lockout.take(ADA) is None


async def test_a_lock_answers_at_once(lockout: Lockout, clock: Clock) -> None:
    await exhausted(lockout)
    assert await lockout.take(ADA) is None
    assert clock.slept == 0


async def test_who_comes_sixth_waits_for_the_tries_in_flight_and_no_longer(lockout: Lockout, clock: Clock) -> None:
    attempts = [await taken(lockout) for _ in range(MAX_ATTEMPTS)]
    sixth = asyncio.create_task(lockout.take(ADA))
    for attempt in attempts:
        await asyncio.sleep(0)
        assert not sixth.done()
        await lockout.failed(attempt)
    assert await sixth is None
    assert 0 < clock.slept < 5


async def test_a_try_whose_evaluator_died_is_not_waited_for_for_ever(lockout: Lockout, clock: Clock) -> None:
    for _ in range(MAX_ATTEMPTS):
        await taken(lockout)
    assert await lockout.take(ADA) is None
    assert clock.now - NOON < IN_FLIGHT + timedelta(seconds=1)


async def test_right_passwords_free_the_way_for_a_whole_crowd(documents: FakeDocuments, clock: Clock) -> None:
    lockout = Lockout(documents, "a secret", clock, lambda _: asyncio.sleep(0))

    async def login() -> bool:
        attempt = await lockout.take(ADA)
        await asyncio.sleep(0)
        if attempt is not None:
            await lockout.forgive(ADA)
        return attempt is not None

    assert await asyncio.gather(*(login() for _ in range(100))) == [True] * 100


async def test_what_turns_out_wrong_late_is_not_counted_in_the_next_window(lockout: Lockout) -> None:
    late = await taken(lockout)
    await lockout.forgive(ADA)
    for _ in range(MAX_ATTEMPTS - 1):
        await lockout.failed(await taken(lockout))
    last = await taken(lockout)
    await lockout.failed(late)
    sixth = asyncio.create_task(lockout.take(ADA))
    await asyncio.sleep(0)
    assert not sixth.done(), "the last may still be right"
    await lockout.failed(last)
    assert await sixth is None


async def test_addresses_do_not_share_a_lock(lockout: Lockout) -> None:
    await exhausted(lockout)
    await taken(lockout, "bo@film.test")


async def test_no_address_is_kept_and_what_is_over_is_forgotten(
    lockout: Lockout, documents: FakeDocuments, clock: Clock
) -> None:
    await exhausted(lockout)
    clock.now += timedelta(minutes=5)
    await lockout.take("bo@film.test")
    assert "film" not in str(documents.collections[COLLECTION])
    clock.now = NOON + WINDOW
    assert await lockout.sweep() == 1
    assert len(documents.collections[COLLECTION]) == 1
