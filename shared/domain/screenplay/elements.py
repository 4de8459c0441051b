"""The paragraphs of a screenplay, in the terms that every format of it shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "action", "cue", "parenthetical", "dialogue", "transition"]
ACTION_WIDTH, DIALOGUE_WIDTH = 60, 35
LINES_A_PAGE = 55
"""Of a page in twelve-point Courier, the measure by which a page is a minute of film."""


@dataclass(frozen=True, slots=True)
class Element:
    """``page`` is where it begins, ``last_page`` where it ends. ``number`` is a heading's own."""

    kind: Kind
    text: str
    page: int = 1
    last_page: int = 1
    number: str = ""


class PageCount:
    """Estimated pages: one ends after 55 lines as a screenplay is laid out, or where somebody says so."""

    def __init__(self) -> None:
        self.page = 1
        self._used = 0

    def turn(self) -> None:
        """A page ends here. At the beginning of one there is nothing to end."""
        if self._used:
            self.page, self._used = self.page + 1, 0

    def place(self, kind: Kind, text: str) -> tuple[int, int]:
        """The pages on which an element begins and ends."""
        width = DIALOGUE_WIDTH if kind in ("dialogue", "parenthetical") else ACTION_WIDTH
        lines = sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
        gap = 0 if kind in ("dialogue", "parenthetical") else 2 if kind == "heading" else 1
        if self._used and self._used + gap + min(lines, LINES_A_PAGE) > LINES_A_PAGE:
            self.turn()
        self._used += lines + (gap if self._used else 0)
        begin = self.page
        self.page += (self._used - 1) // LINES_A_PAGE
        self._used = (self._used - 1) % LINES_A_PAGE + 1
        return begin, self.page
