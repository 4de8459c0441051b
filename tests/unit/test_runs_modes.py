"""Runs of a mode that this process does not make: the worker is asked, and everybody reads what it says."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import ValidationFailed
from shared.domain.runs import Run, message_seq
from shared.orchestrator.modes import Modes
from tests.runs.brain import PROJECT, ScriptedBrain, accept, ask, asking
from tests.runs.world import ADA, Process, World, stages, until


async def _only_chat(world: World) -> Process:
    """A process of ``world`` without query mode, such as the chat function."""
    everything, world.spoken = world.spoken, {}
    process = world.process()
    world.spoken = everything
    assert process.hub.studio.modes.names == ("chat",)
    return process


async def test_a_reader_leaves_the_run_to_the_worker_and_sees_all_of_it() -> None:
    world = await asking(ScriptedBrain())
    here = await _only_chat(world)
    run = await accept(here)
    reading = asyncio.create_task(here.watch(run))
    await until(lambda: world.workers.asked)
    assert await here.hub.take(run) is None
    assert here.hub.live(run.id) is None
    ended = await world.process().attendant.attend(run.id)
    seen = await reading

    assert ended.status == "completed"
    assert world.workers.asked == [(run.id, 0)]
    assert b'"retrieved"' in seen
    assert b'"complete"' in seen


async def test_a_request_that_waits_gets_the_workers_answer() -> None:
    world = await asking(ScriptedBrain())
    here = await _only_chat(world)
    run = await accept(here)
    waiting = asyncio.create_task(here.waiting().answer(run))
    await until(lambda: world.workers.asked)
    await world.process().attendant.attend(run.id)
    answered = await waiting

    assert answered.result is not None
    assert answered.result["degraded"] is False
    assert world.workers.asked == [(run.id, 0)]


async def test_a_run_of_another_mode_is_not_taken_unseen() -> None:
    world = await asking(ScriptedBrain())
    here = await _only_chat(world)
    run = await accept(here)

    assert await here.hub.take_new(run.id, ADA.user_id) is None
    assert (await world.run(run)).status == "queued"
    assert await world.process().hub.take_new(run.id, ADA.user_id) is not None


async def test_a_dead_workers_run_is_asked_for_again() -> None:
    world = await asking(ScriptedBrain(), FakeModel([Answer(("She is",), "never"), Answer((" 28 [1].",))]))
    here, worker = await _only_chat(world), world.process()
    run = await accept(here)
    await worker.hub.take(run)
    await until(lambda: world.text(run))
    assert await here.hub.take(await world.run(run)) is None
    assert world.workers.asked == []
    await worker.hub.hand_over(run.id)
    assert await here.hub.take(await world.run(run)) is None

    assert world.workers.asked == [(run.id, 1)]


async def test_an_earlier_turn_of_another_mode_is_the_workers_too() -> None:
    """Tabs of one conversation: a chat turn waits for the query before it."""
    world = await asking(ScriptedBrain())
    here = await _only_chat(world)
    asked = await accept(here)
    turn = await here.accept("And then?", conversation_id=asked.conversation_id)
    waiting = asyncio.create_task(here.waiting().answer(turn))
    await until(lambda: world.workers.asked)
    assert not waiting.done()
    await world.process().attendant.attend(asked.id)

    assert (await waiting).status == "completed"
    conversation = await world.stores.conversations.get(asked.conversation_id)
    assert conversation is not None
    assert conversation.last_runs == {"query": asked.id, "chat": turn.id}


async def test_the_worker_is_asked_again_once_it_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.orchestrator.live._MOST_ASKED", 2)
    world = await asking(ScriptedBrain())
    here = await _only_chat(world)
    runs = [await accept(here) for _ in range(3)]
    for run in (*runs, runs[0]):
        await here.hub.take(run)

    assert world.workers.asked == [(run.id, 0) for run in (*runs, runs[0])]


async def test_an_edit_asks_in_the_mode_of_what_it_edits() -> None:
    brain = ScriptedBrain()
    world = await asking(brain)
    process = world.process()
    first = await ask(process, limit=3, types=("character",))
    edited = await _edit(process, first, "How tall is Maya?")
    ended = await process.waiting().answer(edited)

    assert (edited.mode, edited.request["temperature"], edited.request["fields"]["limit"]) == ("query", 0.3, 3)
    assert ended.result is not None
    assert [one["title"] for one in ended.result["results"]] == ["Maya"]
    assert [question.text for _, question in brain.asked] == ["How old is Maya?", "How tall is Maya?"]
    assert stages(await world.log(ended)) == ["started", "retrieved", "token", "complete"]


async def test_what_was_done_is_not_done_again_by_an_edit() -> None:
    world = await asking(ScriptedBrain())
    process = world.process()
    run = await process.accept("A diary.", mode="data", project_id=PROJECT)

    with pytest.raises(ValidationFailed):
        await _edit(process, run, "Another diary.")


async def _edit(process: Process, run: Run, content: str) -> Run:
    seq = message_seq(run.user_message_id)
    return await process.accept(content, conversation_id=run.conversation_id, edits=seq)


def test_modes_know_their_names() -> None:
    modes = replace(Modes(), worked={"data": object()})  # type: ignore[dict-item]

    assert ("data" in modes, "chat" in modes, modes.names) == (True, False, ("data",))
