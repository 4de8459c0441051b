"""SIGKILL after every single write: whatever was begun comes to a right end, with nothing lost and nothing doubled."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import AladdinError
from shared.domain.model import CONTINUE_INSTRUCTION, ModelCall, ModelEvent
from shared.domain.runs import Run
from shared.orchestrator.outcomes import answer_of
from shared.orchestrator.turns import TurnRequest
from tests.runs.dying import Fuse, Killed
from tests.runs.world import ADA, NOON, Process, World, until

WORDS = ("Once", " upon", " a", " midnight", " dreary")
MORE_WRITES_THAN_ANY = 60


class FaithfulModel(FakeModel):
    """Says WORDS, from where the answer that it is shown broke off."""

    async def stream(self, call: ModelCall) -> AsyncGenerator[ModelEvent, None]:
        said = call.messages[-2].content if call.messages[-1].content == CONTINUE_INSTRUCTION else ""
        rest = "".join(WORDS).removeprefix(str(said))
        self.answers = [Answer((rest[:4], rest[4:]) if len(rest) > 4 else (rest,) if rest else (), pause=0.004)]
        async with aclosing(super().stream(call)) as events:
            async for event in events:
                yield event


Scenario = Callable[[Process], Awaitable[Any]]


async def _first_turn(process: Process) -> None:
    await process.waiting().answer(await process.accept("1?"))


async def _cancelled(process: Process) -> None:
    run = await process.accept("1?")
    await process.hub.take(run)
    await until(lambda: process.world.text(run))
    await process.cancel(run)


async def _handed_over(process: Process) -> None:
    await process.waiting(0.005).answer(await process.accept("1?"))


SCENARIOS = {"answered": _first_turn, "cancelled": _cancelled, "handed over": _handed_over}


async def _kill_after(limit: int, world: World, act: Scenario) -> bool:
    """Whether the process died of it."""
    fuse = Fuse(limit)
    victim = world.process(fuse.wrap)
    with suppress(Killed):
        await act(victim)
    fuse.blow()
    for run_id in list(victim.hub._held):  # pyright: ignore[reportPrivateUsage]
        await until(lambda run_id=run_id: victim.hub.live(run_id) is None)
    return len(fuse.writes) >= limit


async def _recover(world: World) -> Process:
    """What happens by itself afterwards: the sweep every minute, and the worker that it asks."""
    process = world.process()
    for _ in range(4):
        world.clock.skip(61)
        await process.sweep()
        for run_id, _attempt in world.workers.asked:
            await process.attendant.attend(run_id)
        world.workers.asked.clear()
    return process


async def _check(world: World) -> list[Run]:
    runs = list(world.stores.runs._runs.values())  # type: ignore[attr-defined]
    for run in runs:
        assert run.terminal
        assert run.closed
        events = await world.log(run)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [event.terminal for event in events].count(True) == 1
        assert events[-1].terminal
        assert events[-1].seq == run.last_seq
        text = await world.text(run)
        assert "".join(WORDS).startswith(text)
        assert run.status == "cancelled" or text == "".join(WORDS)
        answer = await world.answer_message(run)
        assert answer is not None
        assert answer.content == text
        assert answer.metadata["status"] == run.status
    assert await world.budget() == sum(run.usage.total_tokens for run in runs)
    assert len({run.id for run in world.ended}) == len(world.ended), "told twice of one end"
    assert await world.stores.counters.holders("tokens:") == {}
    return runs


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_process_may_die_after_any_write(name: str) -> None:
    for limit in range(1, MORE_WRITES_THAN_ANY):
        world = World(FaithfulModel())
        died = await _kill_after(limit, world, SCENARIOS[name])
        await _recover(world)
        runs = await _check(world)
        assert len(runs) <= 1
        if runs:
            question = await world.stores.messages.get(runs[0].conversation_id, 1)
            assert question is not None
            assert question.content == "1?"
        if not died:
            assert limit > 8
            assert len(runs) == 1
            return
    raise AssertionError("the scenario never ended")


async def test_a_second_turn_may_die_after_any_write_and_the_third_knows_what_was_said() -> None:
    for limit in range(1, MORE_WRITES_THAN_ANY):
        world = World(FaithfulModel())
        first = await world.process().answer("1?")

        async def act(process: Process, conversation: str = first.conversation_id) -> None:
            await process.waiting().answer(await process.accept("2?", conversation_id=conversation))

        died = await _kill_after(limit, world, act)
        process = await _recover(world)
        third = await process.answer("3?", conversation_id=first.conversation_id)

        runs = [run for run in await _check_all_but_tombstones(world) if run.id not in (first.id, third.id)]
        shown = [str(message.content) for message in world.model.calls[-1].messages[1:]]
        assert shown[:2] == ["1?", "".join(WORDS)]
        assert shown[-1] == "3?"
        assert shown[2:-1] in ([], ["2?"], ["2?", "".join(WORDS)])
        assert len(runs) <= 1
        if not died:
            assert shown[2:-1] == ["2?", "".join(WORDS)]
            return
    raise AssertionError("the scenario never ended")


async def _check_all_but_tombstones(world: World) -> list[Run]:
    stored: dict[str, Run] = world.stores.runs._runs  # type: ignore[attr-defined]
    for run_id in [run.id for run in stored.values() if run.status == "failed" and run.last_seq == 0]:
        del stored[run_id]
    return await _check(world)


async def test_a_repeated_request_gets_one_answer_whatever_write_its_first_process_died_after() -> None:
    for limit in range(1, MORE_WRITES_THAN_ANY):
        world = World(FaithfulModel())

        async def ask(process: Process) -> Any:
            async def work(run_id: str) -> tuple[int, dict[str, Any]]:
                run = await process.turns.accept(ADA, TurnRequest("chat", "1?", max_tokens=50), run_id, "r")
                return 200, answer_of(await process.waiting().answer(run), NOON)

            return await process.idempotent.once(ADA.user_id, "key", "/chat", {"content": "1?"}, work, _kept)

        died = await _kill_after(limit, world, ask)
        world.clock.skip(31)
        status, body = await ask(world.process())
        await _recover(world)

        runs = await _check(world)
        _, conversations = await world.process().library.find(
            ADA, project_id=None, mode=None, text=None, status=None, page=1, limit=10
        )
        assert (status, body["message"]) == (200, "".join(WORDS))
        assert [run.id for run in runs] == [body["runId"]]
        assert conversations == 1
        if not died:
            return
    raise AssertionError("the scenario never ended")


def _kept(error: AladdinError) -> tuple[int, dict[str, Any]]:
    return error.status, {}
