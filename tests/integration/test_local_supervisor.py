"""`make up` as its user sees it, with few parts."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
from pymongo import MongoClient

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 45.0
pytestmark = pytest.mark.timeout(150)


@dataclass
class Up:
    process: subprocess.Popen[bytes]
    home: Path

    @property
    def said(self) -> str:
        return (self.home.parent / f"{self.home.name}.out").read_text()

    @property
    def parts(self) -> dict[str, dict[str, int | str]]:
        return json.loads((self.home / "state.json").read_text())["parts"]

    def pid(self, part: str) -> int:
        return int(self.parts[part]["pid"])

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    return {**os.environ, "ALADDIN_HOME": str(home), "ALADDIN_PORT": str(port), "ALADDIN_DOTENV": "", **more}


def command(home: Path, port: int, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "infra.local", *words]
    return subprocess.run(
        line, cwd=ROOT, env=environment(home, port, **more), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


@contextmanager
def up(home: Path, *parts: str, port: int = 0, more: dict[str, str] | None = None) -> Iterator[Up]:
    output = (home.parent / f"{home.name}.out").open("ab")
    with (
        output,
        subprocess.Popen(
            [sys.executable, "-m", "infra.local", "up", "--only", *parts],
            cwd=ROOT,
            env=environment(home, port or free_port(), **(more or {})),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        running = Up(process, home)
        try:
            eventually(lambda: "Aladdin is up" in running.said, process)
            yield running
        finally:
            process.terminate()
            process.wait(30)


def eventually(condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process is None or process.poll() is None, "the supervisor ended"
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def gone(processes: list[psutil.Process], seconds: float) -> bool:
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def test_a_killed_part_is_started_again_and_said_so_and_its_data_is_there(tmp_path: Path) -> None:
    with up(tmp_path / "home", "mongo") as running:
        uri = re.search(r"mongodb://\S+", running.said)
        assert uri
        with MongoClient(uri[0]) as client:
            client.aladdin.notes.insert_one({"_id": "kept"})
            first = running.pid("mongo")

            os.kill(first, signal.SIGKILL)
            eventually(lambda: "mongo is up again" in running.said)

            assert client.aladdin.notes.find_one() == {"_id": "kept"}
        assert "mongo was killed by signal 9; starting it again" in running.said
        assert running.pid("mongo") != first
        status = command(running.home, 1, "status").stdout
        assert re.search(rf"mongo +up +{running.pid('mongo')} +\d+ +\d+ MB +\d+ s +1", status)


def test_a_part_that_stops_answering_is_replaced(tmp_path: Path) -> None:
    with up(tmp_path / "home", "rehearsal") as running:
        frozen = psutil.Process(running.pid("rehearsal"))
        frozen.suspend()

        eventually(lambda: "rehearsal stopped answering; starting it again" in running.said)
        eventually(lambda: "rehearsal is up again" in running.said)

        assert gone([frozen], 5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_end_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    with up(tmp_path / "home", "rehearsal", "runner") as running:
        parts = running.processes()
        assert len(parts) >= 2

        running.process.send_signal(number)

        assert running.process.wait(20) == 0
        assert gone(parts, 1)
        assert "not running" in command(running.home, 1, "status").stdout


def test_sigkill_of_the_supervisor_leaves_nothing_running_and_the_next_start_works(tmp_path: Path) -> None:
    with up(tmp_path / "home", "mongo", "runner") as running:
        parts = running.processes()
        assert len(parts) >= 2

        running.process.kill()

        assert gone(parts, 5)
        assert "not running" in command(running.home, 1, "status").stdout
    with up(tmp_path / "home", "mongo") as again:
        assert again.parts["mongo"]["state"] == "up"


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = command(tmp_path / "home", port, "up", "--only", "rehearsal")

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is in use by another program.")
    assert refused.stderr.count("\n") == 1


def test_a_second_start_in_one_home_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with up(tmp_path / "home", "rehearsal") as running:
        second = command(running.home, free_port(), "up")

        assert second.returncode == 1
        assert second.stderr.startswith(f"Aladdin already runs in {running.home}: http://localhost:")
        assert second.stderr.count("\n") == 1
        refused = command(running.home, 1, "reset", "--force")
        assert (refused.returncode, refused.stderr.split(".")[0]) == (1, "Aladdin is running")


def test_two_homes_get_along_even_when_their_ports_would_meet(tmp_path: Path) -> None:
    port = free_port()
    with up(tmp_path / "a", "rehearsal", port=port) as a, up(tmp_path / "b", "rehearsal", port=port) as b:
        ports = {int(running.parts["rehearsal"]["port"]) for running in (a, b)}

        assert len(ports) == 2
        assert all(httpx.get(f"http://127.0.0.1:{one}/healthz").status_code == 200 for one in ports)


def test_what_is_given_replaces_the_local_part(tmp_path: Path) -> None:
    given = {"MONGODB_URI": "mongodb://elsewhere.test/films", "OPENROUTER_API_KEY": "sk-something"}
    with up(tmp_path / "home", "mongo", "rehearsal", "runner", more=given) as running:
        assert set(running.parts) == {"runner"}
        assert "your MongoDB" in running.said
        assert "OpenRouter" in running.said
        assert "sk-something" not in running.said


def test_a_part_that_cannot_start_is_tried_again_and_said_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "mongo").mkdir(parents=True)
    (home / "mongo" / "documents.mv").write_text("this is no database")
    output = tmp_path / "home.out"
    with (
        output.open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-m", "infra.local", "up", "--only", "mongo"],
            cwd=ROOT,
            env=environment(home, free_port()),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            eventually(lambda: output.read_text().count("mongo did not start") >= 2)
        finally:
            process.terminate()
            process.wait(20)
    assert str(home / "logs" / "mongo.log") in output.read_text()


def test_reset_asks_somebody(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{}")

    nobody = command(tmp_path, 1, "reset")

    assert nobody.returncode == 1
    assert "make reset FORCE=1" in nobody.stderr
    assert "Deleted." in command(tmp_path, 1, "reset", "--force").stdout
