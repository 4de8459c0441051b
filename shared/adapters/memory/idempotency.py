"""Idempotent requests in memory."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.limits import KEY_KEPT, IdempotentRequest

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Idempotency:
    def __init__(self) -> None:
        self._requests: dict[str, tuple[IdempotentRequest, datetime]] = {}

    async def claim(
        self, request_id: str, fingerprint: str, run_id: str, now: datetime, stale_after: timedelta
    ) -> IdempotentRequest:
        await asyncio.sleep(0)
        standing, expires = self._requests.get(request_id, (None, now))
        if standing is None or expires <= now:
            fresh = IdempotentRequest(request_id, fingerprint, run_id, now, mine=False)
            self._requests[request_id] = (fresh, now + KEY_KEPT)
            return replace(fresh, mine=True)
        if standing.answer is None and standing.claimed_at + stale_after < now:
            taken = replace(standing, claimed_at=now)
            self._requests[request_id] = (taken, expires)
            return replace(taken, mine=standing.fingerprint == fingerprint)
        return copy.deepcopy(standing)

    async def get(self, request_id: str) -> IdempotentRequest | None:
        await asyncio.sleep(0)
        standing = self._requests.get(request_id)
        return copy.deepcopy(standing[0]) if standing else None

    async def answer(self, request_id: str, status: int, body: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        standing = self._requests.get(request_id)
        if standing and standing[0].answer is None:
            self._requests[request_id] = (replace(standing[0], answer=(status, copy.deepcopy(body))), standing[1])

    async def free(self, request_id: str) -> None:
        await asyncio.sleep(0)
        standing = self._requests.get(request_id)
        if standing and standing[0].answer is None:
            del self._requests[request_id]

    async def release(self, request_id: str) -> None:
        await asyncio.sleep(0)
        standing = self._requests.get(request_id)
        if standing and standing[0].answer is None:
            self._requests[request_id] = (replace(standing[0], claimed_at=_LONG_AGO), standing[1])

    async def expire(self, now: datetime) -> None:
        await asyncio.sleep(0)
        self._requests = {name: entry for name, entry in self._requests.items() if entry[1] >= now}
