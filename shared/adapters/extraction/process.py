"""Reads documents that nobody trusts in a process of their own, so that what breaks is that process."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from shared.adapters.bounded import ChildFailed, ChildStopped, in_child
from shared.adapters.extraction.wire import MOST_BYTES, from_wire, job_to_wire
from shared.domain.errors import StorageError
from shared.domain.extraction import Extracted, Scan
from shared.domain.media import FileRefused

SECONDS = 280.0
_TOO_LONG = "Reading this document takes too long or too much memory."
_log = logging.getLogger("aladdin.extraction")


class ProcessExtractor:
    """See ``ports.brain.Extractor``. One process per document. One that was stopped was stopped by its limits; one that
    failed otherwise could not read the store."""

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        job = job_to_wire(url, size, etag, filename, scans, last=last)
        try:
            answer = await in_child("shared.adapters.extraction.child", job, seconds=SECONDS, most=2 * MOST_BYTES)
            if "refused" in answer:
                raise FileRefused(str(answer["refused"]))
            return from_wire(answer["found"])
        except ChildStopped:
            raise FileRefused(_TOO_LONG) from None
        except (ChildFailed, ValueError, KeyError) as error:
            _log.warning("extraction failed", extra={"reason": str(error) or type(error).__name__})
            raise StorageError from error
