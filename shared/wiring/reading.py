"""What reads the outside world: the fetcher of addresses, and the readers of documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.ports.brain import Extractor, Fetcher
    from shared.web.settings import ReadingSettings


class ReadingWiring:
    """For whoever gathers. ``_closers`` and ``_reading_settings`` come from whoever mixes this in."""

    _closers: list[Callable[[], Awaitable[None]]]
    _reading_settings: ReadingSettings

    @cached_property
    def fetcher(self) -> Fetcher:
        from shared.adapters.fetching.client import GuardedFetcher

        fetcher = GuardedFetcher()
        self._closers.append(fetcher.aclose)
        return fetcher

    @cached_property
    def extractor(self) -> Extractor:
        from shared.adapters.extraction.function import LambdaExtractor, NobodyReads

        function = self._reading_settings.extract_function
        return LambdaExtractor(function) if function else NobodyReads()


class DocumentReader:
    """The extract function's whole wiring: it has no settings."""

    @cached_property
    def _extractor(self) -> Extractor:
        from shared.adapters.extraction.process import ProcessExtractor

        return ProcessExtractor()

    async def read(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Any] = (), *, last: bool = False
    ) -> dict[str, Any]:
        """What the document says, as JSON of at most 5 MB. Raises ``FileRefused`` and ``StorageError``."""
        from shared.adapters.extraction.wire import scans_from_wire, to_wire

        known = scans_from_wire(scans)
        return to_wire(await self._extractor.extract(url, size, etag, filename, known, last=last))
