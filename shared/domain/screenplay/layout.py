"""A screenplay by its layout: what a typed page shows by indentation and gaps, to the elements of the script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.domain.screenplay.elements import Element
from shared.domain.screenplay.fountain import parse_lines
from shared.domain.screenplay.headings import is_cue, is_heading, mended

_COLUMN = 7.2  # points: a letter of twelve-point Courier
_DIALOGUE, _CUE, _TRANSITION = 4, 14, 25  # columns from where action begins
_NUMBERED = re.compile(r"(?P<number>[A-Z]?\d{1,4}[A-Z]{0,2})\.? {1,8}(?=\S)")
_FURNITURE = re.compile(r"\d{1,4}\.?|\(?MORE\)?|\(?CONTINUED:?\)?(?: ?\(\d+\))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page. ``left`` in points; ``gap``: there is room above it."""

    text: str
    left: float
    gap: bool


def elements_of(pages: Sequence[tuple[int, Sequence[Row]]]) -> list[Element]:
    """``pages`` are (number, rows). Without scene headings there is no screenplay: an empty list."""
    rows = [(number, row) for number, page in pages for row in page if not _FURNITURE.fullmatch(row.text.strip())]
    if sum(1 for _, row in rows if _heading(row.text)) < 2:
        return []
    margin = _margin(row for _, row in rows)
    deep = sum(1 for _, row in rows if row.left > margin + _DIALOGUE * _COLUMN)
    written = _Writer(margin if deep >= len(rows) // 10 else None)
    return parse_lines(list(written.write(rows)))


def plain_text(rows: Sequence[Row]) -> str:
    """The page without its layout: paragraphs apart by an empty line."""
    return "\n".join(f"\n{row.text.strip()}" if row.gap and at else row.text.strip() for at, row in enumerate(rows))


def _margin(rows: Iterable[Row]) -> float:
    """Where action begins: the leftmost place at which at least every twentieth line begins."""
    lefts = Counter(round(row.left / 4) for row in rows)
    enough = max(1, lefts.total() // 20)
    return min(place for place, count in lefts.items() if count >= enough) * 4.0


def _heading(text: str) -> tuple[str, str] | None:
    """(number, heading) of a line that is one; numbers stand on one side, or on both."""
    text = text.strip()
    match = _NUMBERED.match(text)
    number, rest = (match["number"], text[match.end() :]) if match else ("", text)
    rest = mended(rest)
    if not is_heading(rest) or rest[:3] != rest[:3].upper():
        return None
    if number and rest.endswith(f" {number}"):
        rest = rest[: -len(number)]
    return number, rest.strip()


def _joined(rows: Sequence[str]) -> str:
    """Words that were parted at their hyphen stand together again, with it."""
    text = ""
    for row in rows:
        parted = text[-1:] == "-" and text[-2:-1].isalpha() and row[:1].islower()
        text += row if parted or not text else f" {row}"
    return text


class _Writer:
    """Rows as Fountain in which everything is forced. ``margin`` is ``None`` where indentation says nothing."""

    def __init__(self, margin: float | None) -> None:
        self._margin = margin
        self._paragraph: list[str] = []
        self._page = 1
        self._speaking = False

    def write(self, rows: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, str]]:
        for at, (page, row) in enumerate(rows):
            text = " ".join(row.text.split())
            following = rows[at + 1][1] if at + 1 < len(rows) else None
            if heading := _heading(text):
                yield from self._end()
                number = f" #{heading[0]}#" if heading[0] else ""
                yield from ((page, ""), (page, f".{heading[1]}{number}"), (page, ""))
            elif self._is_cue(text, row, following):
                yield from self._end()
                yield from ((page, ""), (page, f"@{text}"))
                self._speaking = True
            elif self._is_speech(row):
                aside = text.startswith("(") or (self._paragraph and self._paragraph[-1][:1] == "(" != text[:1])
                if aside and (text.startswith("(") or self._paragraph[-1].endswith(")")):
                    yield from self._said()
                self._add(page, text)
            else:
                if self._speaking or row.gap:
                    yield from self._end()
                if self._is_transition(text, row):
                    yield from self._end()
                    yield from ((page, ""), (page, f">{text}"), (page, ""))
                else:
                    self._add(page, text)
        yield from self._end()

    def _columns(self, row: Row) -> float:
        return (row.left - self._margin) / _COLUMN if self._margin is not None else 0.0

    def _is_cue(self, text: str, row: Row, following: Row | None) -> bool:
        if not is_cue(text) or following is None or text.endswith((".", "!", "?", ":")):
            return False
        if self._margin is not None:
            return self._columns(row) >= _CUE and self._columns(following) >= _DIALOGUE and not following.gap
        return row.gap and not following.gap and not is_cue(following.text.strip())

    def _is_speech(self, row: Row) -> bool:
        return self._speaking and not row.gap and (self._margin is None or self._columns(row) >= _DIALOGUE)

    def _is_transition(self, text: str, row: Row) -> bool:
        return text == text.upper() and (text.endswith("TO:") or self._columns(row) >= _TRANSITION)

    def _add(self, page: int, text: str) -> None:
        if not self._paragraph:
            self._page = page
        self._paragraph.append(text)

    def _said(self) -> Iterator[tuple[int, str]]:
        if self._paragraph:
            text = _joined(self._paragraph)
            yield self._page, text if self._speaking else f"!{text}"
        self._paragraph = []

    def _end(self) -> Iterator[tuple[int, str]]:
        yield from self._said()
        yield self._page, ""
        self._speaking = False
