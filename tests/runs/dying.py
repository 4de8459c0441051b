"""Stores for a process that dies after a given number of writes, and for a database that fails for a while."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from shared.domain.errors import DatabaseError
from shared.orchestrator.stores import Stores

WRITES = {
    "runs": {"insert", "take", "take_new", "renew", "interrupt", "hand_over", "commit", "cancel",
             "record_cancelled", "add_usage", "close", "delete"},
    "log": {"append", "delete"},
    "conversations": {"insert", "accept", "change", "doom", "delete"},
    "messages": {"save", "delete_conversation"},
    "counters": {"reserve", "settle", "hit", "expire"},
    "idempotency": {"claim", "answer", "free", "release", "expire"},
    "ledger": {"record"},
    "tickets": {"insert", "use", "expire"},
}  # fmt: skip


class Killed(BaseException):
    """Not an ``Exception``: nothing handles being dead."""


class Fuse:
    """``writes`` counts what was written; after ``limit`` of them the process is dead."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self.writes: list[str] = []

    @property
    def dead(self) -> bool:
        return self.limit is not None and len(self.writes) >= self.limit

    def blow(self) -> None:
        """SIGKILL, now."""
        self.limit = len(self.writes)

    def wrap(self, stores: Stores) -> Stores:
        changed: dict[str, Any] = {
            field.name: _Dying(field.name, getattr(stores, field.name), self)
            for field in fields(stores)
            if field.name in WRITES
        }
        return replace(stores, **changed)


class _Dying:
    def __init__(self, name: str, store: Any, fuse: Fuse) -> None:
        self._name = name
        self._store = store
        self._fuse = fuse

    def __getattr__(self, method: str) -> Any:
        called = getattr(self._store, method)

        async def call(*arguments: Any, **named: Any) -> Any:
            if self._fuse.dead:
                raise Killed(method)
            result = await called(*arguments, **named)
            if method in WRITES[self._name]:
                self._fuse.writes.append(f"{self._name}.{method}")
                if self._fuse.dead:
                    raise Killed(self._fuse.writes[-1])
            return result

        return call


class Failing:
    """``method`` of ``store`` fails ``times`` times; with ``done`` after it was done all the same."""

    def __init__(self, store: Any, method: str, times: int, *, done: bool = False) -> None:
        self._store, self._method, self.times, self._done = store, method, times, done

    def __getattr__(self, name: str) -> Any:
        called = getattr(self._store, name)
        if name != self._method:
            return called

        async def call(*arguments: Any, **named: Any) -> Any:
            if self.times > 0:
                self.times -= 1
                if self._done:
                    await called(*arguments, **named)
                raise DatabaseError
            return await called(*arguments, **named)

        return call
