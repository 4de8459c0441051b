"""What surrounds a run: waiting for it, handing it over, the worker and the sweep."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import (
    ConversationNotFound,
    DatabaseError,
    ModelError,
)
from shared.domain.messages import Message
from shared.domain.model import Usage
from shared.domain.runs import LEASE_SECONDS
from shared.orchestrator.outcomes import answer_of
from tests.runs.dying import Fuse
from tests.runs.world import ADA, NOON, World, until


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(["Yes", "."]))


# Waiting


async def test_what_is_not_done_in_time_is_handed_to_the_worker_and_goes_on(world: World) -> None:
    world.says(Answer(("Ye",), "never"), Answer(("s",)))
    process, worker = world.process(), world.process()
    run = await process.waiting(0.2).answer(await process.accept())

    assert run.status == "running"
    assert world.workers.asked == [(run.id, 1)]
    assert process.hub.live(run.id) is None
    attended = await worker.attendant.attend(run.id)
    assert (attended.status, attended.ended) == ("completed", True)
    assert await world.text(run) == "Yes"
    assert (await world.run(run)).continuations == 0, "handing over is not dying"
    assert [entry.outcome for entry in world.ledger] == ["closed", "finished"]


async def test_a_run_that_is_produced_elsewhere_is_waited_for(world: World) -> None:
    world.says(Answer(("Yes",), pause=0.3))
    here, there = world.process(), world.process()
    run = await there.accept()
    await there.hub.take(run)

    assert (await here.waiting().answer(run)).status == "completed"
    assert len(world.model.calls) == 1


async def test_who_waits_for_a_turn_produces_the_earlier_ones_that_nobody_does(world: World) -> None:
    for act in ("wait", "read", "attend"):
        process, other = world.process(), world.process()
        runs = [await process.accept("0?")]
        runs += [await process.accept(f"{n}?", conversation_id=runs[0].conversation_id) for n in (1, 2)]
        if act == "wait":
            await other.waiting().answer(runs[-1])
        elif act == "read":
            await other.watch(runs[-1])
        else:
            assert (await other.attendant.attend(runs[-1].id)).ended
        assert [(await world.run(run)).status for run in runs] == ["completed"] * 3


async def test_who_waited_in_vain_hands_over_what_it_took(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    process = world.process()
    first = await process.accept("0?")
    second = await process.accept("1?", conversation_id=first.conversation_id)
    assert (await process.waiting(0.2).answer(second)).status == "queued"

    assert process.hub.live(first.id) is None
    assert process.hub.wants_producer(await world.run(first))


async def test_a_failed_run_answers_what_it_failed_with(world: World) -> None:
    for ending, retryable in (("fail", True), ("refuse", False)):
        world.says(Answer(ending=ending))  # type: ignore[arg-type]
        run = await world.process().answer_or_fail()
        with pytest.raises(ModelError) as failed:
            answer_of(run, NOON)
        assert failed.value.retryable is retryable


# The worker


async def test_the_worker_leaves_a_produced_run_alone_and_a_finished_one_too(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    process, worker = world.process(), world.process()
    run = await process.accept()
    await process.hub.take(run)
    assert (await worker.attendant.attend(run.id)).ended is False
    await process.cancel(run)
    assert (await worker.attendant.attend(run.id)).status == "cancelled"
    assert (await worker.attendant.attend("unknown")).ended is True
    assert len(world.model.calls) == 1


async def test_a_poll_gets_an_unattended_run_a_producer(world: World) -> None:
    process = world.process()
    run = await process.accept()
    await process.minder.look_after(run)
    assert world.workers.asked == [], "its reader may be about to come"
    world.clock.skip(6)
    await process.minder.look_after(await world.run(run))
    assert world.workers.asked == [(run.id, 0)]

    await process.hub.take(await world.run(run))
    await until(lambda: process.hub.live(run.id) is None)
    await process.minder.look_after(await world.run(run))
    assert len(world.workers.asked) == 1


async def test_the_sweep_asks_for_the_abandoned_and_closes_the_decided(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    fuse = Fuse()
    victim, process = world.process(fuse.wrap), world.process()
    abandoned = await victim.accept()
    await victim.hub.take(abandoned)
    await until(lambda: world.text(abandoned))
    fuse.blow()
    queued = await process.accept()
    await process.sweep()
    assert world.workers.asked == []

    world.clock.skip(LEASE_SECONDS + 1)
    found = await process.sweep()
    assert sorted(world.workers.asked) == sorted([(abandoned.id, 1), (queued.id, 0)])
    assert found["openRuns"] == 2
    await process.cancel(await world.run(abandoned))
    await process.cancel(queued)
    assert (await process.sweep())["openRuns"] == 0


async def test_the_sweep_gives_back_what_runs_that_never_began_had_reserved(world: World) -> None:
    process = world.process()
    await process.limits.reserve(ADA.user_id, "01" + "A" * 24, f"{world.clock.now():%Y%m%d}", 500)
    lasting = await process.accept()
    await process.sweep()

    assert await world.budget() == lasting.request["reserved"]


async def test_a_dead_cancelled_run_is_settled_by_what_it_is_known_to_have_used(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    fuse = Fuse()
    victim, process = world.process(fuse.wrap), world.process()
    run = await victim.accept()
    await victim.hub.take(run)
    await until(lambda: world.text(run))
    fuse.blow()
    await process.cancel(run)
    assert await world.budget() == run.request["reserved"]
    world.clock.skip(121)
    await process.sweep()
    assert await world.budget() == (await world.run(run)).usage.total_tokens
    assert await process.sweep() == {"openRuns": 0, "purged": 0, "settled": 0}


async def test_a_run_that_cannot_be_closed_keeps_the_sweep_from_no_other(world: World) -> None:
    process, now = world.process(), world.clock.now()
    runs = [await process.accept() for _ in range(3)]
    for run in runs:
        taken = await world.stores.runs.take(run, "dead", now)
        assert taken is not None
        assert await world.stores.runs.commit(
            taken, "completed", last_seq=1, result={"message": "Yes"}, error=None, spent=Usage(), now=now
        )
    poisoned = runs[0].conversation_id

    class Refusing:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.stores.messages, name)

        async def save(self, message: Message) -> None:
            if message.conversation_id == poisoned:
                raise DatabaseError
            await world.stores.messages.save(message)

    await world.process(lambda stores: replace(stores, messages=Refusing())).sweep()

    assert [(await world.run(run)).closed for run in runs] == [False, True, True]


async def test_a_deletion_that_was_cut_short_is_finished_by_the_sweep(world: World) -> None:
    process = world.process()
    first = await process.answer()
    await process.answer("More?", conversation_id=first.conversation_id)
    for limit in range(1, 6):
        fuse = Fuse(limit)
        victim = world.process(fuse.wrap)
        try:
            await victim.library.delete(ADA, first.conversation_id)
        except BaseException as killed:  # noqa: BLE001
            assert type(killed).__name__ in ("Killed", "ConversationNotFound")  # noqa: PT017
        with pytest.raises(ConversationNotFound):
            await process.library.messages(ADA, first.conversation_id, None, 10)
    await process.sweep()

    assert await world.stores.messages.all(first.conversation_id, 10) == []
    assert await world.stores.runs.get(first.id) is None
    assert await world.stores.log.read(first.id, 0) == []
    assert await world.stores.conversations.doomed(10) == []


async def test_what_is_written_after_a_conversation_was_deleted_does_not_outlive_it(world: World) -> None:
    world.says(Answer(tuple(f" {n}" for n in range(200)), pause=0.005))
    process, other = world.process(), world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    cancelled = await world.stores.runs.cancel(run.id, world.clock.now())
    assert cancelled is not None
    await other.library.delete(ADA, run.conversation_id)
    await until(lambda: process.hub.live(run.id) is None)
    await other.closing.close(cancelled)

    assert run.id not in vars(world.stores.log)["_segments"]
    assert await world.stores.messages.all(run.conversation_id, 10) == []


async def test_deleting_a_conversation_stops_its_run(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    process = world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    await process.library.delete(ADA, run.conversation_id)

    await until(lambda: process.hub.live(run.id) is None, seconds=1)
    assert [entry.outcome for entry in world.ledger] == ["closed"]
