"""The files of the laptop's documents: what a crash leaves in them, and those of earlier versions."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from infra.local.errors import LocalError
from infra.local.mongo import LocalMongo

EARLIER = """
import os, sys
from jpype import JClass
from infra.local import jvm

jvm.start("mongo", heap_mb=128, options=("-Dslf4j.internal.verbosity=ERROR",))
backend = JClass("de.bwaldvogel.mongo.backend.h2.H2Backend")(sys.argv[1])
films = backend.resolveDatabase("aladdin").createCollectionOrThrowIfExists("films")
for number in range(30):
    film = JClass("de.bwaldvogel.mongo.bson.Document")("_id", f"film-{number:02}")
    film.put("year", JClass("java.lang.Integer")(number % 3))
    films.addDocument(film)
backend.close()
os._exit(0)
"""


def test_a_file_of_the_servers_own_format_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "documents.mv"
    subprocess.run([sys.executable, "-c", EARLIER, str(file)], check=True)

    for _ in range(2):
        with LocalMongo(file) as mongo, MongoClient[dict[str, Any]](mongo.uri) as client:
            films = client.aladdin.films
            assert [film["_id"] for film in films.find({"year": 1}).sort("_id", -1)][:2] == ["film-28", "film-25"]
            assert films.count_documents({}) == 30
            assert films.find_one({"_id": "film-07"}) == {"_id": "film-07", "year": 1}


def test_a_torn_record_at_the_end_of_the_journal_is_no_record(tmp_path: Path) -> None:
    """Given a crash, and half a record as a crash in the middle of a write would leave it."""
    mongo = LocalMongo(tmp_path / "documents.mv").start()
    try:
        with MongoClient[dict[str, Any]](mongo.uri, maxIdleTimeMS=1) as client:
            films = client.aladdin.films
            films.create_index("year")
            films.insert_many([{"_id": str(number), "year": number} for number in range(20)])
            films.update_one({"_id": "3"}, {"$set": {"year": 30}})
            films.delete_one({"_id": "4"})
            mongo.kill()
            journal = max(journals(tmp_path), key=lambda path: int(path.name.rpartition("-")[2]))
            whole = journal.read_bytes()
            journal.write_bytes(whole + whole[:40])

            mongo.start()

            assert films.count_documents({}) == 19
            assert films.find_one({"year": 30}) == {"_id": "3", "year": 30}
            assert films.find_one({"year": {"$in": [3, 4]}}) is None
            assert len(list(tmp_path.glob("documents.mv.journal-*"))) == 1
    finally:
        mongo.stop()


def test_a_journal_may_tell_what_the_store_already_holds(tmp_path: Path) -> None:
    """Given a unique value that went from one document to another: told again from the start, both would hold it."""
    mongo = LocalMongo(tmp_path / "documents.mv").start()
    try:
        with MongoClient[dict[str, Any]](mongo.uri, maxIdleTimeMS=1) as client:
            runs = client.aladdin.runs
            runs.create_index("slot", unique=True, sparse=True)
            runs.insert_one({"_id": "first", "slot": "free"})
            runs.update_one({"_id": "first"}, {"$unset": {"slot": 1}})
            runs.insert_one({"_id": "gone", "slot": "free"})
            runs.delete_one({"_id": "gone"})
            runs.insert_one({"_id": "second", "slot": "free"})
            told = max(journals(tmp_path).values(), key=len)
            mongo.stop()
            (journal,) = journals(tmp_path)
            journal.write_bytes(told)

            mongo.start()

            assert list(runs.find()) == [{"_id": "first"}, {"_id": "second", "slot": "free"}]
            assert runs.find_one({"slot": "free"}) == {"_id": "second", "slot": "free"}
    finally:
        mongo.stop()


def test_a_power_cut_that_forgets_what_was_appended_costs_nothing(tmp_path: Path) -> None:
    """Given a disk that kept what was written over, and nothing of what the file grew by since it was synced."""
    file = tmp_path / "documents.mv"
    mongo = LocalMongo(file).start()
    try:
        with MongoClient[dict[str, Any]](mongo.uri, maxIdleTimeMS=1) as client:
            films = client.aladdin.films
            films.create_index("year")
            films.insert_many([{"_id": f"{number:03}", "year": 0, "text": "x" * 900} for number in range(900)])
            until(lambda: list(journals(tmp_path).values()) == [b""])
            synced = file.stat().st_size
            for year in range(1, 7):
                films.update_many({"_id": {"$gte": "450"}}, {"$set": {"year": year}})
                client.aladdin[f"of-{year}"].create_index("film")
            films.insert_one({"_id": "last", "year": 6})
            mongo.kill()
            os.truncate(file, synced)

            mongo.start()

            assert films.count_documents({}) == 901
            assert films.count_documents({"year": 6}) == 451
            assert {film["year"] for film in films.find({"_id": {"$lt": "450"}})} == {0}
    finally:
        mongo.stop()


def test_collections_that_come_and_go_leave_a_bounded_number_of_journals(tmp_path: Path) -> None:
    mongo = LocalMongo(tmp_path / "documents.mv").start()
    try:
        with MongoClient[dict[str, Any]](mongo.uri, maxIdleTimeMS=1) as client:
            most = 0
            for number in range(70):
                client.aladdin.create_collection(f"of-{number}")
                client.aladdin[f"of-{number}"].insert_one({"_id": number})
                client.aladdin[f"of-{number - 1}"].drop()
                most = max(most, len(journals(tmp_path)))
            mongo.kill()
            mongo.start()

            assert client.aladdin.list_collection_names() == ["of-69"]
            assert client.aladdin["of-69"].find_one() == {"_id": 69}
            assert most <= 66
    finally:
        mongo.stop()


def test_a_store_that_lacks_what_was_acknowledged_does_not_start(tmp_path: Path) -> None:
    """Given an older store beside newer journals: going on would lose what was between them, and those as well."""
    mongo = LocalMongo(tmp_path / "documents.mv")
    with mongo:
        pass
    (journal,) = journals(tmp_path)
    later = journal.with_name("documents.mv.journal-1000")
    journal.rename(later)

    with pytest.raises(LocalError):
        mongo.start()

    assert "is older than its journals" in (tmp_path / "documents.log").read_text()
    assert later.exists()


def journals(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.glob("documents.mv.journal-*")}


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end, "it did not become quiet"
        time.sleep(0.05)
