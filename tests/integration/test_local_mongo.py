"""The laptop's documents: kept across SIGKILL, all that was acknowledged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError, PyMongoError

from infra.local.errors import LocalError
from infra.local.mongo import LocalMongo


@pytest.fixture
def mongo(tmp_path: Path) -> Iterator[LocalMongo]:
    with LocalMongo(tmp_path / "documents.mv") as server:
        yield server


def write_until_it_dies(mongo: LocalMongo, writer: int, acknowledged: list[str]) -> None:
    with MongoClient(mongo.uri, serverSelectionTimeoutMS=500) as client:
        for number in range(100_000):
            try:
                client.aladdin.writes.insert_one({"_id": f"{writer}:{number}", "text": "x" * 200})
            except PyMongoError:
                return
            acknowledged.append(f"{writer}:{number}")


@pytest.mark.parametrize("seconds", [0.2, 0.5])
def test_no_acknowledged_write_is_lost_to_sigkill(mongo: LocalMongo, seconds: float) -> None:
    acknowledged: list[str] = []
    writers = [threading.Thread(target=write_until_it_dies, args=(mongo, n, acknowledged)) for n in range(4)]
    for writer in writers:
        writer.start()
    while not acknowledged:
        time.sleep(0.01)
    time.sleep(seconds)

    mongo.kill()
    for writer in writers:
        writer.join()
    mongo.start()

    with MongoClient(mongo.uri) as client:
        found = {document["_id"] for document in client.aladdin.writes.find({}, {"_id": 1})}
    assert set(acknowledged) <= found


def test_unique_indexes_and_compare_and_set_hold_after_a_restart(mongo: LocalMongo) -> None:
    # A connection of before the restart may look alive for a second.
    with MongoClient(mongo.uri, maxIdleTimeMS=1) as client:
        client.aladdin.users.create_index("email", unique=True)
        client.aladdin.users.insert_one({"_id": "a", "email": "a@b.c", "version": 1})
        mongo.stop()
        mongo.start()

        with pytest.raises(DuplicateKeyError):
            client.aladdin.users.insert_one({"_id": "b", "email": "a@b.c"})
        changed = {"$set": {"version": 2}}
        assert client.aladdin.users.find_one_and_update({"_id": "a", "version": 1}, changed)
        assert not client.aladdin.users.find_one_and_update({"_id": "a", "version": 1}, changed)


async def test_it_serves_async_code_on_the_port_it_keeps(tmp_path: Path) -> None:
    async with LocalMongo(tmp_path / "documents.mv") as mongo:
        uri = mongo.uri
        mongo.kill()
        assert not mongo.ready()
        mongo.start()
        assert mongo.ready()
        assert mongo.uri == uri
    assert not mongo.running


def test_a_taken_port_is_one_sentence(mongo: LocalMongo, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=rf"^Port {mongo.port} is taken"):
        LocalMongo(tmp_path / "other.mv", port=mongo.port).start()


def test_a_file_in_use_is_said_with_the_log_that_tells_more(mongo: LocalMongo, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=r"ended at its start .* its log is .*second\.log"):
        LocalMongo(tmp_path / "documents.mv", log=tmp_path / "second.log").start()
