"""Items that say the same, and what is decided about them; items that go, and all that goes with them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.brain.gather.minhash import bands, jaccard, resemblance, shingles, signature
from shared.content.collections import product_collections
from shared.content.purging import Purge
from shared.domain.errors import Conflict, NotFound, ValidationFailed
from shared.domain.query import by_id
from tests.gather.world import OTHER, PROJECT, World, ages

LETTER = (
    "Maya is 28. She has kept the lamp of Skerry Point since the winter in which the old keeper walked into the sea, "
    "and she writes down every ship that passes, its colours, its speed, and whether anybody waved from the deck."
)
NEARLY = LETTER.replace("every ship", "each ship").replace("walked into", "went into")


@pytest.fixture
async def world() -> World:
    return await World().ready()


def test_resemblance_is_near_the_truth_and_meets_in_a_band() -> None:
    one, other, another = shingles(LETTER), shingles(NEARLY), shingles("Quite another story of a train in the desert.")
    assert abs(resemblance(signature(one), signature(other)) - jaccard(one, other)) < 0.15
    assert resemblance(signature(one), signature(another)) < 0.2
    assert set(bands("p", signature(one))) & set(bands("p", signature(other)))
    assert not set(bands("p", signature(one))) & set(bands("q", signature(one)))
    assert signature(shingles("…")) == ()
    assert bands("p", ()) == []


async def test_the_same_again_is_held_until_somebody_has_decided(world: World) -> None:
    first = await world.gather(LETTER, ages)
    second = await world.gather(LETTER, ages)

    assert second["duplicates"] == [{"id": first["gatherItemId"], "similarity": 1.0, "suggestion": "skip"}]
    item = world.item(second["gatherItemId"])
    assert (item["status"], item["brainState"], item["duplicateCheckScore"]) == ("held", "held", 1.0)
    assert [said.item for said in world.brain.learnt] == [first["gatherItemId"]]
    assert second["conflicts"] == []
    elsewhere = await world.gather(LETTER, ages, project=OTHER)
    assert elsewhere["duplicates"] == []


async def test_nearly_the_same_is_suggested_to_be_merged_unless_it_contradicts(world: World) -> None:
    first = await world.gather(LETTER, ages)
    near = await world.gather(NEARLY, ages)
    assert near["duplicates"][0]["suggestion"] in ("merge", "skip")
    assert near["duplicates"][0]["similarity"] >= 0.85
    older = await world.gather(LETTER.replace("28", "34"), ages)
    assert {one["suggestion"] for one in older["duplicates"]} == {"review"}
    assert {one["id"] for one in older["duplicates"]} == {first["gatherItemId"], near["gatherItemId"]}
    assert world.item(older["gatherItemId"])["status"] == "review"
    assert len(older["conflicts"]) == 1
    other = await world.gather("A train crosses the desert at noon, and nobody is on it.", ages)
    assert other["duplicates"] == []


async def decided(world: World, action: Any, other: str | None = None) -> tuple[str, str, dict[str, Any]]:
    first = (await world.gather(f"{LETTER} Olga is 61.", ages, name="First"))["gatherItemId"]
    second = (await world.gather(f"{LETTER} Jonas is 40.", ages, name="Second"))["gatherItemId"]
    return first, second, await world.resolving.resolve(second, action, other, "ada")


async def sources_of(world: World, title: str) -> set[tuple[str | None, str]]:
    known = await world.known(title)
    return {(source.item, source.label) for source in known.sources} if known else set()


async def test_what_is_skipped_goes_with_its_facts(world: World) -> None:
    first, second, item = await decided(world, "skip")
    assert (item["status"], item["brainState"]) == ("skipped", "none")
    assert await sources_of(world, "Maya") == {(first, "First")}
    assert await world.known("Jonas") is None
    assert [claim["items"] for claim in world.all("facts").values()] == [[first]] * 2
    assert (await world.resolving.resolve(second, "skip", None, "bo"))["resolution"]["by"] == "ada"
    with pytest.raises(Conflict):
        await world.resolving.resolve(second, "keep", None, "bo")
    assert (await world.gather(f"{LETTER} Jonas is 40.", ages))["duplicates"][0]["id"] == first


async def test_what_is_merged_is_said_by_the_older_with_both_sources(world: World) -> None:
    first, second, item = await decided(world, "merge")
    assert (item["status"], item["mergedInto"], item["brainState"]) == ("merged", first, "none")
    assert await sources_of(world, "Maya") == {(first, "First"), (first, "Second")}
    assert await world.fact("Jonas", "age") == ["40"]
    assert await world.fact("Olga", "age") == ["61"]
    assert {tuple(claim["items"]) for claim in world.all("facts").values()} == {(first,)}
    passages, _ = await world.brain.page(PROJECT, types=("other",), limit=50)
    assert [passage.title for passage in passages] == ["First"]
    assert second not in world.brain.learnt[-1].item


async def test_what_is_kept_is_told_as_well(world: World) -> None:
    first, second, item = await decided(world, "keep")
    assert (item["status"], item["brainState"]) == ("gathered", "learned")
    assert await sources_of(world, "Maya") == {(first, "First"), (second, "Second")}


async def test_of_many_decisions_at_once_one_stands(world: World) -> None:
    first = (await world.gather(LETTER, ages))["gatherItemId"]
    second = (await world.gather(NEARLY, ages))["gatherItemId"]
    actions: list[Any] = ["skip", "keep", "merge"] * 5
    answers = await asyncio.gather(
        *(world.resolving.resolve(second, action, first if action == "merge" else None, "ada") for action in actions),
        return_exceptions=True,
    )
    stands = world.item(second)["resolution"]["action"]
    said = {action for action, answer in zip(actions, answers, strict=True) if not isinstance(answer, Exception)}
    assert said == {stands}
    assert all(isinstance(one, dict | Conflict) for one in answers)


async def test_only_items_of_the_project_are_merged_into(world: World) -> None:
    theirs = (await world.gather(LETTER, ages, project=OTHER))["gatherItemId"]
    mine = (await world.gather(LETTER, ages))["gatherItemId"]
    for wrong in (theirs, mine, "0" * 24, None):
        with pytest.raises(ValidationFailed):
            await world.resolving.resolve(mine, "merge", wrong, "ada")
    with pytest.raises(NotFound):
        await world.resolving.resolve("0" * 24, "skip", None, "ada")


async def test_a_brain_that_is_down_hears_of_decisions_later(world: World) -> None:
    first = (await world.gather(LETTER, ages, name="First"))["gatherItemId"]
    second = (await world.gather(NEARLY, ages, name="Second"))["gatherItemId"]
    world.brain.down = True
    item = await world.resolving.resolve(second, "merge", first, "ada")
    assert item["status"] == "merged"
    assert item["brainState"] == "forgetting"

    world.brain.down = False
    await world.sweeper.sweep()
    await world.sweeper.sweep()
    assert await sources_of(world, "Maya") == {(first, "First"), (first, "Second")}
    assert world.item(second)["brainState"] == "none"


async def delete(world: World, collection: str, document_id: str) -> None:
    registry = product_collections(api_key_secret="")
    await Purge(world.documents, registry).delete(registry[collection], by_id(document_id))


@pytest.mark.parametrize("down", [False, True])
async def test_a_deleted_item_takes_its_facts_conflicts_and_knowledge_along(world: World, down: bool) -> None:
    first = (await world.gather("Maya is 28. Olga is 61.", ages, name="One"))["gatherItemId"]
    second = (await world.gather("By then Maya is 34 and tired.", ages, name="Two"))["gatherItemId"]
    assert len(world.open_conflicts()) == 1
    world.brain.down = down

    await delete(world, "gatherItems", first)
    await world.sweeper.sweep()
    world.brain.down = False
    await world.sweeper.sweep()

    assert set(world.all("gatherItems")) == {second} == set(world.all("gatherWorks"))
    assert world.all("conflicts") == {}
    assert await world.known("Olga") is None
    assert await world.known("One") is None
    assert await world.fact("Maya", "age") == ["34"], "what it contradicted holds now"
    world.skipped = timedelta(minutes=11)
    await world.sweeper.sweep()
    assert world.all("gatherForgotten") == {}


async def test_a_deleted_project_leaves_nothing_of_it(world: World) -> None:
    await world.gather("Maya is 28.", ages, name="One")
    await world.gather("By then Maya is 34 and tired.", ages, name="Two")
    kept = (await world.gather("Olga is 61.", ages, project=OTHER))["gatherItemId"]

    await delete(world, "projects", PROJECT)
    world.skipped = timedelta(minutes=11)
    await world.sweeper.sweep()

    assert set(world.all("gatherItems")) == {kept} == set(world.all("gatherWorks"))
    assert {claim["project"] for claim in world.all("facts").values()} == {OTHER}
    assert world.all("conflicts") == {}
    assert await world.known("Maya") is None
    assert await world.known("Olga", OTHER) is not None


async def test_an_item_that_is_deleted_while_it_is_told_stays_forgotten(world: World) -> None:
    item = (await world.gather("Maya is 28.", ages))["gatherItemId"]
    learn = world.brain.learn

    async def meanwhile(project_id: str, said: Any) -> None:
        await learn(project_id, said)
        await delete(world, "gatherItems", item)

    world.all("gatherItems")[item]["brainState"] = "pending"
    world.brain.learn = meanwhile  # type: ignore[method-assign]
    await world.settling.settle(item)

    assert await world.known("Maya") is None
    assert world.all("facts") == {}


async def test_what_is_deleted_is_out_of_the_brain_before_the_next_question(world: World) -> None:
    first = await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    await world.gather("On page one of the diary Maya is 34.", ages, name="Diary")
    await world.gather("Maya is 28.", ages, name="Elsewhere", project=OTHER)
    asked = world.brain.forgotten.copy()
    await world.forgetting.catch_up(PROJECT)
    assert world.brain.forgotten == asked

    await delete(world, "gatherItems", first["gatherItemId"])
    world.brain.down = True
    await world.forgetting.catch_up(PROJECT)
    world.brain.down = False
    await world.forgetting.catch_up(OTHER)
    assert await world.fact("Maya", "age") == ["28"]

    await world.forgetting.catch_up(PROJECT)
    assert await world.fact("Maya", "age") == ["34"]
    assert world.brain.forgotten == [*asked, first["gatherItemId"]]
    await world.forgetting.catch_up(PROJECT)
    assert world.brain.forgotten == [*asked, first["gatherItemId"]]


@pytest.mark.parametrize(("choose", "value", "left"), [("b", None, "28"), ("a", None, "28"), ("value", "31", "31")])
async def test_a_choice_goes_with_its_last_source_and_an_own_word_stays(
    world: World, choose: Any, value: str | None, left: str
) -> None:
    await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    second = await world.gather("On page one of the diary Maya is 34.", ages, name="Diary")
    [conflict] = world.open_conflicts()
    await world.conflicts.resolve(conflict["_id"], choose, value, "ada")
    await world.sweeper.sweep()

    await delete(world, "gatherItems", second["gatherItemId"])
    await world.forgetting.catch_up(PROJECT)

    assert await world.fact("Maya", "age") == [left]
    known = await world.brain.page(PROJECT, text="letter")
    assert ("28" in known[0][0].content) is (left == "28")
    # Who says it again is asked about again, unless somebody has given their own word.
    await world.gather("A second diary, where Maya is 34.", ages, name="Second diary")
    assert [one["state"] for one in world.open_conflicts()] == ["open"] * (choose == "b")


async def test_an_own_word_is_told_by_whoever_is_left(world: World) -> None:
    first = await world.gather("Maya is 28. She lives by the sea.", ages, name="Letter")
    await world.gather("On page one of the diary Maya is 34.", ages, name="Diary")
    [conflict] = world.open_conflicts()
    await world.conflicts.resolve(conflict["_id"], "value", "31", "ada")
    await world.sweeper.sweep()
    assert await world.fact("Maya", "age") == ["31"]

    await delete(world, "gatherItems", first["gatherItemId"])
    await world.forgetting.catch_up(PROJECT)
    assert await world.fact("Maya", "age") == ["31"]
