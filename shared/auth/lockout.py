"""Five tries, then ten minutes of nothing. A try is taken before it is evaluated, by one atomic update, so that
guessing in parallel gets no sixth.

Tries are counted for an address, whether it has an account or not: what is locked, and how long an answer takes, tells
nothing about it. ``tries`` counts those of a window, ``until`` is when it ends: ten minutes after its last try. A login
that succeeds removes the window.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from shared.domain.errors import Conflict
from shared.domain.query import Change, Index, Match, by_id, every
from shared.ports import Documents

COLLECTION = "loginTries"
INDEXES = (Index(("until",)),)
MAX_ATTEMPTS = 5
WINDOW = timedelta(minutes=10)
# Tries in flight may turn out right and free the way for whoever came sixth: so long after the last one was taken.
PATIENCE = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=10)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 0.4
_MOST_SWEPT = 500


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

    async def take(self, email: str) -> bool:
        """Whether a password for ``email`` may be evaluated. Waits while a try in flight may still free the way."""
        name, pause = self._name(email), _FIRST_PAUSE
        latest = self._now() + LONGEST_WAIT
        while not await self._take(name):
            if self._now() > latest or not await self._may_be_freed(name):
                return False
            await self._sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        return True

    async def forgive(self, email: str) -> None:
        await self._documents.delete(COLLECTION, by_id(self._name(email)))

    async def sweep(self) -> int:
        """Forget windows that have ended; how many."""
        ended = Match("until", "lte", self._now())
        found = await self._documents.find(COLLECTION, ended, limit=_MOST_SWEPT, fields=("_id",))
        for window in found:
            await self._documents.delete(COLLECTION, every(by_id(window["_id"]), ended))
        return len(found)

    async def _take(self, name: str) -> bool:
        now = self._now()
        until = now + WINDOW
        try:
            await self._documents.insert(COLLECTION, {"_id": name, "tries": 1, "until": until})
        except Conflict:
            pass  # there is a window
        else:
            return True
        running = every(by_id(name), Match("until", "gt", now), Match("tries", "lt", MAX_ATTEMPTS))
        if await self._documents.update(COLLECTION, running, Change(set={"until": until}, inc={"tries": 1})):
            return True
        over = every(by_id(name), Match("until", "lte", now))
        return await self._documents.update(COLLECTION, over, Change(set={"until": until, "tries": 1})) is not None

    async def _may_be_freed(self, name: str) -> bool:
        window = await self._documents.find_one(COLLECTION, by_id(name))
        return window is None or self._now() < window["until"] - WINDOW + PATIENCE

    def _name(self, email: str) -> str:
        return hmac.new(self._key, email.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
