"""PDFs page by page: their text where they have one, letters recognised on a picture of the page where not."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from shared.adapters.extraction.decoding import clean
from shared.adapters.extraction.drawing import drawn
from shared.adapters.extraction.letters import Piece, read_letters
from shared.adapters.extraction.rows import rows_of
from shared.adapters.extraction.wire import MOST_PAGES, MOST_TEXT
from shared.domain.extraction import Extracted, Page, Scan, Screenplay
from shared.domain.media import FileRefused
from shared.domain.screenplay.assembling import assembled
from shared.domain.screenplay.layout import Row, elements_of, plain_text

MOST_SCANNED, MOST_SEEN = 200, 800_000
"""Pages that are read from pictures, and characters that they have (a row counts 20 more)."""
TEXT_SECONDS, DRAW_SECONDS, OCR_SECONDS = 60.0, 10.0, 60.0
"""Of one call; letters are recognised on one page at least."""
_LITTLE = 20  # characters: a page with fewer and something drawn on it is a picture of a page
_DPI, _MOST_PIXELS = 150, 4_000_000
_MOST_LETTERS, _MOST_OBJECTS = 200_000, 1_000
_FINE = 10.0  # units a point, of where letters stand
_LOCKED = 4  # FPDF_ERR_PASSWORD
Letters = Callable[[Any], list[Piece]]


def read_pdf(
    data: bytes, letters: Letters = read_letters, scans: Sequence[Scan] = (), *, last: bool = False
) -> Extracted:
    """See ``ports.brain.Extractor``. Raises ``FileRefused``."""
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    api: Any = pypdfium2
    try:
        document = api.PdfDocument(data)
    except api.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _LOCKED
        reason = "This document is protected by a password." if locked else "This document is damaged."
        raise FileRefused(reason) from error
    try:
        return _Reading(document, letters, scans, last=last).read()
    except api.PdfiumError as error:
        raise FileRefused("This document is damaged.") from error
    finally:
        document.close()


class _Reading:
    def __init__(self, document: Any, letters: Letters, scans: Sequence[Scan], *, last: bool) -> None:
        self._document, self._letters, self._last = document, letters, last
        self._until = time.monotonic() + TEXT_SECONDS
        self._ocr_seconds = OCR_SECONDS
        self._scans = {scan.page: scan for scan in scans}
        self._new, self._waiting = 0, 0
        self._truncated = False

    def read(self) -> Extracted:
        count = len(self._document)
        if count <= 0:
            raise FileRefused("This document has no pages.")
        pages: list[Page] = []
        sheets: list[tuple[int, list[Row]]] = []
        length = 0
        for number in range(1, min(count, MOST_PAGES) + 1):
            if length > MOST_TEXT or time.monotonic() > self._until:
                break
            rows, ocr = self._page(number)
            pages.append(Page(number, clean(plain_text(rows)), ocr))
            sheets.append((number, rows))
            length += len(pages[-1].text)
        if self._waiting:
            return Extracted("pdf", (), waiting=self._waiting, scans=tuple(self._scans.values()))
        if not any(page.text.strip() for page in pages):
            raise FileRefused("Nothing can be read in this document.")
        truncated = self._truncated or len(pages) < count
        return Extracted("pdf", tuple(pages), screenplay_of(sheets), truncated)

    def _page(self, number: int) -> tuple[list[Row], bool]:
        page = self._document[number - 1]
        try:
            rows = self._typed(page)
            if sum(len(row.text) for row in rows) >= _LITTLE or not self._is_drawn(page):
                return rows, False
            if number in self._scans:
                return [Row(*row) for row in self._scans[number].rows] or rows, True
            if self._last or self._is_enough():
                self._truncated = True
                return rows, False
            if self._new and self._ocr_seconds <= 0:
                self._waiting += 1
                return rows, False
            found = self._seen(page)
            self._scans[number] = Scan(number, tuple((row.text, row.left, row.gap) for row in found))
            return found or rows, True
        finally:
            page.close()

    def _is_enough(self) -> bool:
        seen = sum(len(row[0]) + 20 for scan in self._scans.values() for row in scan.rows)
        return len(self._scans) + self._waiting >= MOST_SCANNED or seen >= MOST_SEEN

    def _typed(self, page: Any) -> list[Row]:
        text_page = page.get_textpage()
        try:
            count = min(text_page.count_chars(), _MOST_LETTERS)
            if count <= 0:
                return []
            text: str = text_page.get_text_range(0, count)
            pieces: list[Piece] = []
            at = 0
            for line in text.split("\r\n"):
                if line.strip():
                    first = at + len(line) - len(line.lstrip())
                    box = text_page.get_charbox(min(first, count - 1), loose=True)
                    left, bottom, right, top = (round(side * _FINE) for side in box)
                    pieces.append(Piece(left, -top, right, -bottom, line))
                at += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 2
            return rows_of(pieces, _FINE)
        finally:
            text_page.close()

    @staticmethod
    def _is_drawn(page: Any) -> bool:
        """Whether there is anything but text on it."""
        from pypdfium2 import raw  # pyright: ignore[reportMissingTypeStubs]

        api = cast(Any, raw)
        count = min(api.FPDFPage_CountObjects(page), _MOST_OBJECTS)
        kinds = (api.FPDFPageObj_GetType(api.FPDFPage_GetObject(page, at)) for at in range(count))
        return any(kind != api.FPDF_PAGEOBJ_TEXT for kind in kinds)

    def _seen(self, page: Any) -> list[Row]:
        began = time.monotonic()
        width, height = page.get_size()
        if not (1 < width < 1e5 and 1 < height < 1e5):
            return []
        scale = min(_DPI / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
        picture, whole = drawn(page, max(1, round(width * scale)), max(1, round(height * scale)), DRAW_SECONDS)
        self._truncated |= not whole
        low, high = picture.getextrema()
        self._new += 1
        found = rows_of(self._letters(picture), scale) if high - low > 30 else []
        seconds = time.monotonic() - began
        self._ocr_seconds -= seconds
        self._until += seconds
        return found


def screenplay_of(sheets: list[tuple[int, list[Row]]]) -> Screenplay | None:
    """By layout; the first line of a first page that has no scene yet is its title."""
    elements = elements_of(sheets)
    if not elements:
        return None
    first = next(at for at, element in enumerate(elements) if element.kind == "heading")
    before = [element.text for element in elements[:first] if element.kind in ("action", "cue")]
    title = before[0].split("\n")[0][:300].strip() if before else None
    return assembled(title or None, elements)
