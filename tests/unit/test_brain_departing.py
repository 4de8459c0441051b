"""A project's knowledge goes with it, also when the Brain could not be told at that time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.memory.counters import Counters
from shared.adapters.neo4j.fake import FakeGraph
from shared.auth.projects import ProjectAccess
from shared.brain.curating import Curator
from shared.brain.departing import AGAIN_AFTER, DEPARTED, Departures
from shared.brain.local import LocalBrain
from shared.domain.brain import Contribution
from shared.domain.errors import BrainError, Forbidden
from shared.domain.query import EVERYTHING, Change, by_id
from shared.orchestrator.limits import Rate
from tests.content_world import World
from tests.graphs import entity

SAID = Contribution("script", (entity("character", "Maya", "An engineer."),))


class Studio:
    def __init__(self) -> None:
        self.world = World()
        self.graph = FakeGraph()
        self.brain = LocalBrain(self.graph, HashingEmbedder())
        self.later = timedelta()

    async def sweep(self) -> int:
        return await Departures(self.world.documents, self.brain, lambda: datetime.now(UTC) + self.later).sweep(20)

    async def departed(self) -> int:
        return await self.world.documents.count(DEPARTED, EVERYTHING)


@pytest.fixture
async def studio() -> Studio:
    return Studio()


async def film(studio: Studio) -> str:
    made = await studio.world.create("projects", title="Farewell", genre="drama")
    await studio.brain.learn(made["id"], SAID)
    return made["id"]


async def test_what_is_known_of_a_deleted_project_is_forgotten(studio: Studio) -> None:
    gone, kept = await film(studio), await film(studio)
    await studio.world.delete("projects", gone)

    assert await studio.sweep() == 1
    assert await studio.graph.count(gone) == 0
    assert await studio.graph.count(kept) == 1
    assert await studio.sweep() == 0


async def test_a_brain_that_is_down_is_told_later(studio: Studio) -> None:
    gone = await film(studio)
    studio.graph.broken = BrainError()
    await studio.world.delete("projects", gone)
    await studio.sweep()

    studio.graph.broken = None
    assert await studio.graph.count(gone) == 1
    await studio.sweep()
    assert await studio.graph.count(gone) == 0


async def test_what_was_told_while_the_project_went_is_forgotten_in_the_end(studio: Studio) -> None:
    gone = await film(studio)
    await studio.world.delete("projects", gone)
    await studio.sweep()
    await studio.brain.learn(gone, SAID)

    studio.later = AGAIN_AFTER + timedelta(minutes=1)
    assert await studio.sweep() == 1
    assert await studio.graph.count(gone) == 0
    assert await studio.departed() == 0


async def test_one_that_cannot_be_forgotten_does_not_keep_the_others(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, gone = await film(studio), await film(studio)
    for project in (stuck, gone):
        await studio.world.delete("projects", project)
    forget = studio.brain.forget_project

    async def some(project_id: str) -> None:
        if project_id == stuck:
            raise BrainError
        await forget(project_id)

    monkeypatch.setattr(studio.brain, "forget_project", some)
    await studio.sweep()

    assert await studio.graph.count(gone) == 0
    assert await studio.graph.count(stuck) == 1


async def test_a_project_in_the_trash_may_come_back_with_what_is_known_of_it(studio: Studio) -> None:
    kept = await film(studio)
    curator = Curator(studio.brain, ProjectAccess(studio.world.documents), Rate(Counters(), 60))
    for trashed in ({"deletedAt": datetime.now(UTC)}, {"purge": True}):
        await studio.world.documents.update("projects", by_id(kept), Change(set=trashed))
        with pytest.raises(Forbidden):
            await curator.forget_project(kept)
    assert await studio.graph.count(kept) == 1

    await studio.world.documents.delete("projects", by_id(kept))
    await curator.forget_project(kept)
    assert await studio.graph.count(kept) == 0
