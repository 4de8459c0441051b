"""How often one household may knock, and one mail address be asked for: counted by the hour, in advance."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from shared.auth.visitor import current_visitor
from shared.domain.errors import RateLimitExceeded
from shared.ports import Counters

Deed = Literal["register", "forgot", "token"]
PER_HOUSEHOLD: dict[Deed, int] = {"register": 30, "forgot": 30, "token": 60}
PER_ADDRESS = 5
_KEPT = timedelta(hours=2)


class Gate:
    """The counters' names hold digests: nobody reads out of them who was here."""

    def __init__(self, counters: Counters, secret: str, now: Callable[[], datetime]) -> None:
        self._counters = counters
        self._key = hmac.digest(secret.encode(), b"aladdin gate", "sha256")
        self._now = now

    async def admit(self, deed: Deed) -> None:
        """Count one deed of the request's visitor. Raises ``RateLimitExceeded``."""
        household = current_visitor().household
        if household is not None:
            await self._count(f"{deed}:{household}", PER_HOUSEHOLD[deed])

    async def admit_address(self, email: str) -> None:
        """Count one request that makes us write to ``email``, whoever asks. Raises ``RateLimitExceeded``."""
        await self._count(f"mail:{email}", PER_ADDRESS)

    async def _count(self, what: str, limit: int) -> None:
        now = self._now()
        digest = hmac.new(self._key, what.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        if await self._counters.hit(f"gate:{digest}:{now:%Y%m%d%H}", limit, now + _KEPT) is None:
            raise RateLimitExceeded(retry_after=3600 - now.minute * 60 - now.second)
