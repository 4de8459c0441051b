"""A new run is taken while it is still being found out who asks: it is made in any case, and told to nobody before."""

from __future__ import annotations

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.runs import frame
from tests.runs.world import ADA, World, stages

WORDS = ("It", " rains", ".")


@pytest.fixture
def world() -> World:
    return World(FakeModel([Answer(WORDS)]))


async def test_a_new_run_is_taken_without_a_look_before(world: World) -> None:
    process = world.process()
    run = await process.accept()
    taken = await process.hub.take_new(run.id, ADA.user_id)

    assert taken is not None
    seen = await process.watch(taken)
    log = await world.log(run)
    assert seen == b"".join(frame(run.id, event) for event in log)
    assert stages(log) == ["started", "token", "complete"]
    assert len(world.model.calls) == 1


async def test_whoever_comes_second_takes_nothing(world: World) -> None:
    process = world.process()
    run = await process.accept()
    taken = await process.hub.take_new(run.id, ADA.user_id)

    assert taken is not None
    assert await world.process().hub.take_new(run.id, ADA.user_id) is None
    await process.watch(taken)
    assert len(world.model.calls) == 1


async def test_somebody_elses_run_is_not_taken(world: World) -> None:
    process = world.process()
    run = await process.accept()

    assert await process.hub.take_new(run.id, "b" * 24) is None
    assert await world.run(run) == run
    assert process.hub.live(run.id) is None
