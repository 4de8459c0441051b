"""Many requests at once: rules hold, and nobody's change is lost."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.content.app import Studio
from tests.integration.content.conftest import People

FILM = {"title": "A film", "genre": "drama"}


@pytest.mark.parametrize("allowed", [1, 3])
async def test_fifty_creations_at_once_stay_within_the_plan(people: People, studio: Studio, allowed: int) -> None:
    await people.admin.patch(f"users/{people.ada.id}", {"subscription": {"maxProjects": allowed}})

    answers = await asyncio.gather(*(people.ada.post("projects", FILM) for _ in range(50)))

    assert sorted(answer.status_code for answer in answers) == [201] * allowed + [403] * (50 - allowed)
    assert (await people.ada.get("projects/count")).json() == {"totalDocs": allowed}


async def test_a_smaller_plan_keeps_what_there_is_and_allows_no_more(people: People) -> None:
    path = f"users/{people.ada.id}"
    await people.admin.patch(path, {"subscription": {"maxProjects": 4}})
    made = [await people.ada.project() for _ in range(4)]
    await people.admin.patch(path, {"subscription": {"maxProjects": 2}})
    for project in made[:2]:
        await people.ada.delete(f"projects/{project['id']}")
        assert (await people.ada.post("projects", FILM)).status_code == 403
    await people.ada.delete(f"projects/{made[2]['id']}")
    answers = await asyncio.gather(*(people.ada.post("projects", FILM) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [403] * 9


async def test_changes_of_different_fields_at_once_are_all_kept(people: People) -> None:
    project = await people.ada.project(collaborators=[people.bo.id])
    path = f"projects/{project['id']}"
    changes = [
        {"title": "New title"}, {"description": "New text"}, {"status": "production"},
        {"projectSettings": {"aspectRatio": "1:1"}}, {"projectSettings": {"episodeDuration": 5}},
        {"projectSettings": {"qualityTier": "draft"}}, {"progress": {"overallProgress": 50}},
    ]  # fmt: skip
    editors = [people.ada, people.bo]

    answers = await asyncio.gather(
        *(editors[index % 2].patch(path, change) for index, change in enumerate(changes * 4))
    )

    assert {answer.status_code for answer in answers} == {200}
    doc = (await people.ada.get(f"{path}?depth=0")).json()
    assert (doc["title"], doc["description"], doc["status"]) == ("New title", "New text", "production")
    assert doc["projectSettings"] == {"aspectRatio": "1:1", "episodeDuration": 5, "qualityTier": "draft"}
    assert doc["progress"]["overallProgress"] == 50


async def test_of_many_editors_with_one_etag_one_gets_through(people: People) -> None:
    project = await people.ada.project()
    path = f"projects/{project['id']}?depth=0"
    for round_number in range(5):
        seen = {"If-Match": (await people.ada.get(path)).headers["etag"]}
        answers = await asyncio.gather(
            *(people.ada.patch(path, {"title": f"{round_number} by {n}"}, headers=seen) for n in range(12))
        )
        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [200] + [412] * 11
        winner = answers[codes.index(200)].json()["doc"]["title"]
        assert (await people.ada.get(path)).json()["title"] == winner


async def test_one_address_registered_at_once_is_one_account(people: People, studio: Studio) -> None:
    body = {"email": "same@film.test", "password": "correct horse battery", "name": "Same"}
    answers = await asyncio.gather(*(studio.http.post("/api/users", json=body) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 11
