"""Tickets: a stream for a client that can send no headers."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from shared.domain.errors import AuthInvalid
from shared.domain.limits import Ticket
from shared.domain.runs import Run
from shared.orchestrator.stores import Stores

FIRST_USE = timedelta(seconds=60)
AFTER_END = timedelta(minutes=5)
_KEPT = timedelta(days=2)


class TicketOffice:
    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def issue(self, run: Run, user_id: str) -> tuple[str, datetime]:
        """A ticket and the moment until which it must have been used once."""
        ticket = secrets.token_urlsafe(32)
        now = self._stores.now()
        entry = Ticket(run.id, user_id, now + FIRST_USE, used=False)
        await self._stores.tickets.insert(_digest(ticket), entry, now + _KEPT)
        return ticket, entry.first_use_before

    async def run_of(self, ticket: str) -> Run:
        """The run that ``ticket`` opens. Raises ``AuthInvalid``, also when it came too late."""
        now = self._stores.now()
        entry = await self._stores.tickets.use(_digest(ticket), now)
        if entry is None:
            raise AuthInvalid
        run = await self._stores.runs.get(entry.run_id)
        if run is None or (run.finished_at is not None and run.finished_at + AFTER_END < now):
            raise AuthInvalid
        return run


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
