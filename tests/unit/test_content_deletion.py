"""A deleted document takes along what belongs to it, whatever dies in between, and nobody meets an orphan."""

from __future__ import annotations

from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.content import Content
from shared.content.find import Find
from shared.content.purging import Purge
from shared.domain.errors import DatabaseError, NotFound, ValidationFailed
from shared.domain.query import Change, Query
from tests.content_world import ADA, ADMIN, FLAT, World

PARTS = ("conversations", "sessions", "scripts", "media", "tasks", "notes", "gatherItems")
EVERYTHING = Find(depth=0, limit=0, trash=True)


class Mortal(FakeDocuments):
    """Dies with its ``last`` call and stays dead."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self._left = last

    def _live(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise DatabaseError

    async def update(self, collection: str, where: Query, change: Change) -> dict[str, Any] | None:
        self._live()
        return await super().update(collection, where, change)

    async def delete(self, collection: str, where: Query) -> dict[str, Any] | None:
        self._live()
        return await super().delete(collection, where)

    async def delete_all(self, collection: str, where: Query) -> int:
        self._live()
        return await super().delete_all(collection, where)


async def film() -> tuple[World, str]:
    world = World()
    project = (await world.project())["id"]
    for name in ("One", "Two"):
        await world.create("conversations", name=name, project=project)
    await world.create("sessions", project=project)
    script = await world.create("scripts", project=project, title="Pilot", text="FADE IN:")
    await world.change("scripts", script["id"], title="Pilot 2")
    world.put("media", "picture", project=project, mediaType="storyboard", deletedAt=None, rev=1)
    world.put("media", "trashed", project=project, mediaType="storyboard", deletedAt=world.now(), rev=1)
    for slug in ("tasks", "notes", "gatherItems"):
        world.put(slug, slug, project=project, status="queued")
    world.put("usage", "call", project=project, user="ada", model="m")
    world.put("auditEvents", "event", project=project, action="made")
    return world, project


async def shown(world: World) -> dict[str, int]:
    pages = {slug: await world.content.reads.find(world.content.registry[slug], EVERYTHING, ADMIN) for slug in PARTS}
    projects = await world.content.reads.find(world.content.registry["projects"], EVERYTHING, ADMIN)
    return {"projects": projects["totalDocs"], **{slug: page["totalDocs"] for slug, page in pages.items()}}


async def test_everything_of_a_project_goes_with_it_but_the_books() -> None:
    world, project = await film()
    other = await world.project(title="Other")
    await world.create("sessions", project=other["id"])

    await world.delete("projects", project)

    left = await shown(world)
    assert left == {**dict.fromkeys(PARTS, 0), "projects": 1, "sessions": 1}
    assert project not in world.stored("projects")
    assert [doc["purge"] for doc in world.stored("conversations").values()] == [True, True]
    for slug in ("projectsVersions", "scriptsVersions", "mediaVersions"):
        assert all(version["parent"] == other["id"] for version in world.stored(slug).values()), slug
    assert len(await world.found("usage", ADMIN)) == len(await world.found("auditEvents", ADMIN)) == 1
    assert await world.found("auditEvents", ADA) == []


@pytest.mark.parametrize("last", range(20))
async def test_a_crash_at_any_step_shows_all_or_nothing_and_is_finished_by_the_sweep(last: int) -> None:
    world, project = await film()
    whole = await shown(world)
    mortal = Mortal(last)
    mortal.collections = world.documents.collections
    content = Content(mortal, world.content.registry, "only-for-tests-" + "1" * 32, world.now)
    try:
        await content.writes.delete(content.registry["projects"], project, FLAT, ADA)
    except DatabaseError:
        assert await shown(world) == whole
        return
    assert await shown(world) == dict.fromkeys(whole, 0)
    assert await world.versions("projects", ADMIN, "trash=true&depth=0") == []

    purge = Purge(world.documents, world.content.registry)
    await purge.sweep(20)

    assert project not in world.stored("projects")
    assert await shown(world) == dict.fromkeys(whole, 0)
    assert await purge.sweep(20) == 0


async def test_what_was_unique_is_free_at_once() -> None:
    world = World()
    await world.content.ensure_indexes()
    world.stored("users")["ada"]["subscription"]["maxProjects"] = 1
    first = await world.project()
    await world.delete("projects", first["id"])
    assert (await world.project(title="Second"))["title"] == "Second"


async def test_what_is_made_while_its_project_goes_is_not_left_behind() -> None:
    world = World()
    project = (await world.project())["id"]
    insert = world.documents.insert

    async def late(collection: str, document: Any) -> None:
        await insert(collection, document)
        if collection == "sessions":
            await world.delete("projects", project)
            world.stored("sessions")[document["_id"]] = dict(document)

    world.documents.insert = late
    with pytest.raises(ValidationFailed):
        await world.create("sessions", project=project)
    assert world.stored("sessions") == {}


async def test_a_deleted_project_is_absent_at_once_for_writers_too() -> None:
    world, project = await film()
    world.stored("projects")[project]["purge"] = True
    for act in (
        world.read("projects", project, ADMIN),
        world.change("projects", project, ADMIN, title="x"),
        world.delete("projects", project, ADMIN),
    ):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(ValidationFailed):
        await world.create("sessions", project=project)
    assert await world.versions("projects", ADMIN, "trash=true&depth=0") == []
