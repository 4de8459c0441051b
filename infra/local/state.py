"""What a running supervisor tells others: the lock that says it runs, and the file that says how its parts are."""

import fcntl
import json
import os
import threading
import time
from pathlib import Path
from typing import Any, TypedDict

from infra.local.errors import LocalError


class PartState(TypedDict):
    """`state` is `starting`, `up`, `waiting` (before the next try) or `down`; `since` is in seconds of the epoch."""

    state: str
    pid: int | None
    port: int | None
    since: float
    restarts: int


class Lock:
    """Held by the supervisor of a home for as long as it lives, however it ends."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._file = (home / "lock").open("a")

    def take(self) -> bool:
        """False when another process holds it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        self._file.close()


def read(home: Path) -> dict[str, Any]:
    """The latest state, empty if there never was one; it may be that of a supervisor long gone."""
    try:
        return json.loads((home / "state.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


def running(home: Path) -> bool:
    """Whether a supervisor works on this home now."""
    if not (home / "lock").exists():
        return False
    lock = Lock(home)
    try:
        return not lock.take()
    finally:
        lock.release()


def take(home: Path) -> Lock:
    """The lock of `home`; raises LocalError when a supervisor has it."""
    lock = Lock(home)
    if not lock.take():
        known = read(home)
        raise LocalError(f"Aladdin already runs in {home}: {known.get('url', 'it is just starting')}.")
    return lock


class Board:
    """The state file, rewritten whole at every change; safe in threads."""

    def __init__(self, home: Path, url: str) -> None:
        self._file = home / "state.json"
        self._mutex = threading.Lock()
        self._state: dict[str, Any] = {"pid": os.getpid(), "url": url, "since": time.time(), "parts": {}}

    def put(self, name: str, part: PartState) -> None:
        with self._mutex:
            self._state["parts"][name] = part
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(self._state, indent=2))
            os.replace(fresh, self._file)

    def states(self) -> dict[str, str]:
        with self._mutex:
            return {name: part["state"] for name, part in self._state["parts"].items()}

    def close(self) -> None:
        with self._mutex:
            self._file.unlink(missing_ok=True)
