"""What the content engine expects of a store of documents: the fake and MongoDB answer alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.mongo.documents import Documents
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.domain.errors import Conflict
from shared.domain.query import (
    EVERYTHING,
    NOTHING,
    Change,
    Element,
    Index,
    Match,
    Not,
    Push,
    Query,
    Through,
    among,
    by_id,
    either,
    eq,
    every,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FILMS: list[dict[str, Any]] = [
    {"_id": "a", "title": "ÄPFEL und (Birnen)", "year": 2001, "tags": ["x", "y"], "made": NOON, "by": "p1"},
    {"_id": "b", "title": "a.b*c $where", "year": 1999, "tags": [], "note": None, "by": "p2"},
    {"_id": "c", "title": "Straße", "year": 2010.5, "crew": [{"who": "k", "job": 1}, {"who": "l", "job": 2}]},
]


@pytest.fixture(params=["fake", "mongo"])
async def documents(request: pytest.FixtureRequest, mongo_db: Any) -> Any:
    return FakeDocuments() if request.param == "fake" else Documents(mongo_db)


@pytest.fixture
async def films(documents: Any) -> Any:
    for film in FILMS:
        await documents.insert("films", film)
    for person in ({"_id": "p1", "name": "Ada"}, {"_id": "p2", "name": "Bo"}, {"_id": "l", "name": "Lu"}):
        await documents.insert("people", person)
    return documents


CASES: list[tuple[str, Query, str]] = [
    ("everything", EVERYTHING, "abc"),
    ("nothing", NOTHING, ""),
    ("nothing or one", either(NOTHING, by_id("a")), "a"),
    ("equal", eq("year", 1999), "b"),
    ("text is not a number", eq("year", "1999"), ""),
    ("null is also missing", eq("note", None), "abc"),
    ("exists", Match("tags", "exists", True), "ab"),
    ("null does not exist", Match("note", "exists", False), "abc"),
    ("not equal finds what lacks it", Match("by", "ne", "p1"), "bc"),
    ("in", among("by", ["p1", "p3"]), "a"),
    ("in nothing", among("by", []), ""),
    ("in with null", among("by", ["p1", None]), "ac"),
    ("not in", Match("by", "nin", ["p1"]), "bc"),
    ("an element of an array", eq("tags", "y"), "a"),
    ("all elements", Match("tags", "all", ["x", "y"]), "a"),
    ("not all elements", Match("tags", "all", ["x", "z"]), ""),
    ("greater", Match("year", "gt", 1999), "ac"),
    ("at most", Match("year", "lte", 2001), "ab"),
    ("greater than text finds no number", Match("year", "gt", "1"), ""),
    ("dates", Match("made", "lt", datetime(2027, 1, 1, tzinfo=UTC)), "a"),
    ("words in any order and case", Match("title", "words", "birnen äpfel"), "a"),
    ("every word", Match("title", "words", "birnen kiwi"), ""),
    ("substring", Match("title", "text", "FEL UND ("), "a"),
    ("a pattern is text", Match("title", "text", "a.b*c $WHERE"), "b"),
    ("a pattern finds nothing else", Match("title", "text", ".*"), ""),
    ("an operator is text", eq("title", "$where"), ""),
    ("letters beyond ASCII", Match("title", "text", "STRAß"), "c"),
    ("not", Not(Match("title", "words", "straße")), "ab"),
    ("a path through an array", eq("crew.who", "l"), "c"),
    ("one element fulfils both", Element("crew", every(eq("who", "k"), eq("job", 1))), "c"),
    ("two elements do not", Element("crew", every(eq("who", "k"), eq("job", 2))), ""),
    ("through a relation", Through("by", "people", eq("name", "Ada")), "a"),
    ("one document through a relation", every(by_id("a"), Through("by", "people", eq("name", "Ada"))), "a"),
    ("one document through no relation", every(by_id("b"), Through("by", "people", eq("name", "Ada"))), ""),
    ("one document without the relation", every(by_id("c"), Through("by", "people", EVERYTHING)), ""),
    ("a relation named and looked through", every(eq("by", "p2"), Through("by", "people", eq("name", "Ada"))), ""),
    (
        "one of a list named and another looked through",
        every(eq("crew.who", "k"), Through("crew.who", "people", eq("name", "Lu"))),
        "c",
    ),
    (
        "a single relation named and looked through",
        every(eq("by", "p1"), Through("by", "people", EVERYTHING, True)),
        "a",
    ),
    ("not through a relation", every(by_id("b"), Not(Through("by", "people", eq("name", "Ada")))), "b"),
    ("all but through a relation", Not(Through("by", "people", Not(eq("name", "Ada")))), "ac"),
    ("through a relation inside or", either(Through("by", "people", eq("name", "Bo")), by_id("c")), "bc"),
]


@pytest.mark.parametrize(("where", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_a_query_finds(films: Any, where: Query, found: str) -> None:
    documents = await films.find("films", where, sort=[("_id", 1)])
    assert "".join(document["_id"] for document in documents) == found
    assert await films.count("films", where) == len(found)


async def test_pages_are_sorted_and_counted(films: Any) -> None:
    page, total = await films.page("films", EVERYTHING, sort=[("year", -1), ("_id", 1)], skip=1, limit=1)
    assert ([document["_id"] for document in page], total) == (["a"], 3)


async def test_missing_values_sort_first(films: Any) -> None:
    found = await films.find("films", EVERYTHING, sort=[("by", 1), ("_id", 1)])
    assert [document["_id"] for document in found] == ["c", "a", "b"]


async def test_only_the_named_fields_come_back(films: Any) -> None:
    found = await films.find_one("films", by_id("c"), fields=("year", "crew.who"))
    assert found == {"_id": "c", "year": 2010.5, "crew": [{"who": "k"}, {"who": "l"}]}


async def test_dates_come_back_aware(films: Any) -> None:
    found = await films.find_one("films", by_id("a"))
    assert found["made"] == NOON
    assert found["made"].utcoffset() is not None


async def test_a_change_is_given_back_as_it_is_afterwards(films: Any) -> None:
    change = Change(
        set={"title": "New", "group.inner": 1},
        unset=("year",),
        inc={"rev": 1},
        push={"tags": Push("z", 2)},
    )
    changed = await films.update("films", by_id("a"), change)
    assert changed == {
        "_id": "a", "title": "New", "group": {"inner": 1}, "rev": 1, "tags": ["y", "z"], "made": NOON, "by": "p1",
    }  # fmt: skip
    assert await films.find_one("films", by_id("a")) == changed


async def test_an_element_is_changed_at_its_place(films: Any) -> None:
    second = every(by_id("c"), eq("crew.1.who", "l"))
    assert await films.update("films", every(by_id("c"), eq("crew.0.who", "l")), Change(set={"crew.0.job": 3})) is None

    changed = await films.update("films", second, Change(set={"crew.1.job": 3}))

    assert changed["crew"] == [{"who": "k", "job": 1}, {"who": "l", "job": 3}]


async def test_pull_removes_the_elements_that_fulfil_the_query(films: Any) -> None:
    changed = await films.update("films", by_id("c"), Change(pull={"crew": Match("job", "gte", 2)}))
    assert changed["crew"] == [{"who": "k", "job": 1}]


async def test_a_change_whose_condition_fails_changes_nothing(films: Any) -> None:
    assert await films.update("films", every(by_id("a"), eq("year", 1)), Change(set={"title": "no"})) is None
    assert (await films.find_one("films", by_id("a")))["title"] == FILMS[0]["title"]


async def test_a_deleted_document_is_given_back(films: Any) -> None:
    assert (await films.delete("films", by_id("a")))["_id"] == "a"
    assert await films.delete("films", by_id("a")) is None
    assert await films.count("films", EVERYTHING) == 2


async def test_many_documents_are_deleted_and_counted(films: Any) -> None:
    where = either(eq("year", 1999), Through("by", "people", eq("name", "Ada")))
    assert await films.delete_all("films", where) == 2
    assert await films.delete_all("films", where) == 0
    assert [film["_id"] for film in await films.find("films", EVERYTHING)] == ["c"]


async def test_a_group_is_written_read_and_found_as_a_whole(films: Any) -> None:
    await films.update("films", by_id("a"), Change(set={"draft": {"title": "New", "crew": {"lead": "k"}}, "rev": 2}))
    await films.update("films", by_id("a"), Change(set={"draft.crew.lead": "l"}, unset=("rev", "nothing")))
    found = await films.find("films", Not(eq("draft", None)))
    assert [film["draft"] for film in found] == [{"title": "New", "crew": {"lead": "l"}}]
    assert [film["_id"] for film in await films.find("films", every(eq("draft.crew.lead", "l"), eq("rev", None)))] == [
        "a"
    ]
    changed = await films.update("films", by_id("a"), Change(set={"title": "New"}, unset=("draft",)))
    assert "draft" not in changed


async def test_the_key_is_unique(films: Any) -> None:
    with pytest.raises(Conflict):
        await films.insert("films", {"_id": "a"})


async def test_unique_indexes_refuse_and_are_sparse(films: Any) -> None:
    for _ in range(2):
        await films.ensure_indexes("films", [Index(("slot",), unique=True), Index(("by", "year"))])
    await films.insert("films", {"_id": "d", "slot": "1"})
    await films.insert("films", {"_id": "e"})
    with pytest.raises(Conflict):
        await films.insert("films", {"_id": "f", "slot": "1"})
    with pytest.raises(Conflict):
        await films.update("films", by_id("e"), Change(set={"slot": "1"}))


async def test_the_callers_documents_stay_the_callers(documents: Any) -> None:
    mine = {"_id": "a", "tags": ["x"]}
    await documents.insert("films", mine)
    mine["tags"].append("y")
    assert (await documents.find_one("films", by_id("a")))["tags"] == ["x"]
