"""How much may be asked for: requests a minute, tokens a day, for one and for all."""

from __future__ import annotations

import asyncio

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import (
    RateLimitExceeded,
    TokenLimitExceeded,
)
from shared.domain.runs import Run
from tests.runs.world import ADA, BO, Process, World, until


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(["Yes."]))


@pytest.fixture
def process(world: World) -> Process:
    return world.process()


async def test_requests_are_counted_by_the_minute(world: World, process: Process) -> None:
    world.tighten(rate_limit_per_minute=3)
    process = world.process()
    left = [(await process.limits.admit(ADA.user_id)).remaining for _ in range(3)]
    assert left == [2, 1, 0]
    with pytest.raises(RateLimitExceeded) as refused:
        await process.limits.admit(ADA.user_id)

    assert refused.value.quota is not None
    assert (refused.value.quota.limit, refused.value.quota.remaining) == (3, 0)
    assert refused.value.retry_after is not None
    assert 0 < refused.value.retry_after <= 60
    assert (await process.limits.admit(BO.user_id)).remaining == 2
    world.clock.skip(60)
    assert (await process.limits.admit(ADA.user_id)).remaining == 2


async def test_what_a_run_did_not_use_is_given_back(world: World, process: Process) -> None:
    run = await process.accept()
    assert await world.budget() >= run.request["reserved"] > 50
    ended = await process.waiting().answer(run)

    assert await world.budget() == ended.usage.total_tokens > 0


async def test_a_question_that_does_not_fit_the_budget_is_refused_and_reserves_nothing(world: World) -> None:
    process = world.tighten(token_limit_per_day=400).process()
    with pytest.raises(TokenLimitExceeded) as refused:
        await process.accept()

    assert await world.budget() == 0
    assert refused.value.retry_after is not None
    assert 0 < refused.value.retry_after <= 86_400


async def test_the_studios_budget_binds_every_user(world: World) -> None:
    process = world.tighten(token_limit_total_per_day=1_500).process()
    await process.accept()
    with pytest.raises(TokenLimitExceeded):
        await process.accept(by=BO, max_tokens=1_000)

    assert await world.stores.counters.total(f"tokens:user:{BO.user_id}:{world.clock.now():%Y%m%d}") == 0


async def test_a_thread_that_needs_more_is_topped_up_and_settled_as_one(world: World, process: Process) -> None:
    first = await process.answer("x" * 1000)
    before = await world.budget()
    world.says(Answer(("Yes.",), "never"))
    run = await process.accept("?", conversation_id=first.conversation_id)
    await process.hub.take(run)
    await until(lambda: world.text(run))

    held = await world.budget() - before
    assert held >= run.request["reserved"] + 1000
    await process.cancel(run)
    await until(lambda: process.hub.live(run.id) is None)
    assert await world.budget() == before + (await world.run(run)).usage.total_tokens


async def test_a_thread_that_does_not_fit_the_budget_fails_the_run_with_its_type(world: World) -> None:
    process = world.tighten(token_limit_per_day=4_000).process()
    first = await process.answer("x" * 2_000)
    run = await process.answer_or_fail("y" * 1_000, conversation_id=first.conversation_id)

    assert run.error is not None
    assert run.error["code"] == "TOKEN_LIMIT_EXCEEDED"
    assert len(world.model.calls) == 1
    assert await world.budget() == (await world.run(first)).usage.total_tokens


async def test_parallel_turns_never_hold_more_than_the_budget(world: World) -> None:
    world.tighten(token_limit_per_day=20_000)
    processes = [world.process() for _ in range(4)]

    async def ask(n: int) -> Run | None:
        try:
            return await processes[n % 4].answer_or_fail(f"{n}?")
        except TokenLimitExceeded:
            return None

    highest = 0
    asking = asyncio.gather(*(ask(n) for n in range(200)))
    while not asking.done():
        highest = max(highest, await world.budget())
        await asyncio.sleep(0)
    runs = [run for run in await asking if run is not None]

    assert highest <= 20_000
    assert 0 < len(runs) < 200
    assert await world.budget() == sum(run.usage.total_tokens for run in runs)


async def test_the_budget_of_a_deleted_run_is_what_it_used(world: World, process: Process) -> None:
    world.says(Answer(("x", "y", "z"), "never"))
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    await process.library.delete(ADA, run.conversation_id)
    await until(lambda: process.hub.live(run.id) is None)

    assert await world.stores.runs.get(run.id) is None
    assert await world.budget() == sum(entry.prompt_tokens + entry.completion_tokens for entry in world.ledger) > 0
