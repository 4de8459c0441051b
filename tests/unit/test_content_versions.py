"""History: every change leaves one version, whatever dies in between, and only for whoever may read the document."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.collection import Access, Collection, Versioning
from shared.content.content import Content
from shared.content.fields import Text
from shared.content.find import Find
from shared.content.registry import Registry
from shared.domain.errors import DatabaseError, Forbidden, NotFound
from shared.domain.query import Change, Query
from tests.content_world import ADA, ADMIN, BO, FLAT, Interleaved, World

NOTES = Collection(
    slug="jottings",
    singular="Jotting",
    plural="Jottings",
    fields=(Text(name="a"), Text(name="b")),
    access=Access(create=lambda _: True, read=lambda _: True, update=lambda _: True, delete=lambda _: True),
    versions=Versioning(keep=3),
)


def revisions(world: World) -> list[str]:
    return sorted(key.partition(":")[2] for key in world.stored("projectsVersions"))


async def test_every_change_leaves_one_version_and_the_last_is_the_latest() -> None:
    world = World()
    project = await world.project(title="One")
    for title in ("Two", "Three"):
        await world.change("projects", project["id"], title=title)

    versions = await world.versions("projects")

    assert [version["version"]["title"] for version in versions] == ["Three", "Two", "One"]
    assert [version["latest"] for version in versions] == [True, False, False]
    assert {version["parent"] for version in versions} == {project["id"]}
    assert "slot" not in versions[0]["version"]


async def test_versions_are_queried_like_documents() -> None:
    world = World()
    project = await world.project(title="One")
    await world.project(title="Other")
    await world.change("projects", project["id"], title="Two")

    assert len(await world.versions("projects", query="where[version.title][like]=o&depth=0")) == 3
    assert len(await world.versions("projects", query=f"where[parent][equals]={project['id']}&depth=0")) == 2
    latest = await world.versions("projects", query="where[latest][equals]=true&sort=version.title&depth=0")
    assert [version["version"]["title"] for version in latest] == ["Other", "Two"]
    whole = await world.versions("projects", query="where[version.title][equals]=Two&depth=1")
    assert whole[0]["parent"]["title"] == "Two"


async def test_restoring_makes_the_document_what_it_was_as_a_new_change() -> None:
    world = World()
    project = await world.project(title="One", collaborators=["bo"])
    await world.change("projects", project["id"], title="Two", description="Added later", collaborators=[])
    first = (await world.versions("projects"))[-1]

    restored = await world.content.versions.restore(world.content.registry["projects"], first["id"], FLAT, ADA)

    assert (restored.document["title"], restored.document["description"]) == ("One", None)
    assert restored.document["collaborators"] == first["version"]["collaborators"]
    assert restored.document["createdBy"] == "ada"
    assert revisions(world) == ["1", "2", "3"]


async def test_restoring_names_again_what_is_gone() -> None:
    world = World()
    world.put("media", "picture", project="p", mediaType="style_reference", deletedAt=None)
    project = await world.project()
    world.stored("media")["picture"]["project"] = project["id"]
    await world.change("projects", project["id"], styleReferences=["picture"])
    await world.change("projects", project["id"], styleReferences=[])
    del world.stored("media")["picture"]
    [with_picture] = await world.versions("projects", query="where[version.styleReferences][in][]=picture&depth=0")

    restored = await world.content.versions.restore(world.content.registry["projects"], with_picture["id"], FLAT, ADA)

    assert restored.document["styleReferences"] == ["picture"]


async def test_versions_are_their_documents_readers_only() -> None:
    world, projects = World(), World().content.registry["projects"]
    project = await world.project(collaborators=[{"user": "bo", "role": "viewer"}])
    version = f"{project['id']}:1"
    restore = world.content.versions.restore

    assert len(await world.versions("projects", BO)) == 1
    with pytest.raises(Forbidden):
        await restore(projects, version, FLAT, BO)
    await world.change("projects", project["id"], collaborators=[])

    assert await world.versions("projects", BO) == []
    for refused in (
        world.content.versions.find_by_id(projects, version, FLAT, BO),
        restore(projects, version, FLAT, BO),
    ):
        with pytest.raises(NotFound):
            await refused
    with pytest.raises(Forbidden):
        await world.content.versions.find(projects, FLAT, None)


async def test_a_trashed_documents_versions_are_in_the_trash() -> None:
    world = World()
    project = await world.project()
    await world.change("projects", project["id"], deletedAt="2026-05-01")

    assert await world.versions("projects") == []
    assert len(await world.versions("projects", query="trash=true&depth=0")) == 2
    with pytest.raises(NotFound):
        await world.content.versions.restore(world.content.registry["projects"], f"{project['id']}:1", FLAT, ADA)


async def test_a_collection_without_versions_has_none() -> None:
    world = World()
    with pytest.raises(NotFound):
        await world.versions("conversations")


class Failing(FakeDocuments):
    """The ``at``-th write fails, before or after it has happened."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.after = 0, False

    async def _write(self, write: Any) -> Any:
        self.at -= 1
        if self.at == 0 and not self.after:
            write.close()
            raise DatabaseError
        done = await write
        if self.at == 0:
            raise DatabaseError
        return done

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        return await self._write(super().insert(collection, document))

    async def update(self, collection: str, where: Query, change: Change) -> dict[str, Any] | None:
        return await self._write(super().update(collection, where, change))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_version_lost_to_a_crash_is_there_after_the_next_change(at: int, after: bool) -> None:
    world = World()
    failing = Failing()
    failing.collections = world.documents.collections
    content = Content(failing, world.content.registry, "only-for-tests-" + "1" * 32, world.now)
    project = await world.project(title="One")
    failing.at, failing.after = at, after

    with pytest.raises(DatabaseError):
        await content.writes.update(content.registry["projects"], project["id"], {"title": "Two"}, FLAT, ADA)
    await content.writes.update(content.registry["projects"], project["id"], {"title": "Three"}, FLAT, ADA)

    written = world.stored("projects")[project["id"]]["rev"]
    assert revisions(world) == [str(number + 1) for number in range(written)]
    assert [version["latest"] for version in await world.versions("projects")].count(True) == 1


