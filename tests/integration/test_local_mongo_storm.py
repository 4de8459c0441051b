"""The laptop's documents while they are written, read, put in order and killed. Short; `make soak` runs it long."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from infra.local.mongo import LocalMongo

Films = Collection[dict[str, Any]]
KNOWN, WRITERS, KINDS, MOST = 40, 3, 7, 200
SIZES = (20, 300, 4_000, 60_000)


def film(key: str, revision: int, size: int) -> dict[str, Any]:
    text = f"{revision} " * (size // 4)
    return {"_id": key, "slug": key, "revision": revision, "kind": revision % KINDS, "text": text, "size": size}


class Writer:
    """Inserts, updates and deletes films of its own until the server goes. ``kept``: revision and size by key."""

    def __init__(self, seed: int) -> None:
        self.kept: dict[str, tuple[int, int]] = {}
        self.unanswered: tuple[str, tuple[int, int] | None] | None = None
        self._random = random.Random(seed)

    def work(self, films: Films) -> None:
        while True:
            key, after = self._next()
            self.unanswered = (key, after)
            if after is None:
                assert films.delete_one({"_id": key}).deleted_count == 1
                del self.kept[key]
            else:
                done = films.replace_one({"slug": key}, film(key, *after), upsert=key not in self.kept)
                assert done.matched_count == (key in self.kept)
                self.kept[key] = after
            self.unanswered = None

    def _next(self) -> tuple[str, tuple[int, int] | None]:
        size, dice = self._random.choice(SIZES), self._random.random()
        if (dice < 0.5 and len(self.kept) < MOST) or not self.kept:
            return uuid.uuid4().hex, (1, size)
        key = self._random.choice(list(self.kept))
        return key, None if dice > 0.8 else (self.kept[key][0] + 1, size)

    def settle(self, found: dict[str, dict[str, Any]]) -> None:
        """What was under way when the server went is there or not: both are right."""
        if self.unanswered:
            key, after = self.unanswered
            there = found.get(key)
            if after and there and after == (there["revision"], there["size"]):
                self.kept[key] = after
            elif there is None and after is None:
                self.kept.pop(key)
            self.unanswered = None


def read(films: Films) -> None:
    while True:
        for number in range(KNOWN):
            found = films.find_one({"_id": f"known-{number}"} if number % 2 else {"slug": f"known-{number}"})
            assert found is not None, f"known-{number} was not to be seen"
            assert found["text"] == film("", number, found["size"])["text"]


def at_once(mongo: LocalMongo, work: list[Callable[[Films], None]], seconds: float) -> None:
    """``work`` in threads, and SIGKILL in its middle. Whatever it missed is raised."""
    missed: list[AssertionError] = []

    def until_killed(each: Callable[[Films], None]) -> None:
        with MongoClient[dict[str, Any]](mongo.uri, serverSelectionTimeoutMS=500) as client:
            try:
                each(client.aladdin.films)
            except AssertionError as error:
                missed.append(error)
            except PyMongoError:
                pass

    threads = [threading.Thread(target=until_killed, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    mongo.kill()
    for thread in threads:
        thread.join()
    if missed:
        raise missed[0]


def verify(films: Films, writers: list[Writer]) -> None:
    found = {each["_id"]: each for each in films.find().batch_size(100)}
    for writer in writers:
        writer.settle(found)
    kept = {key: value for writer in writers for key, value in writer.kept.items()}
    assert {key: (each["revision"], each["size"]) for key, each in found.items() if "known" not in key} == kept
    assert all(each["text"] == film("", each["revision"], each["size"])["text"] for each in found.values())
    for kind in range(KINDS):
        listed = {each["_id"] for each in films.find({"kind": kind}, {"_id": 1})}
        assert listed == {key for key, each in found.items() if each["kind"] == kind}
    assert all(films.find_one({"slug": key}, {"_id": 1}) == {"_id": key} for key in list(found)[::7])


@pytest.mark.parametrize("rounds", [1, pytest.param(40, marks=[pytest.mark.soak, pytest.mark.timeout(1800)])])
def test_what_was_acknowledged_is_there_at_any_moment_and_after_any_crash(tmp_path: Path, rounds: int) -> None:
    writers = [Writer(seed) for seed in range(WRITERS)]
    chance = random.Random(rounds)
    with LocalMongo(tmp_path / "documents.mv") as mongo, MongoClient[dict[str, Any]](mongo.uri) as client:
        films = client.aladdin.films
        films.create_index("slug", unique=True)
        films.create_index("kind")
        films.insert_many(film(f"known-{number}", number, chance.choice(SIZES)) for number in range(KNOWN))
        for _ in range(rounds):
            at_once(mongo, [*(writer.work for writer in writers), read, read], chance.uniform(1, 4))
            mongo.start()
            verify(films, writers)
