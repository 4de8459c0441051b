"""Words as they are compared: folded, common ones told apart, and brought to a rough root."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"\w+")

#: Words that hold a sentence together or ask for something; they say nothing of what is asked about.
FUNCTION_WORDS = frozenset(
    """
    a about after all also am an and another any are as at be been being before between both but by can could did do
    does during each every few for from get give had has have having he her here hers him his how i if in into is it
    its just know known let like list listed many may me might more most much must my name named no nor not of off on
    once one only or other our ours out over own please same say says she should show so some such tell than that the
    their theirs them then there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with within without would you your yours
    """.split()  # noqa: SIM905 - a paragraph is easier to read and to change than a column of strings
)

#: Past tenses and participles that no suffix explains.
_IRREGULAR = {
    "wrote": "writ",
    "written": "writ",
    "knew": "know",
    "known": "know",
    "held": "hold",
    "made": "mak",
    "took": "tak",
    "taken": "tak",
    "gave": "giv",
    "given": "giv",
    "shot": "shoot",
    "spoke": "speak",
    "spoken": "speak",
    "spok": "speak",
    "met": "meet",
    "found": "find",
    "led": "lead",
    "left": "leav",
    "sang": "sing",
    "sung": "sing",
    "wore": "wear",
    "worn": "wear",
    "drove": "driv",
    "driven": "driv",
    "won": "win",
    "kept": "keep",
    "lost": "los",
    "sold": "sell",
    "bought": "buy",
    "came": "com",
    "went": "go",
    "gone": "go",
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "wives": "wif",
    "lives": "liv",
    "knives": "knif",
    "acts": "act",
    "starred": "star",
    "starring": "star",
}
_ENDINGS = (
    "ations", "ation", "ators", "ator", "esses", "ings", "ions", "ress", "ors", "ers", "ies", "ing", "ion", "ess",
    "ed", "or", "er", "es", "ly", "s", "e", "y",
)  # fmt: skip
_LEAST = 3


def words_of(text: str) -> list[str]:
    """Lower case, without accents, in order."""
    return [match.group() for match in _WORD.finditer(plain(text))]


def content_roots(text: str) -> Iterator[str]:
    """Roots of the words that carry meaning, in order, repeated as they are repeated."""
    for word in words_of(text):
        if word not in FUNCTION_WORDS and len(word) > 1:
            yield root(word)


def plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """Directed, director, directs → direct; writers, written, wrote → writ. Rough, and the same for both sides."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            stem = word[: -len(ending)]
            break
    else:
        stem = word
    if len(stem) > _LEAST and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        stem = stem[:-1]
    return _IRREGULAR.get(stem, stem)
