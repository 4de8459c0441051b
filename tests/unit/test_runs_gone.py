"""What happens to a turn whose conversation is deleted under it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import ConversationNotFound, ProjectNotFound, RunNotFound
from shared.domain.ids import document_id_of, new_ulid
from shared.domain.runs import Run
from shared.orchestrator.stores import Stores
from shared.ports import Runs
from tests.runs.world import ADA, World


class DeletedMeanwhile:
    """A store of runs in front of which the conversation is deleted just before the run is written."""

    def __init__(self, runs: Runs, world: World) -> None:
        self._runs = runs
        self._world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runs, name)

    async def insert(self, run: Run) -> None:
        await self._world.process().library.delete(ADA, run.conversation_id)
        await self._runs.insert(run)


async def test_a_turn_that_meets_a_deletion_leaves_nothing_behind() -> None:
    # Given a conversation that is deleted while its second turn is being accepted
    world = World(FakeModel.saying(["Yes."]))
    first = await world.process().answer("Rain?")

    def late(stores: Stores) -> Stores:
        return replace(stores, runs=DeletedMeanwhile(stores.runs, world))

    # When the turn comes to be written
    second = new_ulid()
    with pytest.raises(ConversationNotFound):
        await world.process(late).accept("Snow?", conversation_id=first.conversation_id, run_id=second)

    # Then it is not there, nor is its question or its reservation
    assert await world.stores.runs.get(second) is None
    assert await world.stores.messages.get(first.conversation_id, 3) is None
    used = first.usage.total_tokens
    assert await world.budget() == used


class ProjectGone(DeletedMeanwhile):
    """The project goes just before the run is written."""

    async def insert(self, run: Run) -> None:
        self._world.projects.members.clear()
        await self._runs.insert(run)


async def test_a_new_conversation_that_meets_its_projects_deletion_goes_too() -> None:
    world = World(FakeModel.saying(["Yes."]))
    world.projects.members["p1"] = {ADA.user_id}

    def late(stores: Stores) -> Stores:
        return replace(stores, runs=ProjectGone(stores.runs, world))

    run_id = new_ulid()
    with pytest.raises(ProjectNotFound):
        await world.process(late).accept("Snow?", project_id="p1", run_id=run_id)

    assert await world.stores.runs.get(run_id) is None
    assert await world.stores.conversations.get(document_id_of(run_id)) is None
    assert await world.stores.messages.get(document_id_of(run_id), 1) is None
    assert await world.budget() == 0
    await world.process().sweep()
    assert await world.stores.conversations.doomed(10) == []


async def test_whoever_waits_for_a_run_that_is_deleted_is_told_so_at_once() -> None:
    # Given somebody waiting for a run that takes long
    world = World().says(Answer(ending="never"))
    process = world.process()
    run = await process.accept("Rain?")
    waiting = asyncio.create_task(process.waiting(30).answer(run))
    await asyncio.sleep(0.05)

    # When its conversation is deleted
    await world.process().library.delete(ADA, run.conversation_id)

    # Then they need not wait any longer
    async with asyncio.timeout(3):
        with pytest.raises(RunNotFound):
            await waiting
