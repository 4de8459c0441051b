"""A text in which many values, quotes and names are looked for: it is taken apart once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shared.brain.gather.proof import plain
from shared.brain.gather.values import in_digits
from shared.domain.brain import folded

PIECES = re.compile(r"((?<=[.!?])\s+|\s*\n\s*)")
_TOKEN = re.compile(r"\w+")
_WINDOW = 8
"""Words of a value."""
_ARTICLES = frozenset(("a", "an", "the"))

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """``words`` and those of the sentence ``before`` are folded, with a blank before and after."""

    start: int
    end: int
    words: str
    before: str


class Values:
    """``forms`` are those of values, folded and in digits."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = frozenset(forms)
        begun = (form.split()[:many] for form in self._forms for many in range(1, len(form.split()) + 1))
        self._begun = frozenset(" ".join(words) for words in begun)

    def found(self, text: str) -> dict[str, list[Span]]:
        """Where each of them stands, in digits or in words."""
        tokens = [_Token.of(*token.span(), token[0]) for token in _TOKEN.finditer(text)]
        found: dict[str, list[Span]] = {}
        for at, first in enumerate(tokens):
            if first.is_article or not (first.counts or first.said in self._begun):
                continue
            for last in tokens[at : at + _WINDOW]:
                form = first.said if first is last else in_digits(text[first.start : last.end])
                if form in self._forms:
                    found.setdefault(form, []).append((first.start, last.end))
                if not (last.counts or form in self._begun):
                    break
        return found


@dataclass(frozen=True, slots=True)
class _Token:
    """``counts`` is whether it is a number in words, to which the next may add."""

    start: int
    end: int
    said: str
    counts: bool
    is_article: bool

    @classmethod
    def of(cls, start: int, end: int, word: str) -> _Token:
        name, said = folded(word), in_digits(word)
        return cls(start, end, said, name != said, name in _ARTICLES)


class Text:
    """``about`` are names of whom all of it is about."""

    def __init__(self, text: str, values: Values, about: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.about = about
        self.plain = plain(text)
        self._found = values.found(text)
        self._sentences: dict[int, Sentence] = {}

    def names(self, names: Iterable[str]) -> bool:
        """Whether it says one of them, which are folded."""
        return any(f" {name} " in self._folded for name in names)

    def values(self, forms: Iterable[str], begin: int = 0, end: int | None = None) -> list[Span]:
        """Where one of ``forms`` stands in this part, as long as it can be."""
        end = len(self.text) if end is None else end
        longest: dict[int, int] = {}
        for start, last in (span for form in forms for span in self._found.get(form, ())):
            if begin <= start and last <= end:
                longest[start] = max(last, longest.get(start, 0))
        found: list[Span] = []
        for start in sorted(longest):
            if not found or start >= found[-1][1]:
                found.append((start, longest[start]))
        return found

    def sentences(self, forms: Iterable[str]) -> Iterator[Sentence]:
        """Those in which one of ``forms`` begins."""
        starts = {start for form in forms for start, _ in self._found.get(form, ())}
        for at in sorted({bisect_right(self._pieces, (start, len(self.text))) - 1 for start in starts}):
            if at not in self._sentences:
                before = self._words(at - 1) if at else ""
                self._sentences[at] = Sentence(*self._pieces[at], self._words(at), before)
            yield self._sentences[at]

    def places(self, quote: str) -> list[Span]:
        """Where the text says ``quote``, which is plain; none where that cannot be told."""
        origins = self._origins
        found: list[Span] = []
        at = self.plain.find(quote) if origins else -1
        while at >= 0:
            found.append((origins[at], origins[at + len(quote) - 1] + 1))
            at = self.plain.find(quote, at + len(quote))
        return found

    def _words(self, at: int) -> str:
        start, end = self._pieces[at]
        return f" {folded(self.text[start:end])} "

    @cached_property
    def _folded(self) -> str:
        return f" {folded(self.text)} "

    @cached_property
    def _pieces(self) -> list[Span]:
        found: list[Span] = []
        start = 0
        for at, piece in enumerate(PIECES.split(self.text)):
            if at % 2 == 0:
                found.append((start, start + len(piece)))
            start += len(piece)
        return found

    @cached_property
    def _origins(self) -> list[int]:
        """Of each character of ``plain``; empty where characters were put together."""
        letters: list[str] = []
        origins: list[int] = []
        for place, character in enumerate(self.text):
            said = plain(character)
            if not said and character.isspace():
                said = "" if not letters or letters[-1] == " " else " "
            letters += said
            origins += [place] * len(said)
        if letters and letters[-1] == " ":
            letters.pop()
            origins.pop()
        return origins if "".join(letters) == self.plain else []
