"""What the extract function does with its event."""

from __future__ import annotations

from typing import Any

from functions.extract.schemas import ExtractEvent
from shared.domain.media import FileRefused
from shared.wiring.reading import DocumentReader


async def extract(reader: DocumentReader, event: ExtractEvent) -> dict[str, Any]:
    """``{"found"}`` or ``{"refused"}``. Raises ``StorageError`` when the document could not be had."""
    try:
        return {
            "found": await reader.read(event.url, event.size, event.etag, event.filename, event.scans, last=event.last)
        }
    except FileRefused as error:
        return {"refused": error.reason}
