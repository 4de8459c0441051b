"""An inspection that finds what it is told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from shared.domain.media import Facts, Family, Inspected, Preview

SMALL = tuple(Preview(size, 8, 6, "image/jpeg", b"\xff\xd8" + size.encode()) for size in ("thumbnail", "card", "full"))


class FakeInspector:
    """``found`` is what every file turns out to be; ``meanwhile`` happens while it is looked at."""

    def __init__(self) -> None:
        self.found: Inspected | Exception = Inspected(Facts(width=8, height=6), SMALL)
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self.asked: list[str] = []

    async def inspect(self, url: str, size: int, etag: str, kind: str, family: Family) -> Inspected:
        self.asked.append(kind)
        if self.meanwhile:
            await self.meanwhile()
        if isinstance(self.found, Exception):
            raise self.found
        return self.found
