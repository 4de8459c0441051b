"""Who may still ask, and how much: requests per minute, tokens per day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.errors import RateLimitExceeded, TokenLimitExceeded
from shared.domain.limits import Quota
from shared.orchestrator.stores import Policy, Stores, utc_now
from shared.ports import Counters


class Rate:
    """Requests per user and minute. What is counted under another ``name`` has a limit of its own."""

    def __init__(
        self, counters: Counters, per_minute: int, *, name: str = "rate", now: Callable[[], datetime] = utc_now
    ) -> None:
        self._counters = counters
        self._limit = per_minute
        self._name = name
        self._now = now

    async def admit(self, user_id: str) -> Quota:
        """Count one request of this minute. Raises ``RateLimitExceeded``."""
        now, limit = self._now(), self._limit
        reset = 60 - now.second
        name = f"{self._name}:{user_id}:{now:%Y%m%d%H%M}"
        total = await self._counters.hit(name, limit, now + timedelta(minutes=2))
        if total is None:
            error = RateLimitExceeded(retry_after=reset)
            error.quota = Quota(limit, 0, reset)
            raise error
        return Quota(limit, limit - total, reset)


class Limits:
    def __init__(self, stores: Stores, policy: Policy) -> None:
        self._stores = stores
        self._policy = policy
        self._rate = Rate(stores.counters, policy.rate_limit_per_minute, now=stores.now)

    async def admit(self, user_id: str) -> Quota:
        """See ``Rate``."""
        return await self._rate.admit(user_id)

    async def reserve(self, user_id: str, run_id: str, day: str, tokens: int) -> None:
        """Set ``tokens`` of that day aside for a run. Raises ``TokenLimitExceeded`` and then holds nothing more."""
        now = self._stores.now()
        expires = datetime.strptime(day, "%Y%m%d").replace(tzinfo=now.tzinfo) + timedelta(days=40)
        counters, policy = self._stores.counters, self._policy
        user, everybody = counter_names(user_id, day)
        if await counters.reserve(user, run_id, tokens, policy.token_limit_per_day, expires) is None:
            raise _exceeded(now, "your")
        if await counters.reserve(everybody, run_id, tokens, policy.token_limit_total_per_day, expires) is None:
            await counters.reserve(user, run_id, -tokens, policy.token_limit_per_day, expires)
            raise _exceeded(now, "the studio's")

    async def settle(self, user_id: str, run_id: str, day: str, tokens: int) -> None:
        """Replace the reservation by what was used."""
        for name in counter_names(user_id, day):
            await self._stores.counters.settle(name, run_id, tokens)


def counter_names(user_id: str, day: str) -> tuple[str, str]:
    return f"tokens:user:{user_id}:{day}", f"tokens:all:{day}"


def today(now: datetime) -> str:
    """Budgets are counted by UTC days."""
    return f"{now:%Y%m%d}"


def seconds_to_midnight(now: datetime) -> float:
    """Until the daily budgets are new."""
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - now).total_seconds()


def _exceeded(now: datetime, whose: str) -> TokenLimitExceeded:
    return TokenLimitExceeded(
        f"This request does not fit into what is left of {whose} token budget for today.",
        retry_after=seconds_to_midnight(now),
    )
