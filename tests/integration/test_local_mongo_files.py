"""The files of the laptop's documents: what a crash leaves in them, and those of earlier versions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from pymongo import MongoClient

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
        with MongoClient[dict[str, Any]](mongo.uri) as client:
            films = client.aladdin.films
            films.create_index("year")
            films.insert_many([{"_id": str(number), "year": number} for number in range(20)])
            films.update_one({"_id": "3"}, {"$set": {"year": 30}})
            films.delete_one({"_id": "4"})
            mongo.kill()
            (journal,) = tmp_path.glob("documents.mv.journal-*")
            whole = journal.read_bytes()
            journal.write_bytes(whole + whole[:40])

            mongo.start()

            assert films.count_documents({}) == 19
            assert films.find_one({"year": 30}) == {"_id": "3", "year": 30}
            assert films.find_one({"year": {"$in": [3, 4]}}) is None
            assert len(list(tmp_path.glob("documents.mv.journal-*"))) == 1
    finally:
        mongo.stop()
