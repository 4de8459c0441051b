"""A document's bytes to its pages, whatever kind it is."""

from __future__ import annotations

from shared.adapters.extraction.decoding import decode
from shared.adapters.extraction.kinds import content_type_of
from shared.domain.extraction import Extracted, Page
from shared.domain.media import FileRefused

MOST_FILE = 64 * 1024 * 1024


def read(body: bytes, filename: str) -> Extracted:
    """Raises ``FileRefused`` with a reason, and whatever a decoder raises when memory is short."""
    if not body.strip():
        raise FileRefused("This file is empty.")
    kind = content_type_of(body)
    if kind == "text/plain":
        return _text(decode(body), filename.lower())
    raise FileRefused("This kind of file cannot be read as a document.")


def _text(text: str, name: str) -> Extracted:
    kind = "markdown" if name.endswith((".md", ".markdown")) else "text"
    return Extracted(kind, tuple(Page(number, page) for number, page in enumerate(text.split("\f"), 1)))
