"""Counters in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class _Counter:
    expires: datetime
    total: int = 0
    reservations: dict[str, int] = field(default_factory=dict[str, int])


class Counters:
    def __init__(self) -> None:
        self._counters: dict[str, _Counter] = {}

    async def reserve(self, name: str, holder: str, amount: int, limit: int, expires: datetime) -> int | None:
        total = await self._raise(name, amount, limit, expires)
        if total is not None:
            reservations = self._counters[name].reservations
            reservations[holder] = reservations.get(holder, 0) + amount
        return total

    async def settle(self, name: str, holder: str, amount: int) -> None:
        await asyncio.sleep(0)
        counter = self._counters.get(name)
        if counter is not None and holder in counter.reservations:
            counter.total += amount - counter.reservations.pop(holder)

    async def hit(self, name: str, limit: int, expires: datetime) -> int | None:
        return await self._raise(name, 1, limit, expires)

    async def total(self, name: str) -> int:
        await asyncio.sleep(0)
        counter = self._counters.get(name)
        return counter.total if counter else 0

    async def holders(self, name_prefix: str) -> dict[str, list[str]]:
        await asyncio.sleep(0)
        return {
            name: list(counter.reservations)
            for name, counter in self._counters.items()
            if counter.reservations and name.startswith(name_prefix)
        }

    async def expire(self, now: datetime) -> None:
        await asyncio.sleep(0)
        self._counters = {name: counter for name, counter in self._counters.items() if counter.expires >= now}

    async def _raise(self, name: str, amount: int, limit: int, expires: datetime) -> int | None:
        await asyncio.sleep(0)
        if amount > limit:
            return None
        counter = self._counters.setdefault(name, _Counter(expires))
        if counter.total + amount > limit:
            return None
        counter.total += amount
        counter.expires = expires
        return counter.total
