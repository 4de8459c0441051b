"""A person who is known already is the same person under another name, and what is said of them is compared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.brain.gather.cast import Cast, namesake
from shared.brain.gather.knowledge import entity
from tests.gather.world import OTHER, World, ages

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
