"""Five tries, then ten minutes of nothing. A try is taken before it is evaluated, by one atomic update, so that
guessing in parallel gets no sixth.

Tries are counted for an address, whether it has an account or not: what is locked, and how long an answer takes, tells
nothing about it. ``tries`` counts those of a window, ``wrong`` those that turned out so, ``until`` is when the window
ends: ten minutes after its last try. A login that succeeds removes it. Who comes sixth waits while a try is in flight,
which may free the way, and is refused as soon as all have turned out wrong.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.domain.errors import Conflict
from shared.domain.ids import new_document_id
from shared.domain.query import Change, Match, by_id, eq, every
from shared.ports import Documents

COLLECTION = "loginTries"
MAX_ATTEMPTS = 5
WINDOW = timedelta(minutes=10)
# Whoever evaluates a try has died when it takes longer than this.
IN_FLIGHT = timedelta(seconds=8)
LONGEST_WAIT = timedelta(seconds=15)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Try:
    """The right to evaluate one password."""

    name: str
    window: str


class Lockout:
    def __init__(
        self,
        documents: Documents,
        secret: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._documents = documents
        self._key = hmac.digest(secret.encode(), b"aladdin login tries", "sha256")
        self._now = now
        self._sleep = sleep

    async def take(self, email: str) -> Try | None:
        """The right to evaluate a password for ``email``, to be told the outcome by ``failed`` or ``forgive``."""
        name, pause = self._name(email), _FIRST_PAUSE
        latest = self._now() + LONGEST_WAIT
        while True:
            if taken := await self._take(name):
                return taken
            while (outlook := await self._outlook(name)) == "open" and self._now() <= latest:
                await self._sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
            if outlook in ("open", "locked") or self._now() > latest:
                return None
            if outlook == "over" and (taken := await self._renew(name)):
                return taken

    async def failed(self, taken: Try) -> None:
        """The password was wrong, or there is no account."""
        same = every(by_id(taken.name), eq("window", taken.window))
        await self._documents.update(COLLECTION, same, Change(inc={"wrong": 1}))

    async def forgive(self, email: str) -> None:
        await self._documents.delete(COLLECTION, by_id(self._name(email)))

    async def sweep(self) -> int:
        """Forget windows that have ended; how many."""
        return await self._documents.delete_all(COLLECTION, Match("until", "lte", self._now()))

    async def _take(self, name: str) -> Try | None:
        now = self._now()
        fresh = _fresh(now)
        try:
            await self._documents.insert(COLLECTION, {"_id": name, **fresh})
        except Conflict:
            pass  # there is a window
        else:
            return Try(name, fresh["window"])
        running = every(by_id(name), Match("until", "gt", now), Match("tries", "lt", MAX_ATTEMPTS))
        change = Change(set={"until": fresh["until"]}, inc={"tries": 1})
        if joined := await self._documents.update(COLLECTION, running, change):
            return Try(name, joined["window"])
        return None

    async def _renew(self, name: str) -> Try | None:
        now = self._now()
        fresh = _fresh(now)
        over = every(by_id(name), Match("until", "lte", now))
        taken = await self._documents.update(COLLECTION, over, Change(set=fresh))
        return Try(name, fresh["window"]) if taken else None

    async def _outlook(self, name: str) -> Literal["free", "over", "open", "locked"]:
        """``open`` while tries are in flight."""
        window = await self._documents.find_one(COLLECTION, by_id(name))
        now = self._now()
        if window is None:
            return "free"
        if window["until"] <= now:
            return "over"
        if window["tries"] < MAX_ATTEMPTS:
            return "free"
        in_flight = window["wrong"] < window["tries"] and now < window["until"] - WINDOW + IN_FLIGHT
        return "open" if in_flight else "locked"

    def _name(self, email: str) -> str:
        return hmac.new(self._key, email.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _fresh(now: datetime) -> dict[str, Any]:
    return {"window": new_document_id(), "tries": 1, "wrong": 0, "until": now + WINDOW}
