"""Runs in memory."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import Conflict
from shared.domain.model import Usage
from shared.domain.runs import LEASE_SECONDS, Lease, Run, Status


class Runs:
    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}

    async def insert(self, run: Run) -> None:
        await asyncio.sleep(0)
        if run.id in self._runs:
            raise Conflict("This run exists already.")
        self._runs[run.id] = copy.deepcopy(replace(run, lease=None))

    async def get(self, run_id: str) -> Run | None:
        await asyncio.sleep(0)
        return copy.deepcopy(self._runs.get(run_id))

    async def take(self, seen: Run, owner: str, now: datetime) -> Run | None:
        died = seen.status == "running" and seen.lease is not None and seen.lease.owner != ""

        def change(run: Run) -> None:
            run.status, run.lease, run.started_at = "running", _lease(owner, now), seen.started_at or now
            run.attempt += 1
            run.continuations += 1 if died else 0

        def unchanged(run: Run) -> bool:
            return (run.status, run.attempt, run.lease) == (seen.status, seen.attempt, seen.lease)

        return await self._change(seen.id, unchanged, change)

    async def take_new(self, run_id: str, user_id: str, owner: str, now: datetime, modes: Sequence[str]) -> Run | None:
        def new(run: Run) -> bool:
            fresh = run.status == "queued" and run.attempt == 0 and run.after is None
            return fresh and run.user_id == user_id and run.mode in modes

        def change(run: Run) -> None:
            run.status, run.lease, run.started_at, run.attempt = "running", _lease(owner, now), now, 1

        return await self._change(run_id, new, change)

    async def renew(self, run_id: str, owner: str, attempt: int, now: datetime) -> bool:
        def held(run: Run) -> bool:
            return _is_held(run, attempt) and run.lease is not None and run.lease.owner == owner

        def change(run: Run) -> None:
            run.lease = _lease(owner, now)

        return await self._change(run_id, held, change) is not None

    async def holds(self, run_id: str, attempt: int) -> bool:
        await asyncio.sleep(0)
        run = self._runs.get(run_id)
        return run is not None and _is_held(run, attempt)

    async def interrupt(self, run: Run, spent: Usage, now: datetime) -> Run | None:
        assert run.lease
        owner = run.lease.owner

        def change(standing: Run) -> None:
            standing.lease = _lease(owner, now)
            standing.attempt += 1
            standing.continuations += 1
            standing.usage += spent

        return await self._change(run.id, lambda standing: _is_held(standing, run.attempt), change)

    async def hand_over(self, run: Run, spent: Usage, now: datetime) -> Run | None:
        def change(standing: Run) -> None:
            standing.lease = Lease("", now)
            standing.usage += spent

        return await self._change(run.id, lambda standing: _is_held(standing, run.attempt), change)

    async def commit(
        self,
        run: Run,
        status: Status,
        *,
        last_seq: int,
        result: dict[str, Any] | None,
        error: dict[str, Any] | None,
        spent: Usage,
        now: datetime,
    ) -> Run | None:
        def change(standing: Run) -> None:
            standing.status, standing.last_seq, standing.lease = status, last_seq, None
            standing.result, standing.error, standing.finished_at = result, error, now
            standing.usage += spent

        return await self._change(run.id, lambda standing: _is_held(standing, run.attempt), change)

    async def cancel(self, run_id: str, now: datetime) -> Run | None:
        def change(run: Run) -> None:
            run.status, run.lease, run.finished_at = "cancelled", None, now
            run.attempt += 1

        return await self._change(run_id, lambda run: not run.terminal, change)

    async def record_cancelled(self, run_id: str, *, last_seq: int, result: dict[str, Any]) -> None:
        def change(run: Run) -> None:
            run.last_seq, run.result = last_seq, result

        await self._change(run_id, lambda run: run.status == "cancelled", change)

    async def add_usage(self, run_id: str, spent: Usage) -> None:
        def change(run: Run) -> None:
            run.usage += spent

        await self._change(run_id, lambda _: True, change)

    async def close(self, run_id: str) -> bool:
        def change(run: Run) -> None:
            run.closed = True

        return await self._change(run_id, lambda run: not run.closed, change) is not None

    async def open_runs(self, limit: int) -> Sequence[Run]:
        await asyncio.sleep(0)
        return [copy.deepcopy(run) for _, run in sorted(self._runs.items()) if not run.closed][:limit]

    async def delete(self, run_ids: Sequence[str]) -> None:
        await asyncio.sleep(0)
        for run_id in run_ids:
            self._runs.pop(run_id, None)

    async def ids_of_conversation(self, conversation_id: str) -> Sequence[str]:
        await asyncio.sleep(0)
        return [run.id for run in self._runs.values() if run.conversation_id == conversation_id]

    async def _change(self, run_id: str, match: Callable[[Run], bool], change: Callable[[Run], None]) -> Run | None:
        await asyncio.sleep(0)
        run = self._runs.get(run_id)
        if run is None or not match(run):
            return None
        change(run)
        self._runs[run_id] = copy.deepcopy(run)
        return copy.deepcopy(run)


def _is_held(run: Run, attempt: int) -> bool:
    return run.status == "running" and run.attempt == attempt


def _lease(owner: str, now: datetime) -> Lease:
    return Lease(owner, now + timedelta(seconds=LEASE_SECONDS))
