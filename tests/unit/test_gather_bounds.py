"""What is larger than anybody means it: no document outgrows the database, nothing keeps others from their turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bson
import pytest

from shared.brain.gather import claims, knowledge
from shared.brain.gather.conflicts import MOST_SHOWN
from shared.brain.gather.deleting import FORGOTTEN, purge_item
from shared.brain.gather.items import ITEMS
from shared.brain.gather.knowledge import Knowledge, Stated, entity, knowledge_document
from shared.brain.gather.request import Given
from shared.brain.gather.settling import MOST_MERGED
from shared.brain.gather.sources import structured
from shared.brain.gather.understanding import CHUNK
from shared.brain.gather.work import WORKS
from shared.domain.brain import Contribution, Fact, Relation, Source, folded
from shared.domain.errors import BrainError, Conflict, DatabaseError, NotFound, ValidationFailed
from shared.domain.extraction import Extracted, Page, Screenplay, ScriptScene
from shared.domain.media import file_key
from shared.domain.query import by_id
from tests.gather.world import PROJECT, FakeJob, World, ages


def scene(action: str, number: int = 1) -> ScriptScene:
    return ScriptScene(str(number), "INT. ROOM", "ROOM", "", True, False, 1, 1, action, action)


def script(*actions: str) -> Extracted:
    scenes = tuple(scene(action, at) for at, action in enumerate(actions, 1))
    return Extracted("fountain", (Page(1, "\n".join(actions)),), Screenplay(None, scenes))


async def test_a_value_that_comes_a_hundred_times_opens_few_conflicts() -> None:
    world = await World().ready()
    await world.gather(object={"name": "Maya", "age": list(range(1, 300))})
    [claim] = world.all(claims.CLAIMS).values()
    assert len(claim["values"]) == claims.MOST_OF_ITEM
    assert len(world.open_conflicts()) == claims.MOST_OF_ITEM - 1


async def test_a_claim_holds_so_many_values_and_no_more() -> None:
    about = entity("character", "Maya", ())
    claim = claims.new_claim("p", about, "age")
    for age in range(2 * claims.MOST_VALUES):
        claim = claims.stated(claim, f"item {age}", Fact("age", str(age), Source(f"item {age}", "Notes")))
    assert len(claim["values"]) == claims.MOST_VALUES
    assert claims.stated(claim, "item 0", Fact("age", "0", Source("item 0", "Notes"))) == claim
    again = claims.stated(claim, "another", Fact("age", "1", Source("another", "Notes")))
    assert "another" in again["items"]  # what is held can still be said by others


async def test_a_database_that_fails_between_two_passages_fails_no_run() -> None:
    """The next attempt goes on where the error is seen as what it is."""
    world = await World().ready()
    whole = world.documents.insert

    async def insert(collection: str, document: Any) -> None:
        if "answer-understand" in str(document.get("name", "")):
            raise DatabaseError
        await whole(collection, document)

    world.documents.insert = insert
    job = FakeJob(world.run("Maya is 28. " * (2 * CHUNK // 12)), ages)
    with pytest.raises(DatabaseError):
        await world.gathering.work(job)


def test_a_script_of_nothing_but_names_is_not_noted_to_the_end() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [f"Q{a}{b}{c}" for a in letters for b in letters for c in letters[:8]]
    read = structured(script(" ".join(f"{name} (28) walks." for name in names)), "i", "Script", "o")
    assert len(read.knowledge.entities) == knowledge.MOST_ENTITIES
    assert read.truncated


def test_a_sentence_without_an_end_is_read_in_pieces() -> None:
    read = structured(script(f"{'A-' * 2_000} Mr. {'A. ' * 2_000}\n\nMAYA (28) walks."), "i", "Script", "o").knowledge
    assert [stated.fact.value for stated in read.facts] == ["28"]


def test_knowledge_fits_into_its_document() -> None:
    full = Knowledge()
    places = [Source("i", "Script" * 20, page, quote=f"{page} " * 60) for page in range(knowledge.MOST_SOURCES)]
    for number in range(1_500):
        one = full.add_entity(entity("prop", f"thing {number}", places, content="word " * 600))
        full.add_relation(Relation(one.id, "OWNS", one.id, tuple(places)))
        full.add_fact(Stated(one.id, Fact("age", str(number), places[0])))
    stored = knowledge_document(full)
    assert knowledge._size(stored) <= knowledge.LARGEST  # pyright: ignore[reportPrivateUsage]
    assert len(stored["entities"]) > 500


async def test_items_that_the_brain_refuses_keep_no_other_from_its_turn() -> None:
    world = await World().ready()
    world.brain.down = True
    refused = {(await world.gather(f"Note {at} of the storm."))["gatherItemId"] for at in range(3)}
    last = (await world.gather("Something else altogether happens at sea."))["gatherItemId"]
    world.brain.down = False
    learn = world.brain.learn

    async def picky(project_id: str, said: Contribution) -> None:
        if said.item in refused:
            raise BrainError
        await learn(project_id, said)

    world.brain.learn = picky  # type: ignore[method-assign]
    await world.sweeper.sweep()
    await world.sweeper.sweep()
    assert world.item(last)["brainState"] == "learned"
    assert {world.item(one)["brainState"] for one in refused} == {"pending"}


async def test_more_deleted_items_than_a_sweep_takes_are_forgotten_one_sweep_after_the_other() -> None:
    world = await World().ready()
    for at in range(7):
        record = {"_id": f"item {at}", "project": PROJECT, "at": world.now(), "told": 0}
        await world.documents.insert(FORGOTTEN, record)
    for _ in range(3):
        await world.sweeper.sweep(limit=3)
    assert len(set(world.brain.forgotten)) == 7


async def test_an_item_that_was_deleted_is_not_made_again_by_the_next_attempt() -> None:
    world = await World().ready()
    job = FakeJob(world.run("Maya is 28."), ages)
    await world.gathering.work(job)
    [item] = world.all(ITEMS).values()
    await purge_item(world.documents, item)
    await world.documents.delete(ITEMS, by_id(item["_id"]))
    paid = len(job.asked)
    with pytest.raises(NotFound):
        await world.gathering.work(job)
    assert (world.all(ITEMS), len(job.asked)) == ({}, paid)


def test_an_object_is_kept_as_text_so_that_no_database_has_to_understand_it() -> None:
    given = Given(object={"$set": {"a.b": 10**40, "c\0d": [1.5, None, True]}})
    kept = given.fields()["object"]
    bson.encode({"object": kept})
    run = replace(World().run(), request={"content": "x", "fields": given.fields()})
    assert Given.of(run).object == given.object


async def test_half_a_letter_of_a_model_breaks_nothing() -> None:
    world = await World().ready()
    file = await world.media("still.png", "image/png", sizes={"card": {"width": 320}})
    await world.objects.put(file_key(f"file-{file}", "card"), b"picture", "image/png")
    world.extractor.found = Extracted("image", (Page(1, "EXIT"),))

    def seeing(task: str, asked: str) -> str:
        half = "\\ud83d"
        return f'{{"description": "A door{half}.", "summary": "A{half}", "context": "B{half}", "complete": true}}'

    await world.gather(answering=seeing, media=file)
    for collection in world.documents.collections.values():
        for document in collection.values():
            bson.encode(document)
    assert "A door." in next(iter(world.all(ITEMS).values()))["extractedText"]


async def test_what_is_merged_brings_no_passages_and_so_many_items_at_most() -> None:
    world = await World().ready()
    into = (await world.gather("Maya is 28. The sea is calm tonight.", ages))["gatherItemId"]
    for at in range(MOST_MERGED):
        one = (await world.gather(f"Maya is 28. Olga{at} is {at + 1}.", ages))["gatherItemId"]
        await world.resolving.resolve(one, "merge", into, "ada")
    merged = world.all(WORKS)[into]["merged"]
    assert len(merged) == MOST_MERGED
    assert not any(row["metadata"].get("passage") for one in merged.values() for row in one["entities"])
    more = (await world.gather("Maya is 28. Boris is 77.", ages))["gatherItemId"]
    with pytest.raises(ValidationFailed):
        await world.resolving.resolve(more, "merge", into, "ada")


async def test_an_answer_holds_some_of_many_conflicts_and_says_how_many_there_are() -> None:
    world = await World().ready()
    many = [f"{a}{b} count" for a in "abcdefgh" for b in "abcdefgh"]
    await world.gather(object={"name": "Maya", **dict.fromkeys(many, 1)})
    result = await world.gather(object={"name": "Maya", **dict.fromkeys(many, 2)})
    assert len(result["conflicts"]) == MOST_SHOWN
    assert f"{len(many)} facts contradict others." in result["message"]


async def test_of_two_items_that_are_merged_into_each_other_at_once_one_stays_with_both() -> None:
    world = await World().ready()
    one = (await world.gather("Maya is 28.", ages))["gatherItemId"]
    two = (await world.gather("Olga is 61.", ages))["gatherItemId"]
    settle = world.settling.settle
    world.settling.settle = lambda item_id: world.resolving.get(item_id)  # type: ignore[method-assign, assignment]
    target = world.resolving._target  # pyright: ignore[reportPrivateUsage]

    async def judged_before(item: dict[str, Any], other: str | None) -> str:
        found = await target(item, other)
        if item["_id"] == one:
            await world.resolving.resolve(two, "merge", one, "bob")
        return found

    world.resolving._target = judged_before  # type: ignore[method-assign]  # pyright: ignore[reportPrivateUsage]
    await world.resolving.resolve(one, "merge", two, "ada")
    assert {world.item(item)["status"] for item in (one, two)} == {"merged"}
    for item in (two, one):
        await settle(item)
    assert (world.item(one)["status"], world.item(two)["status"]) == ("gathered", "merged")
    assert (await world.fact("Maya", "age"), await world.fact("Olga", "age")) == (["28"], ["61"])


def test_a_name_means_the_same_whether_one_is_looked_up_or_all() -> None:
    full = Knowledge()
    full.add_entity(entity("scene", "Maya", ()))
    full.add_entity(entity("character", "Maya Chen", (), aliases=["Maya", "The Captain"]))
    full.add_entity(entity("character", "Captain", (), aliases=["Maya"]))
    full.add_entity(entity("other", "Harbour", (), metadata={"passage": True}))
    names = full.by_name()
    for name in ("Maya", "MAYA CHEN", "the captain", "harbour", "Nobody"):
        assert names.get(folded(name)) == full.named(name)


async def test_a_value_of_ones_own_may_be_one_that_stands_already() -> None:
    """In other words it is the same value; asking again changes nothing."""
    world = await World().ready()
    await world.gather("Maya is 28.", ages)
    await world.gather("Maya is 34.", ages)
    [conflict] = world.open_conflicts()
    for told in ("twenty-eight", "28 years old"):
        decided = await world.conflicts.resolve(conflict["_id"], "value", told, "ada")
        assert (decided["state"], decided["decidedValue"]) == ("resolved", "28")
    with pytest.raises(Conflict):
        await world.conflicts.resolve(conflict["_id"], "value", "29", "ada")


async def test_what_was_merged_into_an_item_outlives_its_next_version() -> None:
    world = await World().ready()
    into = (await world.gather("Maya is 28.", ages, name="Notes"))["gatherItemId"]
    other = (await world.gather("Olga is 61.", ages))["gatherItemId"]
    await world.resolving.resolve(other, "merge", into, "ada")
    for text in ("Maya is 28. She sings.", "Maya is 28. She sings no more."):
        await world.gather(text, ages, name="Notes")
        assert (await world.fact("Maya", "age"), await world.fact("Olga", "age")) == (["28"], ["61"])


async def test_nothing_is_merged_into_an_item_that_is_held_back_itself() -> None:
    world = await World().ready()
    said = "Maya is 28. The sea is calm and the harbour sleeps tonight under a heavy moon."
    await world.gather(said, ages)
    held = await world.gather(said, ages)
    other = (await world.gather("Olga is 61.", ages))["gatherItemId"]
    assert held["status"] == "held"
    with pytest.raises(ValidationFailed):
        await world.resolving.resolve(other, "merge", held["gatherItemId"], "ada")
    assert await world.fact("Olga", "age") == ["61"]


async def test_earlier_versions_hide_no_duplicate() -> None:
    world = await World().ready()
    said = "The harbour sleeps tonight under a heavy moon, and nobody hears the boats that leave it. " * 3
    living = (await world.gather(said, name="Harbour"))["gatherItemId"]
    for number in range(3):
        living = (await world.gather(f"{said} {number}", name="Harbour"))["gatherItemId"]
    bands = {work: bool(stored["bands"]) for work, stored in world.all(WORKS).items()}
    assert [work for work, compared in bands.items() if compared] == [living]
    copied = await world.gather(said, name="Copy")
    assert [one["id"] for one in copied["duplicates"]] == [living]


async def test_what_a_run_came_to_shows_few_of_the_sources_of_a_conflict() -> None:
    """A hundred of both sides of fifty conflicts would not fit into the run's document."""
    world = await World().ready()
    for number in range(7):
        await world.gather(f"Maya is 28. It was day {number} of the storm, and boat {number} came late.", ages)
    told = await world.gather("Maya is 34. She waits for the ferry.", ages)

    [conflict] = told["conflicts"]
    assert [(len(conflict[side]["sources"]), conflict[side]["sourceCount"]) for side in ("a", "b")] == [(5, 7), (1, 1)]
