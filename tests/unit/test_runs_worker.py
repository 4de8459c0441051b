"""The worker's durable steps: look, wait until a lease could have run out, look again, until the run has ended."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from functions.worker.routes import MOST_LOOKS, PAUSE_SECONDS, attend_run, send_letters, sweep
from functions.worker.schemas import worker_event
from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.runs import LEASE_SECONDS
from tests.runs.dying import Fuse
from tests.runs.world import World, until


class Execution:
    """A durable context that runs every step at once and notes what it was asked."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.names: list[str] = []

    def step(self, work: Any, name: str) -> Any:
        self.names.append(name)
        return work(None)

    def wait(self, duration: Any, name: str) -> None:
        self.names.append(name)
        self._world.clock.skip(duration.to_seconds())


async def _in_thread(world: World, work: Any, event: Any) -> tuple[dict[str, Any], list[str]]:
    """The SDK's handlers are not asynchronous: they reach the loop through a portal."""
    loop, execution, process = asyncio.get_running_loop(), Execution(world), world.process()
    wiring = SimpleNamespace(
        attendant=process.attendant,
        sweep=SimpleNamespace(sweep=process.sweep),
        postman=SimpleNamespace(deliver=_answering(2)),
        lockout=SimpleNamespace(sweep=_answering(1)),
        reembed=_answering(3),
    )

    def portal(call: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(call(), loop).result(10)

    return await asyncio.to_thread(work, execution, wiring, portal, event), execution.names


def _answering(number: int) -> Any:
    async def answer() -> int:
        return number

    return answer


@pytest.fixture
def world() -> World:
    return World(FakeModel.saying(["Yes."]))


async def test_an_unattended_run_is_finished_in_one_step(world: World) -> None:
    run = await world.process().accept()
    told, names = await _in_thread(world, attend_run, worker_event.validate_python({"kind": "run", "runId": run.id}))

    assert told == {"runId": run.id, "status": "completed", "ended": True}
    assert names == ["attend-0"]


async def test_a_run_whose_producer_died_is_taken_over_when_its_lease_has_run_out(world: World) -> None:
    world.says(Answer(("Ye",), "never"), Answer(("s.",)))
    fuse = Fuse()
    victim = world.process(fuse.wrap)
    run = await victim.accept()
    await victim.hub.take(run)
    await until(lambda: world.text(run))
    fuse.blow()
    told, names = await _in_thread(world, attend_run, worker_event.validate_python({"kind": "run", "runId": run.id}))

    assert told["status"] == "completed"
    assert names == ["attend-0", "wait-0", "attend-1"]
    assert await world.text(run) == "Yes."
    assert PAUSE_SECONDS > LEASE_SECONDS


async def test_a_run_that_is_held_for_ever_is_left_to_the_next_sweep(world: World) -> None:
    world.says(Answer(("Ye",), "never"))
    process = world.process()
    run = await process.accept()
    await process.hub.take(run)
    await until(lambda: world.text(run))
    process.world.clock.skip(-10_000)
    await process.stores.runs.renew(run.id, (await world.run(run)).lease.owner, 1, world.clock.now())  # type: ignore[union-attr]
    keep = asyncio.create_task(_keep_renewing(world, run.id))
    told, names = await _in_thread(world, attend_run, worker_event.validate_python({"kind": "run", "runId": run.id}))
    keep.cancel()
    await process.cancel(run)

    assert (told["ended"], len(names)) == (False, 2 * MOST_LOOKS)


async def _keep_renewing(world: World, run_id: str) -> None:
    while True:
        run = await world.run(run_id)
        assert run.lease is not None
        await world.stores.runs.renew(run_id, run.lease.owner, run.attempt, world.clock.now())
        await asyncio.sleep(0)


async def test_a_run_that_does_not_exist_is_over(world: World) -> None:
    told, _ = await _in_thread(world, attend_run, worker_event.validate_python({"kind": "run", "runId": "gone"}))
    assert told == {"runId": "gone", "status": "absent", "ended": True}


async def test_the_sweep_is_a_step_for_accounts_one_for_runs_and_one_for_vectors(world: World) -> None:
    told, names = await _in_thread(world, sweep, worker_event.validate_python({"kind": "sweep"}))
    assert names == ["accounts", "sweep", "vectors"]
    assert told == {"openRuns": 0, "purged": 0, "settled": 0, "windows": 1, "letters": 2, "vectors": 3}


async def test_letters_are_sent_when_somebody_asks(world: World) -> None:
    told, names = await _in_thread(world, send_letters, worker_event.validate_python({"kind": "mail"}))
    assert (told, names) == ({"letters": 2}, ["letters"])


@pytest.mark.parametrize("event", [{}, {"kind": "x"}, {"kind": "run"}, {"kind": "run", "runId": ""}, {"kind": "run",
                                   "runId": 7}, {"kind": "run", "runId": "x" * 65}, [], None])  # fmt: skip
def test_an_event_has_its_form(event: Any) -> None:
    with pytest.raises(ValueError):
        worker_event.validate_python(event)
