"""The producer: one answer, logged before it is shown, continued when it breaks, stopped when it is not ours."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.model import CONTINUE_INSTRUCTION, ModelMessage, Usage
from shared.domain.runs import LEASE_SECONDS, MAX_CONTINUATIONS, Run
from shared.orchestrator.making import LONGEST_TOKEN
from shared.orchestrator.suggestions import chat_suggestions
from tests.runs.dying import Failing, Fuse, Killed
from tests.runs.world import World, stages, until

WORDS = ("Once", " upon", " a", " midnight", " dreary")
BREAK = Answer(WORDS[:2], "break")


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(WORDS))


async def test_an_answer_is_logged_told_and_kept(world: World) -> None:
    process = world.process()
    run = await process.answer("Rain?")

    assert (run.status, run.attempt, run.lease) == ("completed", 1, None)
    assert run.result is not None
    assert run.result["message"] == "".join(WORDS)
    events = await world.log(run)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert stages(events) == ["started", "token", "complete"]
    assert events[-1].data == run.result
    assert events[-1].seq == run.last_seq
    answer = await world.answer_message(run)
    assert answer is not None
    assert (answer.content, answer.role, answer.parent) == ("".join(WORDS), "assistant", run.user_message_id)
    assert answer.metadata["status"] == "completed"
    assert (await world.run(run)).closed
    assert [ended.id for ended in world.ended] == [run.id]


async def test_the_result_is_what_the_contract_says(world: World) -> None:
    run = await world.process().answer("Rain?")

    assert run.result is not None
    assert set(run.result) >= {"success", "conversationId", "runId", "messageId", "message", "model", "usage"}
    assert run.result["success"] is True
    assert run.result["usage"]["totalTokens"] == run.usage.total_tokens
    assert 0 < len(run.result["suggestions"]) <= 3


async def test_a_broken_answer_is_continued_by_the_same_model_from_what_was_logged(world: World) -> None:
    world.says(Answer(WORDS[:2], "break"), Answer(WORDS[2:]))
    run = await world.process().answer("Rain?")

    assert run.status == "completed"
    assert await world.text(run) == "".join(WORDS)
    assert stages(await world.log(run)) == ["started", "token", "interrupted", "token", "complete"]
    interrupted = (await world.log(run))[3]
    assert interrupted.data == {"stage": "interrupted", "attempt": 2}
    again = world.model.calls[1]
    assert again.models == ("first",)
    assert again.messages[-2:] == (
        ModelMessage("assistant", "".join(WORDS[:2])),
        ModelMessage("user", CONTINUE_INSTRUCTION),
    )
    assert again.messages[:-2] == world.model.calls[0].messages


async def test_after_three_continuations_the_run_fails_and_keeps_its_text(world: World) -> None:
    world.says(BREAK)
    run = await world.process().answer_or_fail("Rain?")

    assert (run.status, run.attempt) == ("failed", 1 + MAX_CONTINUATIONS)
    assert run.error is not None
    assert (run.error["code"], run.error["retryable"]) == ("LLM_ERROR", True)
    assert len(world.model.calls) == 1 + MAX_CONTINUATIONS
    kept = "".join(WORDS[:2]) * (1 + MAX_CONTINUATIONS)
    assert await world.text(run) == kept
    answer = await world.answer_message(run)
    assert answer is not None
    assert (answer.content, answer.metadata["status"]) == (kept, "failed")
    last = (await world.log(run))[-1]
    assert (last.type, last.data) == ("error", run.error)


@pytest.mark.parametrize(("ending", "retryable"), [("fail", True), ("refuse", False)])
async def test_a_model_that_says_nothing_fails_the_run(world: World, ending: str, retryable: bool) -> None:
    world.says(Answer(ending=ending))  # pyright: ignore[reportArgumentType]
    run = await world.process().answer_or_fail("Rain?")

    assert run.error is not None
    assert (run.error["code"], run.error["retryable"]) == ("LLM_ERROR", retryable)
    assert run.error["requestId"] == "request-1"
    assert stages(await world.log(run)) == ["started", "error"]


async def test_another_model_takes_over_before_the_first_token_and_continues_its_own_answer(world: World) -> None:
    world.says(Answer(WORDS[:2], "fallback"), Answer(WORDS[2:]))
    first = await world.process().answer("Rain?")
    assert first.result is not None
    assert first.result["model"] == "second"
    assert stages(await world.log(first)) == ["started", "fallback", "token", "complete"]
    assert (await world.log(first))[1].data["model"] == "second"


async def test_an_internal_fault_ends_the_run_without_telling_what_it_was(world: World) -> None:
    async def broken(_: str) -> dict[str, str]:
        raise ZeroDivisionError("mongodb://user:secret@host")

    process = world.process()
    run = await process.accept("Rain?", project_id=None)
    process.facts.of = broken  # type: ignore[method-assign]
    await world.stores.runs.delete([run.id])
    run.project_id = "p" * 24
    await world.stores.runs.insert(run)
    ended = await process.waiting().answer(run)

    assert ended.error is not None
    assert ended.error["code"] == "INTERNAL_ERROR"
    assert "secret" not in str(await world.log(run))


async def test_cancel_beats_a_late_completion(world: World) -> None:
    world.says(Answer(WORDS, pause=0.05))
    process = world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    cancelled = await process.cancel(run)
    await until(lambda: process.hub.live(run.id) is None)
    await asyncio.sleep(0.3)

    standing = await world.run(run)
    assert cancelled.status == standing.status == "cancelled"
    events = await world.log(run)
    assert [event.terminal for event in events].count(True) == 1
    assert events[-1].type == "complete"
    assert events[-1].data["success"] is False
    assert events[-1].data["status"] == "cancelled"
    assert events[-1].data["message"] == await world.text(run) != "".join(WORDS)
    answer = await world.answer_message(run)
    assert answer is not None
    assert (answer.content, answer.metadata) == (await world.text(run), {"status": "cancelled"})


async def test_cancelling_ends_the_models_call_within_a_second(world: World) -> None:
    world.says(Answer(WORDS[:1], "never"))
    process = world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    await process.cancel(run)

    await until(lambda: process.hub.live(run.id) is None, seconds=1)
    assert [entry.outcome for entry in world.ledger] == ["closed"]


async def test_a_producer_that_lost_its_lease_writes_nothing_more(world: World) -> None:
    world.says(Answer(WORDS[:1], "never"), Answer(WORDS[1:]))
    zombie, heir = world.process(), world.process()
    run = await zombie.accept()
    await zombie.hub.take(run)
    await until(lambda: world.text(run))
    world.clock.skip(LEASE_SECONDS + 1)
    ended = await heir.waiting().answer(await world.run(run))
    await until(lambda: zombie.hub.live(run.id) is None, seconds=2)

    assert ended.status == "completed"
    assert await world.text(run) == "".join(WORDS)
    assert stages(await world.log(run)) == ["started", "token", "interrupted", "token", "complete"]
    # Its own call was paid for all the same.
    assert replace(await world.run(run), usage=ended.usage) == ended


async def test_two_who_both_believe_to_hold_the_lease_write_one_log(world: World) -> None:
    """The zombie speaks on, faster than it can notice; what it says before its first refused write is kept once."""
    world.says(Answer(tuple(f" z{n}" for n in range(200)), pause=0.004), Answer((" heir",)))
    zombie, heir = world.process(), world.process()
    run = await zombie.accept()
    await zombie.hub.take(run)
    await until(lambda: world.text(run))
    world.clock.skip(LEASE_SECONDS + 1)
    ended = await heir.waiting().answer(await world.run(run))
    await until(lambda: zombie.hub.live(run.id) is None, seconds=2)

    said = await world.text(run)
    assert said.endswith(" heir")
    spoken = said.removesuffix(" heir")
    assert spoken == "".join(f" z{n}" for n in range(spoken.count("z")))
    assert world.model.calls[1].messages[-2].content == spoken
    assert ended.result is not None
    assert ended.result["message"] == said


async def test_a_killed_producers_run_goes_on_from_its_last_logged_word(world: World) -> None:
    world.says(Answer(WORDS[:2], "never"), Answer(WORDS[2:]))
    fuse = Fuse()
    victim, heir = world.process(fuse.wrap), world.process()
    run = await victim.accept()
    await victim.hub.take(run)
    await until(lambda: _says(world, run, WORDS[:2]))
    fuse.blow()
    assert await heir.hub.take(await world.run(run)) is None, "the lease has not run out yet"
    world.clock.skip(LEASE_SECONDS + 0.1)
    ended = await heir.waiting().answer(await world.run(run))

    assert (ended.status, ended.attempt, ended.continuations) == ("completed", 2, 1)
    assert await world.text(run) == "".join(WORDS)
    assert world.model.calls[1].models == ("first",)


async def test_the_heir_of_a_fallback_asks_the_model_that_spoke(world: World) -> None:
    world.says(Answer(WORDS[:2], "fallback"), Answer(WORDS[2:]))
    fuse = Fuse()
    victim, heir = world.process(fuse.wrap), world.process()
    world.model.answers[0] = Answer(WORDS[:2], "fallback", pause=0.02)
    run = await victim.accept()
    await victim.hub.take(run)
    await until(lambda: _says(world, run, WORDS[:1]))
    fuse.blow()
    await until(lambda: victim.hub.live(run.id) is None)
    world.clock.skip(LEASE_SECONDS + 0.1)
    await heir.waiting().answer(await world.run(run))

    assert world.model.calls[1].models == ("second",)


async def test_a_producer_killed_before_its_first_word_starts_anew(world: World) -> None:
    fuse = Fuse()
    victim, heir = world.process(fuse.wrap), world.process()
    run = await victim.accept()
    fuse.limit = len(fuse.writes) + 1
    with pytest.raises(Killed):
        await victim.hub.take(run)
    world.clock.skip(LEASE_SECONDS + 0.1)
    ended = await heir.waiting().answer(await world.run(run))

    assert ended.status == "completed"
    assert stages(await world.log(run)) == ["started", "token", "complete"]


async def test_a_run_whose_producers_keep_dying_fails_and_keeps_its_text(world: World) -> None:
    world.says(Answer(("x",), "never"))
    run = await world.process().accept()
    for _ in range(1 + MAX_CONTINUATIONS):
        fuse = Fuse()
        victim = world.process(fuse.wrap)
        length = len(await world.text(run))
        await victim.hub.take(await world.run(run))
        await until(lambda length=length: _longer(world, run, length))
        fuse.blow()
        world.clock.skip(LEASE_SECONDS + 0.1)
    ended = await world.process().waiting().answer(await world.run(run))

    assert ended.error is not None
    assert ended.error["code"] == "LLM_ERROR"
    assert ended.result == {"message": "x" * (1 + MAX_CONTINUATIONS)}


async def test_the_lease_is_renewed_while_a_model_thinks(world: World) -> None:
    world.says(Answer(WORDS[:1], "never"))
    process = world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    before = (await world.run(run)).lease
    await asyncio.sleep(4)
    after = (await world.run(run)).lease
    await process.cancel(run)

    assert before is not None
    assert after is not None
    assert (after.expires_at - before.expires_at).total_seconds() >= 3


@pytest.mark.parametrize("done", [False, True], ids=["refused", "done but not told"])
@pytest.mark.parametrize(("store", "method"), [("runs", "commit"), ("log", "append")])
async def test_a_short_outage_loses_and_doubles_nothing(world: World, store: str, method: str, done: bool) -> None:
    process = world.process(
        lambda stores: replace(stores, **{store: Failing(getattr(stores, store), method, 2, done=done)})
    )
    run = await process.answer("Rain?")

    assert run.status == "completed"
    assert await world.text(run) == "".join(WORDS)
    assert run.usage == Usage(run.usage.prompt_tokens, len(WORDS), estimated=True)
    assert stages(await world.log(run)) == ["started", "token", "complete"]
    assert await world.budget() == run.usage.total_tokens


async def test_the_ledger_gets_an_entry_that_it_refused_once(world: World) -> None:
    process = world.process(lambda stores: replace(stores, ledger=Failing(stores.ledger, "record", 1)))
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: process.hub.live(run.id) is None)

    assert [entry.outcome for entry in world.ledger] == ["finished"]


async def _says(world: World, run: Run, words: tuple[str, ...]) -> bool:
    return await world.text(run) == "".join(words)


async def _longer(world: World, run: Run, length: int) -> bool:
    return len(await world.text(run)) > length


async def test_a_model_that_does_not_come_to_an_end_is_ended() -> None:
    world = World(FakeModel([Answer(("x" * 100,) * 2_000)]))
    run = await world.process().answer_or_fail(max_tokens=5)

    assert run.error is not None
    assert (run.status, run.error["code"]) == ("failed", "LLM_ERROR")
    assert 5 * LONGEST_TOKEN < len(await world.text(run)) < 10_000
    assert len(world.model.calls) == 1


def test_suggestions_know_a_list_and_are_not_held_up_by_empty_lines() -> None:
    began = time.perf_counter()

    assert chat_suggestions("Choose:\n  1) rain\n")[0] == "Can you elaborate on the first point?"
    assert chat_suggestions("\n" * 100_000 + "x" + " " * 100_000) == chat_suggestions("x")
    assert time.perf_counter() - began < 20
