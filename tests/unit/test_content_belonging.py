"""What a document belongs to: nobody puts one into a project that they may not change, and none outlives its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.auth.projects import ProjectAccess
from shared.content.collections.runs import RUNS
from shared.content.permission import permitted, visible
from shared.domain.errors import DatabaseError, ProjectNotFound, ValidationFailed
from shared.domain.query import Change, Either, Every, Not, Query, Through, every
from tests.content_world import ADA, BO, FLAT, World


async def lent(world: World) -> tuple[str, str]:
    """A project of Bo's that Ada may change for the time being, and one of her own."""
    theirs = await world.create("projects", BO, title="Theirs", genre="drama", collaborators=["ada"])
    return theirs["id"], (await world.project())["id"]


async def test_a_version_leads_nowhere_where_one_may_not_write() -> None:
    world = World()
    theirs, mine = await lent(world)
    script = await world.create("scripts", project=theirs, title="Pilot", text="FADE IN:")
    await world.change("scripts", script["id"], project=mine)
    await world.change("projects", theirs, BO, collaborators=[])

    with pytest.raises(ValidationFailed, match="Project"):
        await world.content.versions.restore(world.content.registry["scripts"], f"{script['id']}:1", FLAT, ADA)

    assert await world.found("scripts", BO) == []
    assert (await world.read("scripts", script["id"]))["project"] == mine


@pytest.mark.parametrize("named", [False, True])
async def test_a_draft_leads_nowhere_where_one_may_not_write_any_more(named: bool) -> None:
    world = World()
    theirs, mine = await lent(world)
    script = await world.create("scripts", project=mine, title="Pilot", text="FADE IN:")
    await world.change("scripts", script["id"], ADA, "depth=0&draft=true", project=theirs)
    await world.change("projects", theirs, BO, collaborators=[])

    body = {"project": theirs} if named else {}
    with pytest.raises(ValidationFailed, match="Project"):
        await world.change("scripts", script["id"], _status="published", **body)

    assert await world.found("scripts", BO) == []
    assert (await world.change("scripts", script["id"], _status="published", project=mine))["project"] == mine


async def test_what_is_moved_into_a_project_that_goes_goes_along() -> None:
    world = World()
    here, there = (await world.project())["id"], (await world.project())["id"]
    script = await world.create("scripts", project=here, title="Pilot", text="FADE IN:")
    update = world.documents.update

    async def late(collection: str, where: Query, change: Change) -> dict[str, Any] | None:
        if change.set.get("project") == there:
            world.documents.update = update
            await world.delete("projects", there)
        return await update(collection, where, change)

    world.documents.update = late
    with pytest.raises(ValidationFailed, match="Project"):
        await world.change("scripts", script["id"], project=there)
    assert world.stored("scripts") == world.stored("scriptsVersions") == {}


async def test_a_version_that_comes_just_before_its_document_goes_is_cleared_away() -> None:
    world = World()
    project = (await world.project())["id"]
    insert, delete = world.documents.insert, world.documents.delete

    async def dead(collection: str, where: Query) -> dict[str, Any] | None:
        raise DatabaseError

    async def late(collection: str, document: Any) -> None:
        if collection == "projectsVersions":
            world.documents.delete = dead
            await world.delete("projects", project)
            world.documents.delete = delete
        await insert(collection, document)

    world.documents.insert = late
    await world.change("projects", project, title="Too late")
    assert world.stored("projectsVersions") == {}


async def test_a_project_that_is_being_deleted_is_nobodys_and_takes_no_place_in_a_plan() -> None:
    world = World()
    await world.content.ensure_indexes()
    world.stored("users")["ada"]["subscription"]["maxProjects"] = 1
    project = (await world.project())["id"]
    delete_all = world.documents.delete_all

    async def dead(collection: str, where: Query) -> int:
        raise DatabaseError

    world.documents.delete_all = dead
    await world.delete("projects", project)
    world.documents.delete_all = delete_all

    assert world.stored("projects")[project]["purge"] is True
    with pytest.raises(ProjectNotFound):
        await ProjectAccess(world.documents).project_for(ADA, project)
    assert (await world.project(title="Second"))["title"] == "Second"


async def test_runs_are_not_looked_for_among_what_strangers_threw_away() -> None:
    world = World()
    for person in ("ada", "bo"):
        world.put("conversations", f"of-{person}", user=person, project=None, deletedAt=world.now())
        world.put("runs", f"by-{person}", userId=person, conversationId=f"of-{person}", projectId=None, status="done")
    query = permitted(RUNS, "read", ADA)
    assert query is not None

    looked_at = [
        found["_id"]
        for through in throughs(every(query, visible(RUNS)))
        if through.collection == "conversations"
        for found in await world.documents.find("conversations", through.where)
    ]

    assert looked_at == ["of-ada"]
    assert await world.found("runs") == []
    world.stored("conversations")["of-ada"]["deletedAt"] = None
    assert [run["id"] for run in await world.found("runs")] == ["by-ada"]


def throughs(query: Query) -> Iterator[Through]:
    match query:
        case Through():
            yield query
        case Every(parts) | Either(parts):
            for part in parts:
                yield from throughs(part)
        case Not(part):
            yield from throughs(part)
        case _:
            return
