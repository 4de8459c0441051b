"""A document's bytes to its pages, whatever kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.adapters.extraction.decoding import decode
from shared.adapters.extraction.kinds import DOCX, FDX, content_type_of
from shared.adapters.extraction.wire import MOST_TEXT
from shared.domain.extraction import DocumentKind, Extracted, Page, Scan
from shared.domain.media import FileRefused
from shared.domain.screenplay.fountain import looks_like_fountain
from shared.domain.screenplay.texts import script_of

MOST_FILE = 64 * 1024 * 1024
"""Bytes."""
_MOST_CHARACTERS = 2 * MOST_TEXT  # of a text, before it is looked into: what is beyond is never sent


def read(body: bytes, filename: str, scans: Sequence[Scan] = (), *, last: bool = False) -> Extracted:
    """See ``ports.brain.Extractor``. Raises ``FileRefused`` with a reason; ``MemoryError``, ``RecursionError`` where a
    file asks for them."""
    if not body.strip(b"\0 \t\r\n\f"):
        raise FileRefused("This file is empty.")
    kind, name = content_type_of(body), filename.lower()
    if kind == "application/pdf":
        from shared.adapters.extraction.pdf import read_pdf

        return read_pdf(body, scans=scans, last=last)
    if kind.startswith("image/"):
        from shared.adapters.extraction.pictures import read_picture

        return read_picture(body)
    if kind == FDX:
        from shared.adapters.extraction.finaldraft import read_final_draft

        return read_final_draft(body)
    if kind == DOCX:
        from shared.adapters.extraction.word import read_word

        return _script_or("docx", "\f".join(read_word(body)))
    if kind in ("text/plain", "text/html"):
        return _text(decode(body), name, html=kind == "text/html")
    raise FileRefused("This kind of file cannot be read as a document.")


def _text(text: str, name: str, *, html: bool) -> Extracted:
    if html and not name.endswith((".md", ".markdown", ".fountain")):
        from shared.adapters.extraction.webpage import text_of_html

        return _script_or("text", text_of_html(text[: 4 * _MOST_CHARACTERS]))
    if name.endswith((".fountain", ".spmd")):
        return _script_or("fountain", text)
    return _script_or("markdown" if name.endswith((".md", ".markdown")) else "text", text)


def _script_or(kind: DocumentKind, text: str) -> Extracted:
    """A screenplay where the text is one, with the pages of its elements; else the text, whose pages form feeds end."""
    cut, text = len(text) > _MOST_CHARACTERS, text[:_MOST_CHARACTERS]
    if not text.strip():
        raise FileRefused("Nothing can be read in this document.")
    found = script_of(kind, text) if kind == "fountain" or looks_like_fountain(text) else None
    found = found or Extracted(kind, tuple(Page(number, page) for number, page in enumerate(text.split("\f"), 1)))
    return replace(found, truncated=True) if cut else found