async def test_parallel_changes_all_count_and_each_has_its_version() -> None:
    documents = Interleaved()
    content = Content(documents, Registry([world_users(), NOTES]), "only-for-tests-" + "1" * 32, World().now)
    made = (await content.writes.create(NOTES, {"a": "0", "b": "0"}, FLAT, ADMIN)).document

    async def change(name: str, value: str) -> None:
        await content.writes.update(NOTES, made["id"], {name: value}, FLAT, ADMIN)

    await asyncio.gather(change("a", "1"), change("b", "1"))

    stored = documents.collections["jottings"][made["id"]]
    assert (stored["a"], stored["b"], stored["rev"]) == ("1", "1", 3)
    assert sorted(documents.collections["jottingsVersions"]) == [f"{made['id']}:{number}" for number in (1, 2, 3)]


class Forgetful(Interleaved):
    """The version of the second revision is lost the first time."""

    lost = False

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        if document.get("rev") == 2 and collection.endswith("Versions") and not self.lost:
            self.lost = True
            raise DatabaseError
        await super().insert(collection, document)


async def test_no_change_passes_over_a_version_that_was_lost() -> None:
    documents = Forgetful()
    content = Content(documents, Registry([world_users(), NOTES]), "only-for-tests-" + "1" * 32, World().now)
    made = (await content.writes.create(NOTES, {"a": "0", "b": "0"}, FLAT, ADMIN)).document
    changes = [content.writes.update(NOTES, made["id"], {name: "1"}, FLAT, ADMIN) for name in ("a", "b")]

    await asyncio.gather(*changes, return_exceptions=True)

    assert documents.lost
    assert documents.collections["jottings"][made["id"]]["rev"] == 3
    assert sorted(documents.collections["jottingsVersions"]) == [f"{made['id']}:{number}" for number in (1, 2, 3)]


async def test_the_oldest_versions_go_and_all_with_their_document() -> None:
    documents = FakeDocuments()
    content = Content(documents, Registry([world_users(), NOTES]), "only-for-tests-" + "1" * 32, World().now)
    made = (await content.writes.create(NOTES, {"a": "0"}, FLAT, ADMIN)).document
    for number in range(1, 6):
        await content.writes.update(NOTES, made["id"], {"a": str(number)}, FLAT, ADMIN)

    kept = (await content.versions.find(NOTES, Find(depth=0), ADMIN))["docs"]
    assert [version["version"]["a"] for version in kept] == ["5", "4", "3"]

    await content.writes.delete(NOTES, made["id"], FLAT, ADMIN)
    assert documents.collections["jottingsVersions"] == {}


def world_users() -> Collection:
    return World().content.registry["users"]
