"""The laptop's indexes change how long an answer takes, and never the answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import Int64, ObjectId
from pymongo import MongoClient
from pymongo.collection import Collection

from infra.local.mongo import LocalMongo

Document = dict[str, Any]
START = datetime(2026, 1, 1, tzinfo=UTC)
INDEXES = [
    ["a"], ["b"], ["a", "b"], ["b", "t"], ["t", "_id"], ["s"], ["list"], ["rows.x"], ["rows.x", "rows.y"],
    ["b", "list"], ["group.c", "s"], ["s", "t", "_id"], ["rows.list.z"],
]  # fmt: skip
PATHS = ["a", "b", "t", "s", "list", "rows.x", "rows.y", "group.c", "group", "_id", "u", "rows.0.x", "rows.list.z"]


class Chance:
    """Documents, questions and changes, reproducible from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def plain(self) -> Any:
        number = self.random.randrange(6)
        moment = START + timedelta(seconds=self.random.randrange(8))
        return self.pick(
            None, True, False, number, float(number), number + 0.5, Int64(number), "", "a", "B", "ab", moment
        )

    def value(self) -> Any:
        odd = self.pick([], [1], {"x": 1}, ObjectId("0" * 24), b"x", Int64(2**53 + 1), float(2**53), [[1, "a"], None])
        return self.pick(*[self.plain() for _ in range(12)], [self.plain(), self.plain()], odd)

    def some(self, **fields: Any) -> Document:
        return {name: value for name, value in fields.items() if self.random.random() < 0.85}

    def row(self) -> Any:
        inner = [{"z": self.plain()} for _ in range(self.random.randrange(3))]
        return self.some(x=self.value(), y=self.plain(), list=self.pick(inner, None, 3))

    def document(self) -> Document:
        self.number += 1
        rows = [self.row() for _ in range(self.random.randrange(3))]
        fields = self.some(
            a=self.value(),
            b=self.pick(1, 2, "x", None),
            t=START + timedelta(seconds=self.random.randrange(10)),
            s=self.pick("a", "b", "film", "Film noir", None),
            list=[self.plain() for _ in range(self.random.randrange(4))],
            rows=self.pick(rows, rows, rows, {"x": 1}, 7, [3, {"x": 2}]),
            group=self.pick({"c": self.plain()}, {}, None),
        )
        unique = {"u": self.number} if self.random.random() < 0.5 else {}
        return {"_id": self.pick(f"{self.number:05}", self.number), **fields, **unique}

    def condition(self, path: str) -> Document:
        value = self.plain()
        return self.pick(
            {path: value},
            {path: {"$eq": value}},
            {path: {"$in": [self.plain() for _ in range(self.random.randrange(4))]}},
            {path: {self.pick("$gt", "$gte", "$lt", "$lte"): value}},
            {path: {"$gte": value, "$lt": self.plain()}},
            {path: {"$ne": value}},
            {path: {"$nin": [value, None]}},
            {path: {"$regex": "[fF]ilm|a"}},
            {path: {"$exists": self.pick(True, False)}},
            {path: {"$not": {"$gt": value}}},
            {"rows": {"$elemMatch": {"x": value}}},
            {path: {"$all": [value]}},
        )

    def query(self, depth: int = 2) -> Document:
        if depth == 0 or self.random.random() < 0.3:
            return self.condition(self.pick(*PATHS))
        if self.random.random() < 0.3:
            path = self.pick("list", "rows.x", "a", "b", "t")
            return {"$and": [self.condition(path), self.condition(path)]}
        parts = [self.query(depth - 1) for _ in range(self.random.randrange(1, 4))]
        return {self.pick("$and", "$and", "$or", "$or", "$nor"): parts}

    def sort(self) -> list[tuple[str, int]]:
        names = self.random.sample([name for name in PATHS if name != "rows.0.x"], self.random.randrange(1, 4))
        names = self.pick(names, names, self.pick(*INDEXES))
        direction = self.pick(1, -1)
        return [(name, self.pick(direction, direction, direction, -direction)) for name in names]

    def change(self) -> Document:
        return self.pick(
            {"$set": {"a": self.value()}},
            {"$set": {"rows": [self.row()], "b": self.pick(1, 2)}},
            {"$unset": {self.pick("a", "b", "t", "list"): ""}},
            {"$set": {"t": START + timedelta(seconds=self.random.randrange(10)), "group": {"c": self.plain()}}},
            {"$set": {"list": [self.plain()]}},
        )


@pytest.fixture
def mongo(tmp_path: Path) -> Iterator[LocalMongo]:
    with LocalMongo(tmp_path / "documents.mv") as server:
        yield server


def compare(chance: Chance, plain: Collection[Document], indexed: Collection[Document]) -> None:
    query = chance.pick({}, *(chance.query() for _ in range(6)))
    options: Document = {"sort": chance.pick(None, chance.sort(), chance.sort())}
    options |= {"skip": chance.pick(0, 0, 3), "limit": chance.pick(0, 1, 5, 10)}

    expected, found = list(plain.find(query, **options)), list(indexed.find(query, **options))

    assert repr(found) == repr(expected), f"{query} {options}"
    assert indexed.count_documents(query) == plain.count_documents(query), query


def alter(chance: Chance, *collections: Collection[Document]) -> None:
    query, document, change = chance.query(1), chance.document(), chance.change()
    kind = chance.pick("insert", "insert", "one", "many", "delete", "pop")
    for collection in collections:
        if kind == "insert":
            collection.insert_one(dict(document))
        elif kind == "one":
            collection.update_one(query, change)
        elif kind == "many":
            collection.update_many(query, change)
        elif kind == "delete":
            collection.delete_one(query)
        else:
            collection.find_one_and_delete(query, sort=[("_id", 1)])


@pytest.mark.parametrize("seed", range(2))
def test_every_answer_is_that_of_a_collection_without_indexes(mongo: LocalMongo, seed: int) -> None:
    """Given the same documents with and without indexes, when both are asked and changed, then they agree, also
    after a stop, and after a crash."""
    chance = Chance(seed)
    with MongoClient[Document](mongo.uri, tz_aware=True) as client:
        plain, indexed = client.aladdin.plain, client.aladdin.indexed
        documents = [chance.document() for _ in range(80)]
        for collection in (plain, indexed):
            collection.insert_many([dict(document) for document in documents])
        for keys in INDEXES:
            indexed.create_index([(key, 1) for key in keys])
        indexed.create_index([("u", 1)], unique=True, sparse=True)

    for end in (mongo.stop, mongo.kill, lambda: None):
        # A client of before would find the connections of before.
        with MongoClient[Document](mongo.uri, tz_aware=True) as client:
            plain, indexed = client.aladdin.plain, client.aladdin.indexed
            for _ in range(40):
                alter(chance, plain, indexed)
                compare(chance, plain, indexed)
                compare(chance, plain, indexed)
        end()
        mongo.start()


def test_an_index_on_an_existing_collection_knows_what_is_there(mongo: LocalMongo) -> None:
    with MongoClient[Document](mongo.uri) as client:
        films = client.aladdin.films
        films.insert_many([{"_id": str(number), "year": number % 7} for number in range(50)])

        films.create_index("year")
        films.create_index("year")

        assert films.count_documents({"year": 3}) == 7
        assert sorted(films.index_information()) == ["_id_", "year_1"]
        films.drop_index("year_1")
        assert films.count_documents({"year": 3}) == 7
