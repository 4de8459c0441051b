"""Answers out of numbered sources: the sentences in them that share most words with the question, each with its number.

No understanding is behind it: whatever a source says, also an order, is only quoted or left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from infra.local.rehearsal.reading import Brief, plain
from shared.brain.gather.withheld import OMITTED, OVERRULED
from shared.domain.brain import folded

UNKNOWN = "I do not know: the sources do not say anything about it."
AWAY = "The knowledge base cannot be reached just now, so I have no sources to answer from."

_MOST_SENTENCES = 4
_LONGEST = 240
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|; ")
_PLACE = re.compile(r" \(([^()]*)\)$")
_IDLE_WORDS = (
    "the and are was were what which who whom whose where when why how does did has have had can could with from that "
    "this these those there their they them his her hers its for about into than then not all any film project tell "
    "know show give many much she him you"
)
_IDLE = frozenset(_IDLE_WORDS.split())
# What is asked for in one word and told in another.
_TOLD_AS = {
    "old": "age years",
    "job": "occupation profession",
    "work": "occupation profession",
    "live": "home lives house",
    "wear": "costume clothes wears",
    "call": "name called",
    "look": "appearance hair eyes",
    "happen": "synopsis",
}
_STEM = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """``place`` is where the source says it stands, or empty."""

    source: int
    title: str
    text: str
    place: str
    score: float


def answer(brief: Brief, told: str) -> str:
    """``told`` is the system prompt, with its sources one JSON object a line."""
    sources = list(_sources(told))
    if not sources:
        return AWAY if "cannot be reached" in told else UNKNOWN
    asked = _words(brief.asked)
    found = _distinct(sorted(_sentences(sources, asked), key=lambda one: -one.score))
    if not found:
        return f"{UNKNOWN} The nearest is {_plain(sources[0]['title'])} [{sources[0]['source']}]."
    best = [one for one in found if one.score >= found[0].score * 0.6][:_MOST_SENTENCES]
    return "\n".join(["From the knowledge base:", "", *(_line(one) for one in best)])


def _distinct(found: list[Sentence]) -> list[Sentence]:
    """Each thing said once, where it is told with its place if it is anywhere."""
    said: dict[str, Sentence] = {}
    for one in found:
        known = said.setdefault(folded(one.text), one)
        if one.place and not known.place:
            said[folded(one.text)] = replace(one, score=known.score)
    return list(said.values())


def _line(sentence: Sentence) -> str:
    where = f" ({sentence.place})" if sentence.place else ""
    return f"- **{sentence.title}**: {sentence.text}{where} [{sentence.source}]"


def _sources(told: str) -> Iterator[dict[str, Any]]:
    for line in told.splitlines():
        if line.startswith('{"source": '):
            try:
                source = json.loads(line)
            except ValueError:
                continue
            yield source


def _sentences(sources: list[dict[str, Any]], asked: set[str]) -> Iterator[Sentence]:
    """Those that share a word with the question beyond the name of what they are about."""
    for rank, source in enumerate(sources):
        title = str(source["title"])
        named = len(_matching(_words(title), asked))
        for text, place in _told_by(source):
            shared = len(_matching(_words(text) - _words(title), asked))
            if (shared or named) and not any(mark in text for mark in (OMITTED, OVERRULED)):
                yield Sentence(
                    source["source"], _plain(title), _plain(text), _plain(place), 2 * shared + named - rank / 100
                )


def _told_by(source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What it says, each with its place. Words of several places are told without one."""
    places = {str(place) for place in source.get("from", ())}
    origin = places.pop() if len(places) == 1 else ""
    for said in source.get("undecided", ()):
        yield f"undecided, sources disagree about {said}", ""
    for said in (*source.get("facts", ()), *source.get("passages", ())):
        place = _PLACE.search(said)
        for text in _SENTENCE.split(_PLACE.sub("", said)):
            yield text, place[1] if place else ""
    for text in (source.get("path") or "", *_SENTENCE.split(str(source.get("content") or ""))):
        if text.strip():
            yield text, origin


def _words(text: str) -> set[str]:
    said = {word for word in folded(text).split() if len(word) > 2 and word not in _IDLE}
    also = " ".join(others for word in said for key, others in _TOLD_AS.items() if word.startswith(key))
    return said | set(also.split())


def _matching(words: set[str], asked: set[str]) -> set[str]:
    """Words that begin alike count as one, so that ``keeps`` is found by ``keep``."""
    return {one for one in asked if any(_alike(one, word) for word in words)}


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    size = max(_STEM, min(len(one), len(other)) - 1)
    return one[:size] == other[:size]


def _plain(text: str) -> str:
    """Without markup and brackets of its own: its number is ours to give."""
    return plain(text, _LONGEST).replace("(", "").replace(")", "")
