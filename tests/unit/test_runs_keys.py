"""What opens a run: a key that is repeated, a ticket, and who one is."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared.adapters.llm.fake import FakeModel
from shared.domain.errors import (
    AladdinError,
    AuthInvalid,
    Conflict,
    ConversationNotFound,
    DatabaseError,
    IdempotencyKeyReused,
    ModelError,
    RateLimitExceeded,
    RunNotFound,
    TokenLimitExceeded,
    ValidationFailed,
)
from shared.orchestrator.idempotent import Idempotent
from tests.runs.world import ADA, BO, ROOT, World, stages


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(["Yes", "."]))


# Idempotency


def _error(error: AladdinError) -> tuple[int, dict[str, Any]]:
    return error.status, {"code": error.code}


class Work:
    """Answers, or fails with what it is told to; counts."""

    def __init__(self, *outcomes: Any, seconds: float = 0.0) -> None:
        self.outcomes = list(outcomes)
        self.seconds = seconds
        self.ids: list[str] = []

    async def __call__(self, run_id: str) -> tuple[int, dict[str, Any]]:
        self.ids.append(run_id)
        await asyncio.sleep(self.seconds)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


async def _once(
    idempotent: Idempotent, work: Work, key: str | None = "k", body: Any = None, path: str = "/chat"
) -> Any:
    try:
        return await idempotent.once(ADA.user_id, key, path, {"n": 1} if body is None else body, work, _error)
    except AladdinError as error:
        return error.code


async def test_a_crowd_with_one_key_has_one_effect_and_one_answer(world: World) -> None:
    work = Work((200, {"n": 1}), seconds=0.2)
    processes = [world.process() for _ in range(4)]
    answers = await asyncio.gather(*(_once(processes[n % 4].idempotent, work) for n in range(200)))

    assert len(work.ids) == 1
    assert answers == [(200, {"n": 1})] * 200


async def test_a_key_is_bound_to_its_path_and_its_json_but_not_to_its_spelling(world: World) -> None:
    idempotent, work = world.process().idempotent, Work((200, {}))
    await _once(idempotent, work, body={"a": 1, "b": [1, "x"]})

    assert await _once(idempotent, work, body={"b": [1, "x"], "a": 1}) == (200, {})
    assert await _once(idempotent, work, body={"b": [1.0, "x"], "a": 1}) == (200, {})
    assert await _once(idempotent, work, body={"a": 1, "b": ["x", 1]}) == IdempotencyKeyReused.code
    assert await _once(idempotent, work, body={"a": True, "b": [1, "x"]}) == IdempotencyKeyReused.code
    assert await _once(idempotent, work, body={"a": 1, "b": [1, "x"]}, path="/edit") == IdempotencyKeyReused.code
    assert len(work.ids) == 1


async def test_keys_belong_to_their_users_and_no_key_means_no_memory(world: World) -> None:
    idempotent, work = world.process().idempotent, Work((200, {}))
    await _once(idempotent, work)
    await idempotent.once(BO.user_id, "k", "/chat", {"n": 1}, work, _error)
    await _once(idempotent, work, key=None)
    await _once(idempotent, work, key=None)

    assert len(set(work.ids)) == 4


@pytest.mark.parametrize("error", [RateLimitExceeded(), TokenLimitExceeded(), ModelError()])
async def test_a_retryable_failure_frees_the_key(world: World, error: AladdinError) -> None:
    idempotent, work = world.process().idempotent, Work(error, (200, {}))

    assert await _once(idempotent, work) == error.code
    assert await _once(idempotent, work, body={"n": 2}) == (200, {})
    assert len(set(work.ids)) == 2


async def test_a_lost_database_keeps_the_run_for_whoever_repeats_the_request(world: World) -> None:
    idempotent, work = world.process().idempotent, Work(DatabaseError(), (200, {}))

    assert await _once(idempotent, work) == DatabaseError.code
    assert await _once(idempotent, work) == (200, {})
    assert len(set(work.ids)) == 1


async def test_a_final_refusal_is_kept(world: World) -> None:
    idempotent, work = world.process().idempotent, Work(ValidationFailed(), (200, {}))
    assert await _once(idempotent, work) == ValidationFailed.code
    assert await _once(idempotent, work) == (400, {"code": ValidationFailed.code})


async def test_who_waits_too_long_for_the_first_is_told_so(world: World) -> None:
    work = Work((200, {}), seconds=1)
    first = asyncio.create_task(_once(world.process().idempotent, work))
    await asyncio.sleep(0.05)

    assert await _once(Idempotent(world.stores, wait_seconds=0.2), work) == Conflict.code
    assert await first == (200, {})


async def test_a_waiting_repeat_takes_over_from_a_first_that_died(world: World) -> None:
    work = Work((200, {}))
    await world.stores.idempotency.claim(*_claim_of(world, "k"))
    waiting = asyncio.create_task(_once(world.process().idempotent, work))
    await asyncio.sleep(0.1)
    assert work.ids == []
    world.clock.skip(31)

    assert await waiting == (200, {})
    assert work.ids == ["run-of-the-dead"]


def _claim_of(world: World, key: str) -> Any:
    from datetime import timedelta

    from shared.orchestrator.idempotent import fingerprint_of, request_id_of

    print_ = fingerprint_of("/chat", {"n": 1})
    return request_id_of(ADA.user_id, key), print_, "run-of-the-dead", world.clock.now(), timedelta(seconds=30)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\0b"])
async def test_a_key_has_its_form(world: World, key: str) -> None:
    assert await _once(world.process().idempotent, Work((200, {})), key=key) == ValidationFailed.code


# Tickets


async def test_a_ticket_opens_its_run_until_five_minutes_after_the_end(world: World) -> None:
    process = world.process()
    run = await process.accept()
    ticket, before = await process.tickets.issue(run, ADA.user_id)
    assert 59 <= (before - world.clock.now()).total_seconds() <= 60
    assert (await process.tickets.run_of(ticket)).id == run.id
    world.clock.skip(3600)
    assert (await process.tickets.run_of(ticket)).id == run.id
    await process.waiting().answer(await world.run(run))
    world.clock.skip(295)
    assert (await process.tickets.run_of(ticket)).id == run.id
    world.clock.skip(10)
    with pytest.raises(AuthInvalid):
        await process.tickets.run_of(ticket)


async def test_a_ticket_that_is_not_used_in_a_minute_is_void(world: World) -> None:
    process = world.process()
    ticket, _ = await process.tickets.issue(await process.accept(), ADA.user_id)
    world.clock.skip(61)
    for wrong in (ticket, "", "nonsense"):
        with pytest.raises(AuthInvalid):
            await process.tickets.run_of(wrong)


# Access


async def test_who_may_see_what(world: World) -> None:
    world.projects.members = {"p" * 24: {ADA.user_id, BO.user_id}}
    process = world.process()
    private = await process.answer()
    shared = await process.answer(project_id="p" * 24)
    access = process.access

    for principal in (ADA, ROOT):
        for run in (private, shared):
            assert (await access.readable_run(principal, run.id)).id == run.id
            assert (await access.own_run(principal, run.id)).id == run.id
            assert (await access.own_conversation(principal, run.conversation_id)).id == run.conversation_id
    assert (await access.readable_run(BO, shared.id)).id == shared.id
    assert (await access.readable_conversation(BO, shared.conversation_id)).id == shared.conversation_id
    for run_id in (private.id, "unknown"):
        with pytest.raises(RunNotFound):
            await access.readable_run(BO, run_id)
    with pytest.raises(RunNotFound):
        await access.own_run(BO, shared.id)
    with pytest.raises(ConversationNotFound):
        await access.own_conversation(BO, shared.conversation_id)
    assert stages(await world.log(shared))[-1] == "complete"
