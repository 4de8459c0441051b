"""Facts that contradict each other: both are shown, a person decides once, and the Brain follows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared.brain.gather.conflicts import conflict_view
from shared.brain.gather.values import agree, attribute_of, has_one_value, normal
from shared.domain.errors import Conflict, DatabaseError, NotFound
from tests.gather.world import OTHER, World, ages


@pytest.fixture
async def world() -> World:
    return await World().ready()


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("age", "28", "28 years old"),
        ("age", "28", "twenty-eight"),
        ("age", "28", "28-year-old"),
        ("age", "105", "one hundred and five"),
        ("height", "1.8 m", "180 cm"),
        ("height", "5'11\"", "180 cm"),
        ("weight", "80 kg", "80.0kg"),
        ("birthday", "3 May 1990", "May 3rd, 1990"),
        ("birthday", "1990-05-03", "3 May"),
        ("occupation", "Scientist", "a nuclear scientist"),
        ("gender", "FEMALE", "female."),
    ],
)
def test_values_that_say_the_same_agree(attribute: str, one: str, other: str) -> None:
    assert agree(attribute, normal(attribute, one), normal(attribute, other))


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [("age", "28", "34"), ("age", "28", "82"), ("height", "180 cm", "1.9 m"), ("occupation", "cook", "captain"),
     ("birthday", "3 May 1990", "4 May 1990"), ("gender", "female", "male")],
)  # fmt: skip
def test_values_that_do_not_are_told_apart(attribute: str, one: str, other: str) -> None:
    assert not agree(attribute, normal(attribute, one), normal(attribute, other))


def test_an_attribute_has_its_usual_name() -> None:
    assert [attribute_of(name) for name in ("Age", "eyeColour", "Date of Birth", "profession")] == [
        "age",
        "eye color",
        "birthday",
        "occupation",
    ]
    assert [has_one_value(name, "tea") for name in ("age", "likes", "trait")] == [True, False, False]
    assert [has_one_value("marooned", value) for value in ("three years", "3 years", "alone")] == [True, True, False]


async def contradicted(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter"),
        await world.gather("On page one of the diary Maya is 34.", ages, name="Diary"),
    )


async def test_a_contradiction_shows_both_sources_and_stays_out_of_the_brain(world: World) -> None:
    first, second = await contradicted(world)

    [conflict] = second["conflicts"]
    assert (conflict["entityTitle"], conflict["attribute"], conflict["state"]) == ("Maya", "age", "open")
    sides = [(side["value"], *(side["sources"][0][name] for name in ("item", "label", "quote"))) for side in
             (conflict["a"], conflict["b"])]  # fmt: skip
    assert sides == [
        ("28", first["gatherItemId"], "Letter", "Maya is 28"),
        ("34", second["gatherItemId"], "Diary", "Maya is 34"),
    ]
    assert await world.fact("Maya", "age") == ["28"]
    await world.gather("Everybody knows that Maya is twenty-eight by now.", ages, name="Third")
    assert await world.fact("Maya", "age") == ["28"]
    assert len(world.open_conflicts()) == 1


@pytest.mark.parametrize(("choose", "value", "expected"), [("a", None, "28"), ("b", None, "34"), ("value", "31", "31")])
async def test_a_person_decides_once_and_the_brain_follows(
    world: World, choose: Any, value: str | None, expected: str
) -> None:
    first, second = await contradicted(world)
    [open_one] = world.open_conflicts()

    resolved = await world.conflicts.resolve(open_one["_id"], choose, value, "ada")
    await world.sweeper.sweep()

    assert (resolved["state"], resolved["decision"], resolved["decidedValue"]) == ("resolved", choose, expected)
    assert resolved["decidedBy"] == "ada"
    assert conflict_view(resolved)["decidedAt"]
    assert await world.fact("Maya", "age") == [expected]
    again = await world.conflicts.resolve(open_one["_id"], choose, value, "bo")
    assert again["decidedBy"] == "ada"
    with pytest.raises(Conflict):
        await world.conflicts.resolve(open_one["_id"], "value", "99", "bo")
    # What was decided is not asked again, whoever says it.
    for age in ("28", "34"):
        await world.gather(f"A note of {age} letters: Maya is {age}.", ages, name=f"Another {age}")
    await world.sweeper.sweep()
    assert [one["state"] for one in world.all("conflicts").values() if one["_id"] == open_one["_id"]] == ["resolved"]
    assert await world.fact("Maya", "age") == [expected]
    known = await world.known("Maya")
    assert known is not None
    assert {source.item for source in known.sources} >= {
        first["gatherItemId"],
        second["gatherItemId"],
    }


async def test_of_many_who_decide_at_once_one_wins(world: World) -> None:
    await contradicted(world)
    [conflict] = world.open_conflicts()

    async def decide(number: int) -> str:
        try:
            await world.conflicts.resolve(conflict["_id"], "a" if number % 2 else "b", None, f"user{number}")
            return "a" if number % 2 else "b"
        except (Conflict, DatabaseError):
            return ""

    said = await asyncio.gather(*(decide(number) for number in range(20)))

    [standing] = world.all("conflicts").values()
    assert standing["state"] == "resolved"
    assert {*said} - {""} == {standing["decision"]}


async def test_many_items_at_once_claim_one_value_and_lose_none(world: World) -> None:
    notes = [f"Letter {age} of many: Maya is {age}. Nothing more." for age in range(20, 28)]
    results = await asyncio.gather(*(world.gather(note, ages, name=note) for note in notes))

    [claim] = world.all("facts").values()
    assert len(claim["values"]) == 8
    assert len(claim["items"]) == 8 == len({one["gatherItemId"] for one in results})
    assert len(world.open_conflicts()) == 7
    await world.sweeper.sweep()
    assert await world.fact("Maya", "age") == [claim["values"][claim["accepted"]]["value"]]


async def test_a_new_version_replaces_the_old_one_and_raises_what_it_says_otherwise(world: World) -> None:
    first = await world.gather("Maya is 28. Jonas is 40. Olga is 60.", ages, name="Draft")
    before = {title: await world.known(title) for title in ("Maya", "Jonas")}

    second = await world.gather("Maya is 34. Jonas is 40.", ages, name="Draft")

    assert second["supersedes"] == first["gatherItemId"]
    assert second["duplicates"] == []
    assert world.item(first["gatherItemId"])["status"] == "superseded"
    [conflict] = second["conflicts"]
    assert [(side["value"], side["sources"][0]["superseded"]) for side in (conflict["a"], conflict["b"])] == [
        ("28", True),
        ("34", False),
    ]
    after = {title: await world.known(title) for title in ("Maya", "Jonas")}
    assert all(before[title].id == after[title].id for title in before)  # type: ignore[union-attr]
    assert await world.known("Olga") is None, "what the new version does not say any more is gone"
    assert await world.fact("Maya", "age") == ["28"], "until somebody has decided"
    assert await world.fact("Jonas", "age") == ["40"]
    assert world.brain.forgotten == [first["gatherItemId"]]

    await world.conflicts.resolve(conflict["id"], "b", None, "ada")
    await world.sweeper.sweep()
    assert await world.fact("Maya", "age") == ["34"]


async def test_a_version_that_agrees_again_ends_the_conflict(world: World) -> None:
    await world.gather("Maya is 28.", ages, name="Draft")
    await world.gather("Maya is 34 now.", ages, name="Draft")
    third = await world.gather("Maya is 28 after all.", ages, name="Draft")

    assert third["conflicts"] == []
    assert world.open_conflicts() == []
    assert await world.fact("Maya", "age") == ["28"]


async def test_two_versions_at_once_leave_the_newer(world: World) -> None:
    results = await asyncio.gather(*(world.gather(f"Maya is {age}.", ages, name="Draft") for age in (28, 34, 40)))

    await world.sweeper.sweep()

    living = [one for one in world.all("gatherItems").values() if one["status"] == "gathered"]
    assert [one["_id"] for one in living] == [max(result["gatherItemId"] for result in results)]
    passages, _ = await world.brain.page("f" * 24, text="Draft")
    assert len(passages) == 1


async def test_conflicts_stay_in_their_project(world: World) -> None:
    await world.gather("Maya is 28.", ages, name="Letter")
    other = await world.gather("Here Maya is 34.", ages, name="Letter", project=OTHER)

    assert other["conflicts"] == []
    assert other["duplicates"] == []
    assert other["supersedes"] is None
    assert world.open_conflicts() == []
    with pytest.raises(NotFound):
        await world.conflicts.resolve("0" * 24, "a", None, "ada")
