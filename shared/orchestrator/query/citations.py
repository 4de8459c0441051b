"""Markers such as ``[1]``: which ones a model's words may carry, and what each of them rests on.

A model writes what it likes, and documents may tell it what to write. So its words pass a sieve before they are
logged: a number in brackets that names no source it was shown never reaches anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_OPEN, _CLOSE = "[［【", "]］】"
_EDGE = re.compile(rf"[{re.escape(_OPEN + _CLOSE)}\n]")
_STARTS = re.compile(rf"[{re.escape(_OPEN)}]")
_LONGEST = 200
"""Characters between brackets, and blanks before them, that are waited for."""
_PART = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_BETWEEN = frozenset(
    (",", ";", "-", "–", "—", "‑", "^", "#", "&", ".", ":", "\\", "and", "source", "sources", "ref", "refs")
)
_RANGE = frozenset("-–—‑")
_WIDEST_RANGE = 50
_MARKER = re.compile(r"\[(\d{1,4})\]")
_ENDS = re.compile(r"\[\d{1,4}\]\Z")
_SENTENCE_END = re.compile(r"[.!?]\s+|\n")
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n{2,}")
_LONGEST_QUOTE = 400
_WORD = re.compile(r"\d+|\w{3,}")


class Markers:
    """A ``Sieve``: of numbers in brackets it lets 1 to ``shown`` pass, as ``[n]``; others are gone.

    Whatever follows a marker, it does not become a link: nothing but its source is behind it. ``said`` is what was
    let through before.
    """

    def __init__(self, shown: int, said: str = "") -> None:
        self._shown = shown
        self._held = ""
        # What stands right before the next character: the end of a marker, of other brackets, or neither.
        self._after = "marker" if _ENDS.search(said[-6:]) else "brackets" if said.endswith("]") else ""

    def let(self, text: str) -> str:
        self._held += text
        out: list[str] = []
        while (found := _STARTS.search(self._held)) is not None:
            self._before(found.start(), out)
            if not self._brackets(out):
                return "".join(out)
        self._before(len(self._held), out)
        return "".join(out)

    def rest(self) -> str:
        held, self._held = self._held, ""
        return self._joined(held)

    def _before(self, place: int, out: list[str]) -> None:
        """Let what stands before ``place`` pass; blanks right before it wait for what comes."""
        head = self._held[:place]
        body = head[: max(len(head.rstrip(" \\")), len(head) - _LONGEST)]
        out.append(self._joined(body))
        self._held = self._held[len(body) :]

    def _brackets(self, out: list[str]) -> bool:
        """Decide about the brackets that what is held begins with; whether there was anything to decide."""
        bare = self._held.lstrip(" \\")
        gap = self._held[: len(self._held) - len(bare)]
        end = _EDGE.search(bare, 1, _LONGEST)
        if end is None:
            if len(bare) < _LONGEST:
                return False
            out.append(self._joined(f"{gap}("))
            self._held = bare[1:]
            return True
        if end[0] not in _CLOSE:
            out.append(self._joined(gap + bare[: end.start()]))
            self._held = bare[end.start() :]
            return True
        self._held = bare[end.end() :]
        numbers = _numbers(bare[1 : end.start()])
        if numbers is None:
            out.append(self._joined(gap + bare[: end.end()]))
            self._after = "brackets"
        elif known := [number for number in numbers if 1 <= number <= self._shown]:
            marks = "".join(f"[{number}]" for number in dict.fromkeys(known))
            out.append(self._joined(gap.replace("\\", "") + marks))
            self._after = "marker"
        return True

    def _joined(self, text: str) -> str:
        """``text`` as it may follow: ``[1](…)`` would be a link, ``[1]: …`` would make one of every ``[1]``."""
        if not text:
            return ""
        after, self._after = self._after, ""
        linked = (after and text[0] == ":") or (after == "marker" and text[0] in "([" and not _MARKER.match(text))
        return f" {text}" if linked else text


def citations(text: str, results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What ``text`` cites of ``results`` (the first is ``[1]``), each once, in order of appearance.

    ``quote`` is a passage of the source itself: the one that has most words in common with the sentence before the
    marker.
    """
    found: dict[int, dict[str, Any]] = {}
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if number in found or not 1 <= number <= len(results):
            continue
        result = results[number - 1]
        found[number] = {"marker": f"[{number}]", "id": result["id"]}
        if quote := _closest(_sentence(text, marker.start()), result):
            found[number]["quote"] = quote
    return list(found.values())


def _numbers(inside: str) -> list[int] | None:
    """The numbers of a marker, ranges counted out; ``None``: these brackets are no marker."""
    parts = _PART.findall(inside.casefold())
    told = {part for part in parts if not part.isdecimal()}
    if len(told) == len(set(parts)) or told - _BETWEEN:
        return None
    numbers: list[int] = []
    for place, part in enumerate(parts):
        if not part.isdecimal():
            continue
        number = int(part)
        if place > 1 and parts[place - 1] in _RANGE and numbers and 0 < number - numbers[-1] <= _WIDEST_RANGE:
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
    return numbers


def _sentence(text: str, end: int) -> str:
    """What leads up to ``end``, from the last end of a sentence on."""
    head = text[max(0, end - 600) : end].rstrip(" .!?")
    starts = [match.end() for match in _SENTENCE_END.finditer(head)]
    return head[starts[-1] :] if starts else head


def _closest(sentence: str, result: Mapping[str, Any]) -> str:
    """Of a fact whose value the sentence has, its own passage; else the passage with most words in common."""
    metadata, words = result["metadata"], _words(sentence)
    places = [*metadata["sources"], *(fact["source"] for fact in metadata["facts"])]
    stating = [fact for fact in metadata["facts"] if fact["source"].get("quote") and _is_within(fact["value"], words)]
    if stating:
        meant = max(stating, key=lambda fact: len(words & _words(fact["attribute"])))
        return meant["source"]["quote"]
    quotes = [place["quote"] for place in places if place.get("quote")]
    if result["type"] == "scene" or metadata["properties"].get("passage"):
        quotes = [*_SENTENCES.split(result["content"]), *quotes]  # it is the source, word for word
    if not quotes:
        return result["content"] if metadata["manual"] or not places else ""
    return max(quotes, key=lambda quote: len(words & _words(quote))).strip()[:_LONGEST_QUOTE]


def _is_within(value: str, words: set[str]) -> bool:
    wanted = _words(value)
    return bool(wanted) and wanted <= words


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
