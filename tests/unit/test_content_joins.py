"""Related and joined documents: what is shown, what stays hidden, and how many round trips it takes."""

from __future__ import annotations

from typing import Any

import pytest

from shared.content import joins, populate
from shared.content.where import MAX_HOPS
from shared.domain.errors import ValidationFailed
from tests.content_world import ADA, ADMIN, BO, World


async def film_with_talks(count: int = 3, **fields: Any) -> tuple[World, dict[str, Any]]:
    world = World()
    project = await world.project(**fields)
    for number in range(count):
        await world.create("conversations", name=f"Talk {number}", project=project["id"])
    return world, project


async def test_joined_documents_come_when_asked_for() -> None:
    world, project = await film_with_talks()

    assert "conversations" not in await world.read("projects", project["id"])
    flat = await world.read("projects", project["id"], ADA, "depth=0&joins[conversations][sort]=name")
    assert flat["conversations"]["hasNextPage"] is False
    names = [(await world.read("conversations", one))["name"] for one in flat["conversations"]["docs"]]
    assert names == ["Talk 0", "Talk 1", "Talk 2"]
    whole = await world.read(
        "projects", project["id"], ADA, "depth=1&joins[conversations][limit]=2&joins[conversations][count]=true"
    )
    assert len(whole["conversations"]["docs"]) == 2
    assert (whole["conversations"]["hasNextPage"], whole["conversations"]["totalDocs"]) == (True, 3)
    assert whole["conversations"]["docs"][0]["project"] == project["id"]


async def test_beyond_what_one_answer_holds_joined_documents_are_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(populate, "MAX_POPULATED", 2)
    world, project = await film_with_talks()
    shown = await world.read("projects", project["id"], ADA, "depth=1&joins[conversations][sort]=name")
    docs = shown["conversations"]["docs"]
    assert [isinstance(one, dict) for one in docs] == [True, True, False]
    assert (await world.read("conversations", docs[2]))["name"] == "Talk 2"


@pytest.mark.parametrize("scanned", [0, joins.MAX_SCANNED])
async def test_a_pages_joins_are_each_documents_own(monkeypatch: pytest.MonkeyPatch, scanned: int) -> None:
    monkeypatch.setattr(joins, "MAX_SCANNED", scanned)
    world, first = await film_with_talks()
    second = await world.project(title="Other")
    await world.create("conversations", name="Alone", project=second["id"])
    asked = "depth=1&joins[conversations][where][name][like]=talk&joins[conversations][limit]=2&sort=createdAt"

    page = await world.found("projects", ADA, f"{asked}&joins[conversations][page]=2&joins[conversations][sort]=name")

    assert [[doc["name"] for doc in project["conversations"]["docs"]] for project in page] == [["Talk 2"], []]
    assert page[0]["id"] == first["id"]


async def test_a_join_shows_what_the_reader_may_read_only() -> None:
    world, project = await film_with_talks(collaborators=[{"user": "bo", "role": "viewer"}])
    await world.create("sessions", project=project["id"])
    asked = "depth=1&joins[sessions][count]=true&joins[conversations][count]=true"

    seen = await world.read("projects", project["id"], BO, asked)

    assert seen["sessions"] == {"docs": [], "hasNextPage": False, "totalDocs": 0}
    assert seen["conversations"]["totalDocs"] == 3
    assert (await world.read("projects", project["id"], ADA, asked))["sessions"]["totalDocs"] == 1
    await world.change("conversations", seen["conversations"]["docs"][0]["id"], deletedAt="2026-05-01")
    assert (await world.read("projects", project["id"], BO, asked))["conversations"]["totalDocs"] == 2


async def test_joins_and_relations_cost_one_query_per_collection_and_level() -> None:
    world, _ = await film_with_talks()
    for number in range(8):
        await world.project(title=f"Film {number}", collaborators=["bo", "admin"])
    for query, most in (("depth=0", 1), ("depth=1", 2), ("depth=2", 3)):
        world.documents.round_trips = 0
        await world.found("projects", ADMIN, query)
        assert world.documents.round_trips <= most, query
    world.documents.round_trips = 0
    await world.found("projects", ADMIN, "depth=1&joins[conversations][limit]=5&joins[sessions][limit]=5")
    # the page; users, the ids of both joins, and the conversations themselves
    assert world.documents.round_trips <= 5


async def test_select_and_populate_choose_what_is_shown_of_related_documents() -> None:
    world, project = await film_with_talks(1)
    [talk] = await world.found("conversations", ADA, "depth=2&select[project]=true&populate[projects][title]=true")
    assert talk == {"id": talk["id"], "project": {"id": project["id"], "title": "A film"}}
    without = await world.read("projects", project["id"], ADA, "depth=0&select[projectSettings][aspectRatio]=false")
    assert without["projectSettings"] == {"episodeDuration": 22, "qualityTier": "standard"}


@pytest.mark.parametrize(
    "query",
    [
        "joins=x",
        "joins[conversations][where][nope][equals]=1",
        "joins[conversations][where]=[",
        "populate=x",
        "&".join(f"where[or][{n}][createdBy.name][equals]=x" for n in range(MAX_HOPS + 1)),
        "&".join(f"where[or][{n}][title][equals]=x" for n in range(101)),
    ],
)
async def test_what_costs_too_much_or_makes_no_sense_is_refused(query: str) -> None:
    world, _ = await film_with_talks(1)
    with pytest.raises(ValidationFailed):
        await world.found("projects", ADA, query)


async def test_what_a_reader_may_not_read_stays_an_id() -> None:
    world, project = await film_with_talks(1, collaborators=[{"user": "bo", "role": "viewer"}])
    [talk] = await world.found("conversations")
    world.put("tasks", "task", project=project["id"], conversation=talk["id"], status="queued")

    assert (await world.read("projects", project["id"], BO, "depth=1"))["createdBy"] == "ada"
    assert (await world.read("tasks", "task", BO, "depth=1"))["conversation"]["id"] == talk["id"]
    await world.change("conversations", talk["id"], deletedAt="2026-05-01")
    assert (await world.read("tasks", "task", BO, "depth=1"))["conversation"] == talk["id"]


async def test_unknown_joins_are_ignored_and_false_is_none() -> None:
    world, project = await film_with_talks(1)
    for query in ("joins[nope][limit]=1", "joins=false", "joins[conversations]=false"):
        assert "conversations" not in await world.read("projects", project["id"], ADA, f"depth=1&{query}")
