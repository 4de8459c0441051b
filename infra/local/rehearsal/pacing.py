"""How fast the rehearsal model talks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """``tokens_per_second`` 0 is as fast as possible; ``first_token`` is in seconds."""

    tokens_per_second: float = 40.0
    first_token: float = 0.25

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Pace:
        """``REHEARSAL_TOKENS_PER_SECOND`` and ``REHEARSAL_FIRST_TOKEN_MS``."""
        return cls(
            float(environment.get("REHEARSAL_TOKENS_PER_SECOND") or 40.0),
            float(environment.get("REHEARSAL_FIRST_TOKEN_MS") or 250.0) / 1000,
        )

    async def play(self, events: Iterable[bytes]) -> AsyncIterator[bytes]:
        """``events`` by the clock: a late one does not delay the next."""
        clock = asyncio.get_running_loop().time
        due = clock() + self.first_token
        for event in events:
            if (wait := due - clock()) > 0:
                await asyncio.sleep(wait)
            yield event
            if self.tokens_per_second:
                due += 1 / self.tokens_per_second
