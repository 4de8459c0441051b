"""The product's collections: who may do what with each, and the rules of its fields."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content.access_report import access_report
from shared.content.collections.media import STYLE_REFERENCE
from shared.content.values import iso
from shared.departments.seeding import seed
from shared.departments.skills import agents, departments
from shared.domain.errors import Forbidden, NotFound, ValidationFailed
from tests.content_world import ADA, ADMIN, BO, FLAT, World

OF_PROJECTS = ("tasks", "gatherItems", "notes", "auditEvents", "runs", "usage", "media", "scripts")


async def film(**fields: Any) -> tuple[World, str]:
    """One document of every collection of a project, each with the slug as its key."""
    world = World()
    project = (await world.project(**fields))["id"]
    for slug in ("tasks", "gatherItems", "notes", "auditEvents", "media", "scripts"):
        world.put(slug, slug, project=project, status="queued", deletedAt=None)
    world.put("runs", "runs", projectId=project, userId="ada", conversationId="c", status="completed", error=None)
    world.put("usage", "usage", project=project, user="ada", model="m")
    return world, project


@pytest.mark.parametrize("slug", OF_PROJECTS)
async def test_what_belongs_to_a_project_is_read_through_it(slug: str) -> None:
    world, project = await film()
    for reader in (ADA, ADMIN):
        assert [doc["id"] for doc in await world.found(slug, reader)] == [slug]
    assert await world.found(slug, BO) == []
    with pytest.raises(NotFound):
        await world.read(slug, slug, BO)
    await world.change("projects", project, collaborators=[{"user": "bo", "role": "viewer"}])
    assert (await world.read(slug, slug, BO))["id"] == slug
    await world.change("projects", project, deletedAt="2026-05-01")
    assert await world.found(slug, BO) == []


@pytest.mark.parametrize("slug", ["tasks", "gatherItems", "notes", "auditEvents", "runs", "usage", "messages"])
async def test_what_the_system_writes_is_written_by_nobody_else(slug: str) -> None:
    world, _ = await film()
    world.put("messages", "messages", conversation="c", seq=1)
    for person in (ADA, ADMIN):
        with pytest.raises(Forbidden):
            await world.create(slug, person, project="x")
        if slug != "messages":
            refused = [world.change(slug, slug, person, status="x")]
            refused += [] if slug == "gatherItems" else [world.delete(slug, slug, person)]
            for one in refused:
                with pytest.raises(Forbidden):
                    await one


async def test_a_runs_inner_life_is_hidden() -> None:
    world, _ = await film()
    world.stored("runs")["runs"].update(lease={"owner": "x"}, request={"content": "mine"}, turn=1, closed=True)
    world.put("runs", "buried", projectId=None, userId="ada", conversationId="c", status="failed", error=None)

    [run] = await world.found("runs")

    assert not {"lease", "request", "turn", "closed"} & run.keys()
    with pytest.raises(ValidationFailed):
        await world.found("runs", ADA, "where[lease.owner][equals]=x")


async def test_what_is_written_once_says_when() -> None:
    world, _ = await film()
    del world.stored("usage")["usage"]["updatedAt"]
    [entry] = await world.found("usage")
    assert entry["updatedAt"] == entry["createdAt"] == iso(world.stored("usage")["usage"]["createdAt"])


async def test_sessions_are_their_users_own() -> None:
    world = World()
    project = (await world.project(collaborators=[{"user": "bo", "role": "viewer"}]))["id"]
    session = await world.create("sessions", BO, project=project, user="ada")

    assert (session["user"], session["currentStep"], session["awaitingUserInput"]) == ("bo", "initial_concept", True)
    assert (session["contextData"], session["sessionState"]) == ({}, "active")
    assert await world.found("sessions", ADA) == []
    assert len(await world.found("sessions", ADMIN)) == 1
    changed = await world.change("sessions", session["id"], BO, lastChoices=[{"id": "manual_override"}], user="ada")
    assert (changed["lastChoices"], changed["user"]) == ([{"id": "manual_override"}], "bo")
    with pytest.raises(NotFound):
        await world.change("sessions", session["id"], ADA, currentStep="x")
    stranger = await world.project(title="Other")
    with pytest.raises(ValidationFailed):
        await world.create("sessions", BO, project=stranger["id"])


async def test_a_project_shows_style_references_only() -> None:
    world = World()
    project = (await world.project())["id"]
    for media_type in (STYLE_REFERENCE, "storyboard"):
        world.put("media", media_type, project=project, mediaType=media_type, deletedAt=None)

    changed = await world.change("projects", project, styleReferences=[STYLE_REFERENCE])
    assert changed["styleReferences"] == [STYLE_REFERENCE]
    for wrong in (["storyboard"], [STYLE_REFERENCE, "nothing"]):
        with pytest.raises(ValidationFailed):
            await world.change("projects", project, styleReferences=wrong)


async def test_a_script_is_made_by_whoever_may_change_the_film() -> None:
    world = World()
    project = (await world.project(collaborators=[{"user": "bo", "role": "viewer"}]))["id"]
    with pytest.raises(ValidationFailed) as caught:
        await world.create("scripts", BO, project=project, title="Pilot", text="FADE IN:")
    assert caught.value.details is not None
    assert caught.value.details["data"]["errors"][0]["path"] == "project"
    await world.change("projects", project, collaborators=[{"user": "bo", "role": "editor"}])
    script = await world.create("scripts", BO, project=project, title="Pilot", text="FADE IN:")
    again = await world.change("scripts", script["id"], ADA, text="FADE OUT.")
    assert len({script["hash"], again["hash"]}) == 2
    await world.change("projects", project, collaborators=[{"user": "bo", "role": "viewer"}])
    with pytest.raises(Forbidden):
        await world.change("scripts", script["id"], BO, text="x")


async def test_departments_and_agents_are_read_by_all_and_written_by_admins() -> None:
    world = World()
    made = await world.create("departments", ADMIN, slug="story", name="Story")
    agent = await world.create("agents", ADMIN, agentId="writer", name="Writer", department=made["id"])

    assert agent["performance"] == {"runs": 0}
    for slug, document in (("departments", made), ("agents", agent)):
        assert (await world.read(slug, document["id"], BO))["name"] == document["name"]
        for refused in (world.change(slug, document["id"], BO, name="x"), world.delete(slug, document["id"], BO)):
            with pytest.raises(Forbidden):
                await refused
        with pytest.raises(Forbidden):
            await world.create(slug, BO, slug="x", agentId="x", name="x", department=made["id"])
        with pytest.raises(Forbidden):
            await world.content.reads.find(world.content.registry[slug], FLAT, None)
    for wrong in ("Story", "a b", "-x", "", "x" * 51):
        with pytest.raises(ValidationFailed):
            await world.create("departments", ADMIN, slug=wrong, name="Wrong")


async def test_the_studios_agents_are_sown_once() -> None:
    world = World()
    assert await seed(world.documents, world.content.registry, world.now) == len(departments()) + len(agents())

    heads = await world.found("departments", BO, "sort=order&depth=1&limit=0")
    assert [head["slug"] for head in heads] == [
        "story", "character", "visual", "image-quality", "video", "audio", "production",
    ]  # fmt: skip
    assert all(head["headAgent"]["isDepartmentHead"] and head["headAgent"]["instructions"] for head in heads)
    await world.change("agents", "story-screenwriter", ADMIN, name="Head writer")
    await world.delete("agents", "story-analyst", ADMIN)

    assert await seed(world.documents, world.content.registry, world.now) == 0
    assert (await world.read("agents", "story-screenwriter"))["name"] == "Head writer"
    with pytest.raises(NotFound):
        await world.read("agents", "story-analyst")


async def test_what_is_sown_could_have_been_written_by_hand() -> None:
    world = World()
    await seed(world.documents, world.content.registry, world.now)
    for slug in ("departments", "agents"):
        for document in await world.found(slug, ADMIN, "depth=0&limit=0"):
            again = await world.change(slug, document["id"], ADMIN, **document)
            assert {**again, "updatedAt": None} == {**document, "updatedAt": None}


async def test_the_access_report_names_every_collection_and_its_versions() -> None:
    world = World()
    report = access_report(world.content.registry, ADA)["collections"]
    assert set(report) == {collection.slug for collection in world.content.registry}
    assert report["departments"]["read"]
    assert "create" not in report["departments"]
    assert report["projects"]["readVersions"] == report["projects"]["read"]
    assert "readVersions" not in report["conversations"]


async def test_a_copy_is_a_document_of_its_own() -> None:
    world = World()
    agents, duplicate = world.content.registry["agents"], world.content.duplicate
    made = await world.create("departments", ADMIN, slug="story", name="Story")
    agent = await world.create("agents", ADMIN, agentId="writer", name="Writer", department=made["id"])

    copy = (await duplicate(agents, agent["id"], {"name": "Second"}, FLAT, ADMIN)).document

    assert (copy["agentId"], copy["name"], copy["department"]) == ("writer-copy", "Second", made["id"])
    assert copy["id"] != agent["id"]
    with pytest.raises(Forbidden):
        await duplicate(agents, agent["id"], {}, FLAT, BO)
    project = await world.project()
    with pytest.raises(NotFound):
        await duplicate(world.content.registry["projects"], project["id"], {}, FLAT, BO)
