"""A fetcher that knows a few addresses."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.extraction import Fetched
from shared.ports.brain import FetchRefused


class FakeFetcher:
    """``pages`` are the addresses that answer; ``asked`` is what was asked for."""

    def __init__(self, pages: Mapping[str, Fetched] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[str] = []

    async def fetch(self, url: str, *, most: int, seconds: float) -> Fetched:
        self.asked.append(url)
        found = self.pages.get(url)
        if found is None or len(found.body) > most:
            raise FetchRefused("This address could not be fetched.")
        return found

    async def aclose(self) -> None:
        """Nothing is open."""
