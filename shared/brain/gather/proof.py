"""Whether a text really says what a model says that it says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from shared.brain.gather.values import in_digits, normal
from shared.domain.brain import folded

LONGEST_QUOTE = 300
_SPACES = re.compile(r"\s+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


@dataclass(slots=True)
class Passage:
    """A piece of the given text: what a model is shown, and where it stands."""

    text: str
    page: int | None = None
    _plain: str = field(default="", init=False)
    _folded: str = field(default="", init=False)

    @property
    def plain(self) -> str:
        if not self._plain:
            self._plain = plain(self.text)
        return self._plain

    def says(self, quote: str) -> bool:
        """Word for word; spacing, case and the shape of quotation marks do not matter."""
        wanted = plain(quote)
        return len(wanted) >= 2 and wanted in self.plain

    def names(self, name: str) -> bool:
        if not self._folded:
            self._folded = f" {folded(self.text)} "
        wanted = folded(name)
        return bool(wanted) and f" {wanted} " in self._folded


def supports(quote: str, attribute: str, value: str) -> bool:
    """Whether the quote has the value in it, as it is or in other words for the same number or date."""
    within, wanted = f" {in_digits(quote)} ", in_digits(value)
    if not wanted:
        return False
    if f" {wanted} " in within or f" {folded(normal(attribute, value))} " in within:
        return True
    words = [word for word in wanted.split() if len(word) > 2 or word.isdigit()]
    return len(words) > 1 and all(f" {word} " in within for word in words)


def plain(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_MARKS)).strip().casefold()
