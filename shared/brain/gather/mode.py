"""Data mode as a producer knows it; what it works with is made with its first run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shared.orchestrator.modes import Job

if TYPE_CHECKING:
    from shared.brain.gather.gathering import Gathering


class DataMode:
    """See ``Worked``."""

    def __init__(self, gathering: Callable[[], Gathering]) -> None:
        self._gathering = gathering

    async def work(self, job: Job) -> Mapping[str, Any]:
        return await self._gathering().work(job)
