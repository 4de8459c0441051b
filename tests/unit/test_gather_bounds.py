"""What is larger than anybody means it: no document outgrows the database, nothing keeps others from their turn."""

from __future__ import annotations

from typing import Any

import pytest

from shared.brain.gather import claims, knowledge
from shared.brain.gather.knowledge import Knowledge, Stated, entity, knowledge_document
from shared.brain.gather.sources import structured
from shared.brain.gather.understanding import CHUNK
from shared.domain.brain import Fact, Relation, Source
from shared.domain.errors import DatabaseError
from shared.domain.extraction import Extracted, Page, Screenplay, ScriptScene
from tests.gather.world import FakeJob, World, ages


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
    read = structured(script(" ".join(f"{name} (28) walks." for name in names)), "i", "Script", "o").knowledge
    assert len(read.entities) == knowledge.MOST_ENTITIES


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
