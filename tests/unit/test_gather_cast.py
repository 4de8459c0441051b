"""A person who is known already is the same person under another name, and what is said of them is compared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.brain.gather.cast import Cast, known_people, namesake
from shared.brain.gather.knowledge import entity
from tests.gather.world import OTHER, PROJECT, World, ages

KNOWN = [{"id": "m", "title": "Maya Chen"}, {"id": "j", "title": "Jonas Chen"}]


@pytest.fixture
async def world() -> World:
    return await World().ready()


def recognising(name: str) -> Any:
    def model(task: str, asked: str) -> Any:
        """Understands ages, and says of everybody that they are ``name``."""
        said = ages(task, asked)
        if task != "understand":
            return said
        answer = json.loads(str(said))
        return json.dumps(answer | {"entities": [{**one, "sameAs": name} for one in answer["entities"]]})

    return model


async def test_a_person_by_another_name_is_contradicted_all_the_same(world: World) -> None:
    await world.gather("The script. Chen is 28. She dives.", ages, name="Script")
    seen: list[str] = []

    def model(task: str, asked: str) -> Any:
        seen.append(asked)
        return recognising("Chen")(task, asked)

    second = await world.gather("A letter to Dr Chen: MayaChen is a typo. Maya is 34.", model, name="Letter")
    assert second["conflicts"] == []  # no word in common: the model is not believed

    third = await world.gather("A diary. Maya-Chen is 41.", model, name="Diary")

    assert any('Known already, as data: ["Chen"]' in asked for asked in seen)
    [conflict] = third["conflicts"]
    assert (conflict["entityTitle"], conflict["a"]["value"], conflict["b"]["value"]) == ("Chen", "28", "41")
    known = await world.known("Chen")
    assert known is not None
    assert known.aliases == ("Maya-Chen",)
    assert await world.fact("Chen", "age") == ["28"]


@pytest.mark.parametrize("nobody", [None, 7, [], "x" * 201, "Nobody at all"])
async def test_a_person_who_is_nobody_known_stays_a_person(world: World, nobody: Any) -> None:
    await world.gather("Chen is 28.", ages, name="Script")
    await world.gather("Maya-Chen is 41.", recognising(nobody), name="Diary")

    known = await world.known("Maya-Chen")
    assert known is not None
    assert known.type == "character"


async def test_two_whom_one_text_tells_apart_are_not_taken_for_one(world: World) -> None:
    await world.gather("The script. Chen-Maya is 28. She dives.", ages, name="Script")
    diary = "A diary. Chen-Jonas is 41. Chen-Maya is 28. Both dive."
    result = await world.gather(diary, recognising("Chen-Maya"), name="Diary")

    assert result["conflicts"] == []
    assert await world.fact("Chen-Jonas", "age") == ["41"]
    assert await world.fact("Chen-Maya", "age") == ["28"]


async def test_whom_a_text_names_in_full_is_among_the_known_however_many_there_are(world: World) -> None:
    await world.gather("Maya-Chen is 28.", ages, name="Script")
    for number in range(4):
        crowd = " ".join(f"Chen-{number}x{at} is {at + 1}." for at in range(20))
        await world.gather(crowd, ages, name=f"Crowd {number}")

    found = await known_people(world.documents, PROJECT, "none", "A letter. Maya-Chen is 41.")

    assert found[0]["title"] == "Maya-Chen"
    assert len(found) == 60


async def test_nobody_is_known_from_another_project(world: World) -> None:
    await world.gather("Chen is 28.", ages, name="Script", project=OTHER)
    result = await world.gather("Maya-Chen is 41.", recognising("Chen"), name="Diary")

    assert result["conflicts"] == []
    assert await world.fact("Maya-Chen", "age") == ["41"]


@pytest.mark.parametrize(
    ("kind", "title", "named", "recognised"),
    [
        ("character", "Maya", "Maya Chen", True),
        ("character", "Dr. Chen", "maya chen", True),
        ("character", "Maya", "Jonas Chen", False),
        ("character", "Maya", "Bo", False),
        ("prop", "Maya", "Maya Chen", False),
    ],
)
def test_what_a_model_says_counts_only_for_people_whose_names_share_a_word(
    kind: Any, title: str, named: str, recognised: bool
) -> None:
    met, cast = entity(kind, title, []), Cast(KNOWN)
    cast.recognise(met, named)
    assert (met.id in cast.same) is recognised


def test_the_rehearsal_model_takes_only_the_one_name_that_says_the_same() -> None:
    names = ["Maya Chen", "Jonas Chen", "Tom"]
    assert [namesake(name, names) for name in ("Maya", "Chen", "Tom Reed", "Tom", "Bo", "")] == [
        "Maya Chen", None, "Tom", None, None, None,
    ]  # fmt: skip


async def test_who_bears_the_same_full_name_is_the_same_without_a_model(world: World) -> None:
    await world.gather("Maya-Chen is 28. She dives.", ages, name="Letter")
    second = await world.gather("INT. SHIP - DAY\n\nMAYA-CHEN (34) waits.\n\nMAYA\nHush.\n\nEXT. SEA - DAY\n\nWaves.")

    [conflict] = second["conflicts"]
    assert (conflict["entityTitle"], conflict["b"]["value"]) == ("Maya-Chen", "34")
    known = await world.known("Maya-Chen")
    assert known is not None
    assert "Maya" in known.aliases


async def test_it_does_not_matter_who_comes_first(world: World) -> None:
    await world.gather("INT. SHIP - DAY\n\nMAYA-CHEN (34) waits.\n\nMAYA\nHush.\n\nEXT. SEA - DAY\n\nWaves.")
    second = await world.gather("Maya-Chen is 28. She dives.", ages, name="Letter")

    [conflict] = second["conflicts"]
    assert (conflict["entityTitle"], conflict["b"]["value"]) == ("Maya", "28")
