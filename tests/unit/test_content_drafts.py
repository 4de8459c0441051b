"""Drafts: prepared unseen, published in one step."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content.find import Find
from shared.domain.errors import Forbidden, NotFound, ValidationFailed
from tests.content_world import ADA, ADMIN, BO, World

DRAFT = "depth=0&draft=true"


async def department(world: World, **fields: Any) -> Any:
    return await world.create("departments", ADMIN, slug="story", name="Story", **fields)


async def test_what_was_never_published_is_its_editors_alone() -> None:
    world = World()
    made = await world.create("departments", ADMIN, DRAFT, slug="story")

    assert made["_status"] == "draft"
    assert [doc["id"] for doc in await world.found("departments", ADMIN)] == [made["id"]]
    for query in ("depth=0", DRAFT):
        assert await world.found("departments", ADA, query) == []
        with pytest.raises(NotFound):
            await world.read("departments", made["id"], ADA, query)
    assert await world.versions("departments", ADA) == []
    assert len(await world.versions("departments", ADMIN)) == 1


async def test_a_draft_may_lack_what_is_required_but_not_be_wrong() -> None:
    world = World()
    with pytest.raises(ValidationFailed):
        await world.create("departments", ADMIN, slug="story")
    with pytest.raises(ValidationFailed):
        await world.create("departments", ADMIN, DRAFT, slug="story", order="first")
    made = await world.create("departments", ADMIN, DRAFT, slug="story")
    with pytest.raises(ValidationFailed) as caught:
        await world.change("departments", made["id"], ADMIN, _status="published")
    assert caught.value.details is not None
    assert [problem["path"] for problem in caught.value.details["data"]["errors"]] == ["name"]


async def test_a_draft_of_something_published_shows_to_its_editors_when_they_ask() -> None:
    world = World()
    made = await department(world)
    shown = await world.change("departments", made["id"], ADMIN, DRAFT, name="Stories", description="New")

    assert (shown["name"], shown["_status"]) == ("Stories", "draft")
    assert (await world.read("departments", made["id"], ADMIN))["name"] == "Story"
    assert (await world.read("departments", made["id"], ADMIN, DRAFT))["description"] == "New"
    assert (await world.read("departments", made["id"], ADA, DRAFT))["name"] == "Story"
    asked = "where[name][equals]=Stories&depth=0"
    assert await world.found("departments", ADMIN, asked) == []
    assert [doc["name"] for doc in await world.found("departments", ADMIN, asked + "&draft=true")] == ["Stories"]
    assert await world.found("departments", ADA, asked + "&draft=true") == []
    chosen = await world.found("departments", ADMIN, "select[name]=true&depth=0&draft=true")
    assert chosen == [{"id": made["id"], "name": "Stories"}]


async def test_publishing_takes_the_whole_draft() -> None:
    world = World()
    made = await department(world)
    await world.change("departments", made["id"], ADMIN, DRAFT, name="Stories")
    await world.change("departments", made["id"], ADMIN, DRAFT, description="New")
    published = await world.change("departments", made["id"], ADMIN, _status="published")

    assert (published["name"], published["description"]) == ("Stories", "New")
    assert (await world.read("departments", made["id"], ADA))["name"] == "Stories"
    states = [(version["version"]["name"], version["version"]["_status"]) for version in await versions(world)]
    assert states == [("Stories", "published"), ("Stories", "draft"), ("Stories", "draft"), ("Story", "published")]
    assert len(await world.versions("departments", ADA)) == 2


async def test_a_change_beside_a_draft_is_published_and_kept_by_it() -> None:
    world = World()
    made = await department(world)
    await world.change("departments", made["id"], ADMIN, DRAFT, name="Stories")
    changed = await world.change("departments", made["id"], ADMIN, order=7)

    assert (changed["name"], changed["order"], changed["_status"]) == ("Story", 7, "published")
    published = await world.change("departments", made["id"], ADMIN, _status="published")
    assert (published["name"], published["order"]) == ("Stories", 7)


async def test_unpublishing_hides_it_again() -> None:
    world = World()
    made = await department(world)
    await world.change("departments", made["id"], ADMIN, _status="draft")
    assert await world.found("departments", ADA) == []


async def test_a_version_is_restored_as_a_draft_when_asked() -> None:
    world = World()
    made = await department(world)
    await world.change("departments", made["id"], ADMIN, name="Stories")
    first = (await versions(world))[-1]
    restore, departments = world.content.versions.restore, world.content.registry["departments"]

    restored = await restore(departments, first["id"], Find(depth=0, draft=True), ADMIN)

    assert (restored.document["name"], restored.document["_status"]) == ("Story", "draft")
    assert (await world.read("departments", made["id"], ADA))["name"] == "Stories"
    with pytest.raises(Forbidden):
        await restore(departments, first["id"], Find(depth=0), ADA)


async def test_drafts_of_what_belongs_to_a_project_are_its_editors() -> None:
    world = World()
    project = await world.project(collaborators=[{"user": "bo", "role": "viewer"}])
    made = await world.create("scripts", project=project["id"], title="Pilot", text="FADE IN:")
    await world.create("scripts", ADA, DRAFT, project=project["id"], title="Unseen")
    await world.change("scripts", made["id"], ADA, DRAFT, title="Pilot, again")

    assert [doc["title"] for doc in await world.found("scripts", BO, DRAFT)] == ["Pilot"]
    assert sorted(doc["title"] for doc in await world.found("scripts", ADA, DRAFT)) == ["Pilot, again", "Unseen"]
    assert await world.found("scripts", BO, "where[title][contains]=again&" + DRAFT) == []
    assert len(await world.found("scripts", ADA, "where[title][contains]=again&" + DRAFT)) == 1
    await world.change("projects", project["id"], collaborators=[{"user": "bo", "role": "editor"}])
    assert sorted(doc["title"] for doc in await world.found("scripts", BO, DRAFT)) == ["Pilot, again", "Unseen"]


async def versions(world: World) -> list[Any]:
    return await world.versions("departments", ADMIN)
