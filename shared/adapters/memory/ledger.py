"""The ledger and the tickets in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.limits import LedgerEntry, Ticket


class Ledger:
    def __init__(self) -> None:
        self.entries: dict[str, LedgerEntry] = {}

    async def record(self, entries: Sequence[LedgerEntry]) -> None:
        await asyncio.sleep(0)
        for entry in entries:
            self.entries.setdefault(entry.id, entry)

    async def has(self, entry_id: str) -> bool:
        await asyncio.sleep(0)
        return entry_id in self.entries


class Tickets:
    def __init__(self) -> None:
        self._tickets: dict[str, tuple[Ticket, datetime]] = {}

    async def insert(self, digest: str, ticket: Ticket, expires: datetime) -> None:
        await asyncio.sleep(0)
        self._tickets[digest] = (ticket, expires)

    async def use(self, digest: str, now: datetime) -> Ticket | None:
        await asyncio.sleep(0)
        ticket, expires = self._tickets.get(digest, (None, now))
        if ticket is None or not (ticket.used or ticket.first_use_before >= now):
            return None
        used = replace(ticket, used=True)
        self._tickets[digest] = (used, expires)
        return used

    async def expire(self, now: datetime) -> None:
        await asyncio.sleep(0)
        self._tickets = {name: entry for name, entry in self._tickets.items() if entry[1] >= now}
