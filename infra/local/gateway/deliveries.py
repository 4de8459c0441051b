"""Asynchronous invocations: accepted means on disk, and delivered at least once, whatever is killed meanwhile."""

from __future__ import annotations

import hashlib
import sqlite3
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS deliveries (
    id TEXT PRIMARY KEY, function TEXT NOT NULL, payload BLOB NOT NULL, name TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, created REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS executions (
    function TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, arn TEXT NOT NULL, created REAL NOT NULL,
    PRIMARY KEY (function, name)
);
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """``function`` is a name with its qualifier; ``name`` the durable execution's, if it is one; ``due`` in epoch s."""

    id: str
    function: str
    payload: bytes
    name: str | None
    attempts: int
    due: float
    created: float


class Deliveries:
    """The queue of one laptop, a SQLite file that outlives every process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def accept(self, function: str, payload: bytes, name: str | None = None) -> Delivery:
        now = time.time()
        delivery = Delivery(str(uuid.uuid4()), function, payload, name, 0, now, now)
        self._db.execute(
            "INSERT INTO deliveries VALUES (?, ?, ?, ?, 0, ?, ?)", (delivery.id, function, payload, name, now, now)
        )
        return delivery

    def waiting(self) -> list[Delivery]:
        """Everything that was accepted and has not been settled, oldest first."""
        return [Delivery(*row) for row in self._db.execute("SELECT * FROM deliveries ORDER BY created")]

    def postpone(self, delivery: Delivery, due: float) -> Delivery:
        """Counts the attempt that has failed."""
        attempts = delivery.attempts + 1
        self._db.execute("UPDATE deliveries SET attempts = ?, due = ? WHERE id = ?", (attempts, due, delivery.id))
        return Delivery(
            delivery.id, delivery.function, delivery.payload, delivery.name, attempts, due, delivery.created
        )

    def settle(self, delivery: Delivery) -> None:
        self._db.execute("DELETE FROM deliveries WHERE id = ?", (delivery.id,))

    def execution(self, function: str, name: str) -> tuple[str, str] | None:
        """The payload's digest and the ARN of the durable execution of that name."""
        row = self._db.execute("SELECT digest, arn FROM executions WHERE function = ? AND name = ?", (function, name))
        return row.fetchone()

    def started(self, function: str, name: str, payload: bytes, arn: str) -> None:
        """Remembers a durable execution by its name."""
        row = (function, name, digest(payload), arn, time.time())
        self._db.execute("INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, before: float) -> None:
        """Drops the names of durable executions that were started before ``before`` (epoch seconds)."""
        self._db.execute("DELETE FROM executions WHERE created < ?", (before,))

    def close(self) -> None:
        self._db.close()


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()
