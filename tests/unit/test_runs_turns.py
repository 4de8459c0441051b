"""Accepting turns: what is refused, in which order they run, what the model is shown of the thread."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import (
    ConversationNotFound,
    InternalError,
    ProjectNotFound,
    ValidationFailed,
)
from shared.domain.ids import new_ulid
from shared.domain.model import ModelMessage
from shared.domain.tokens import upper_bound
from shared.orchestrator.live import GHOST_SECONDS
from tests.runs.dying import Fuse, Killed
from tests.runs.world import ADA, BO, Process, World, stages


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(["Yes."]))


@pytest.fixture
def process(world: World) -> Process:
    return world.process()


def said(world: World, call: int = -1) -> list[str]:
    """What the model was shown after its system prompt."""
    return [str(message.content) for message in world.model.calls[call].messages[1:]]


async def test_the_question_is_kept_before_anybody_is_told(world: World, process: Process) -> None:
    run = await process.accept("  Rain?\nOr snow?")
    question = await world.stores.messages.get(run.conversation_id, 1)
    conversation = await world.stores.conversations.get(run.conversation_id)

    assert question is not None
    assert (question.content, question.role, question.run_id) == ("  Rain?\nOr snow?", "user", run.id)
    assert conversation is not None
    assert (conversation.name, conversation.user_id, conversation.last_run) == ("Rain?", ADA.user_id, run.id)
    assert (await world.run(run)).status == "queued"


async def test_a_long_first_line_is_shortened_for_the_name(world: World, process: Process) -> None:
    run = await process.accept("word " * 100)
    conversation = await world.stores.conversations.get(run.conversation_id)

    assert conversation is not None
    assert len(conversation.name) <= 60
    assert conversation.name.endswith("…")


REFUSED: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("a model that is not allowed", {"model": "gpt-9"}, ValidationFailed),
    ("a conversation that does not exist", {"conversation_id": "f" * 24}, ConversationNotFound),
    ("a project that does not exist", {"project_id": "f" * 24}, ProjectNotFound),
]


@pytest.mark.parametrize(("fields", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
async def test_what_is_refused_leaves_nothing_behind(
    world: World, process: Process, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await process.accept("Rain?", **fields)

    assert await world.budget() == 0
    assert await world.stores.runs.open_runs(10) == []
    assert world.stores.conversations._live == {}  # type: ignore[attr-defined]


async def test_somebody_elses_conversation_does_not_exist(world: World, process: Process) -> None:
    run = await process.answer("Rain?")
    with pytest.raises(ConversationNotFound):
        await process.accept("Mine?", by=BO, conversation_id=run.conversation_id)

    assert await world.stores.messages.get(run.conversation_id, 3) is None


async def test_the_thread_is_shown_oldest_first_and_grows(world: World, process: Process) -> None:
    world.says(Answer(("One.",)), Answer(("Two.",)), Answer(("Three.",)))
    first = await process.answer("1?")
    for question in ("2?", "3?"):
        await process.answer(question, conversation_id=first.conversation_id)

    assert said(world) == ["1?", "One.", "2?", "Two.", "3?"]


async def test_turns_run_in_the_order_in_which_they_were_accepted(world: World, process: Process) -> None:
    world.says(Answer(("Yes.",), pause=0.02))
    first = await process.accept("0?")
    later = [await process.accept(f"{n}?", conversation_id=first.conversation_id) for n in range(1, 6)]

    runs = await asyncio.gather(*(process.waiting().answer(run) for run in reversed([first, *later])))

    assert {run.status for run in runs} == {"completed"}
    assert [str(call.messages[-1].content) for call in world.model.calls] == [f"{n}?" for n in range(6)]
    assert said(world) == [part for n in range(5) for part in (f"{n}?", "Yes.")] + ["5?"]


async def test_a_later_turn_waits_as_queued(world: World, process: Process) -> None:
    world.says(Answer(("x",), "never"))
    first = await process.accept("0?")
    await process.hub.take(first)
    second = await process.accept("1?", conversation_id=first.conversation_id)

    assert await process.hub.take(second) is None
    assert (await world.run(second)).status == "queued"
    await process.cancel(first)
    assert await process.hub.take(second) is not None


async def test_a_cancelled_turn_makes_way_and_is_left_out_when_it_said_nothing(world: World, process: Process) -> None:
    first = await process.accept("0?")
    second = await process.accept("1?", conversation_id=first.conversation_id)
    await process.cancel(first)
    await process.waiting().answer(second)

    assert said(world) == ["0?", "1?"]
    assert stages(await world.log(first)) == ["complete"]


async def test_an_edit_is_a_sibling_and_the_thread_goes_on_from_it(world: World, process: Process) -> None:
    first = await process.answer("1?")
    await process.answer("2?", conversation_id=first.conversation_id)
    edited = await process.answer("2 again?", conversation_id=first.conversation_id, edits=3)
    assert said(world) == ["1?", "Yes.", "2 again?"]

    await process.answer("3?", conversation_id=first.conversation_id)
    assert said(world) == ["1?", "Yes.", "2 again?", "Yes.", "3?"]
    question = await world.stores.messages.get(first.conversation_id, edited.turn)
    assert question is not None
    assert question.parent == first.assistant_message_id
    original = await world.stores.messages.get(first.conversation_id, 3)
    assert original is not None
    assert (original.content, original.parent) == ("2?", first.assistant_message_id)


async def test_the_first_question_can_be_asked_differently(world: World, process: Process) -> None:
    first = await process.answer("1?")
    edited = await process.answer("1 again?", conversation_id=first.conversation_id, edits=1)

    assert said(world) == ["1 again?"]
    assert edited.parent is None


@pytest.mark.parametrize("seq", [2, 7], ids=["an answer", "nothing"])
async def test_only_a_question_can_be_edited(process: Process, seq: int) -> None:
    first = await process.answer("1?")
    with pytest.raises(ConversationNotFound):
        await process.accept("x", conversation_id=first.conversation_id, edits=seq)


async def test_the_window_is_never_cut_inside_a_message(world: World, process: Process) -> None:
    first = await process.answer("0 " + "x" * 400)
    for n in range(1, 5):
        await process.answer(f"{n} " + "x" * 400, conversation_id=first.conversation_id)
    system = world.model.calls[0].messages[0]
    for window in range(900, 2600, 130):
        world.window = window + upper_bound([system])
        await process.answer("last", conversation_id=first.conversation_id, edits=9)
        call = world.model.calls[-1]
        shown = said(world)
        assert upper_bound(call.messages) + call.max_tokens <= world.window
        assert shown[-1] == "last"
        assert all(text == "Yes." or len(text) == 402 for text in shown[:-1])
        whole = [part for n in range(4) for part in (f"{n} " + "x" * 400, "Yes.")]
        assert shown[:-1] == whole[len(whole) - len(shown) + 1 :]
        left_out = whole[: len(whole) - len(shown) + 1]
        if left_out:
            more = upper_bound(call.messages) + upper_bound([ModelMessage("user", left_out[-1])])
            assert more + call.max_tokens > world.window, "one more message would have fitted"


async def test_a_turn_that_never_came_is_buried_and_the_thread_goes_on_behind_it(world: World) -> None:
    process, fuse = world.process(), Fuse()
    first = await process.answer("1?")
    fuse.limit = 3  # both budgets and the place in the conversation
    ghost_id = new_ulid()
    with pytest.raises(Killed):
        await world.process(fuse.wrap).accept("ghost", conversation_id=first.conversation_id, run_id=ghost_id)
    assert fuse.writes[-1] == "conversations.accept"

    second = await process.accept("2?", conversation_id=first.conversation_id)
    assert second.after == ghost_id
    assert await process.hub.take(second) is None, "it may still come"
    world.clock.skip(GHOST_SECONDS + 1)
    ended = await process.waiting().answer(await world.run(second))

    assert ended.status == "completed"
    assert said(world) == ["1?", "Yes.", "2?"]
    tombstone = await world.run(ghost_id)
    assert (tombstone.status, tombstone.closed) == ("failed", True)


async def test_a_buried_turn_that_is_asked_for_again_has_to_be_sent_anew(world: World) -> None:
    """Under its old id it would be an answer that never comes."""
    process, fuse = world.process(), Fuse()
    first = await process.answer("1?")
    fuse.limit = 3
    ghost_id = new_ulid()
    with pytest.raises(Killed):
        await world.process(fuse.wrap).accept("ghost", conversation_id=first.conversation_id, run_id=ghost_id)
    world.clock.skip(GHOST_SECONDS + 1)
    await process.answer("2?", conversation_id=first.conversation_id)

    with pytest.raises(InternalError):
        await process.accept("ghost", conversation_id=first.conversation_id, run_id=ghost_id)


async def test_two_who_repeat_one_request_at_once_get_the_same_run_and_keep_its_reservation(world: World) -> None:
    run_id, process = new_ulid(), world.process()
    runs = await asyncio.gather(*(world.process().accept("1?", run_id=run_id) for _ in range(5)))

    assert {run.id for run in runs} == {run_id}
    assert await world.budget() >= runs[0].request["reserved"]
    await process.waiting().answer(runs[0])
    assert await world.budget() == (await world.run(run_id)).usage.total_tokens


async def test_a_turn_behind_a_ghost_still_waits_for_the_turn_before_it(world: World) -> None:
    world.says(Answer(("A",), "never"), Answer(("B",)))
    process, fuse = world.process(), Fuse(3)
    first = await process.accept("1?")
    await process.hub.take(first)
    with pytest.raises(Killed):
        await world.process(fuse.wrap).accept("ghost", conversation_id=first.conversation_id)
    second = await process.accept("2?", conversation_id=first.conversation_id)
    world.clock.skip(GHOST_SECONDS + 1)

    assert await process.hub.take(second) is None
    await process.cancel(first)
    assert (await process.waiting().answer(second)).status == "completed"


async def test_a_repeated_request_whose_process_died_keeps_its_place(world: World) -> None:
    """And does not wait for itself."""
    process = world.process()
    first = await process.answer("1?")
    for limit in (3, 4):
        run_id, fuse = new_ulid(), Fuse(limit)
        with pytest.raises(Killed):
            await world.process(fuse.wrap).accept("2?", conversation_id=first.conversation_id, run_id=run_id)
        world.clock.skip(31)
        again = await process.accept("2?", conversation_id=first.conversation_id, run_id=run_id)
        assert again.after != again.id
        assert (await process.waiting().answer(again)).status == "completed"
    conversation = await world.stores.conversations.get(first.conversation_id)
    assert conversation is not None
    assert conversation.seq == 6


async def test_a_first_request_that_is_repeated_makes_one_conversation(world: World) -> None:
    run_id = new_ulid()
    process, fuse = world.process(), Fuse(3)
    with pytest.raises(Killed):
        await world.process(fuse.wrap).accept("1?", run_id=run_id)
    run = await process.accept("1?", run_id=run_id)
    _, total = await process.library.find(ADA, project_id=None, mode=None, text=None, status=None, page=1, limit=10)

    assert total == 1
    assert (await process.waiting().answer(run)).status == "completed"


async def test_a_ghost_that_comes_back_behind_its_successor_does_not_block_it(world: World) -> None:
    process = world.process()
    first = await process.answer("1?")
    ghost_id, fuse = new_ulid(), Fuse(3)
    with pytest.raises(Killed):
        await world.process(fuse.wrap).accept("ghost", conversation_id=first.conversation_id, run_id=ghost_id)
    successor = await process.accept("2?", conversation_id=first.conversation_id)
    ghost = await process.accept("ghost", conversation_id=first.conversation_id, run_id=ghost_id)

    ended = await asyncio.gather(process.waiting().answer(ghost), process.waiting().answer(successor))
    assert [run.status for run in ended] == ["completed", "completed"]
