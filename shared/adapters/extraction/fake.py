"""An extraction that reads what it is told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from shared.domain.extraction import Extracted, Page, Scan


class FakeExtractor:
    """``found`` is what every file says; ``by_name`` what the file of one name says instead. An exception in either is
    raised. ``asked`` are the file names; ``meanwhile`` happens while a file is read."""

    def __init__(self, found: Extracted | Exception | None = None) -> None:
        self.found: Extracted | Exception = found or Extracted("text", (Page(1, "A lighthouse at night."),))
        self.by_name: Mapping[str, Extracted | Exception] = {}
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self.asked: list[str] = []

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        self.asked.append(filename)
        if self.meanwhile:
            await self.meanwhile()
        found = self.by_name.get(filename, self.found)
        if isinstance(found, Exception):
            raise found
        return found
