"""What an item says against what is held true, such as that Maya is 34 where she is 28: the Brain is told the item
without it, until a person has decided that it is so. In what stands there word for word ``[…]`` takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.brain.gather.claims import claim_id
from shared.brain.gather.knowledge import Knowledge, is_passage, names_of
from shared.brain.gather.proof import plain
from shared.brain.gather.values import agree, has_one_value, in_digits, normal
from shared.domain.brain import Contribution, Entity, Fact, Source, folded

OMITTED = "[…]"
_PIECES = re.compile(r"((?<=[.!?])\s+|\s*\n\s*)")
_TOKEN = re.compile(r"\w+")
_WINDOW = 8
"""Words of a value."""
_ARTICLES = frozenset(("a", "an", "the"))
_SHORTEST = 6
"""Characters of a piece that is known again by being a part of a quote."""
_CUES = {
    "age": ("age", "aged", "old", "older", "year", "years", "yrs", "turns", "turned", "now"),
    "birthday": ("born", "birth", "birthday"),
    "height": ("tall", "height"),
    "weight": ("weighs", "weight", "heavy"),
}
_SHAPES = {"'": "['’‘]", '"': '["“”]', "-": "[-–—]"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One that is not told. ``names``, folded, are those of what it is about."""

    names: frozenset[str]
    attribute: str
    value: str
    quote: str

    @property
    def forms(self) -> frozenset[str]:
        """The value as a text may have it, folded and in digits."""
        return frozenset(form for form in (in_digits(self.value), folded(normal(self.attribute, self.value))) if form)


def denied(knowledge: Knowledge, claims: Iterable[Mapping[str, Any]], project_id: str) -> list[Statement]:
    """What the item states where another value is the accepted one."""
    by_id = {claim["_id"]: claim for claim in claims}
    found: list[Statement] = []
    for stated in knowledge.facts:
        fact, about = stated.fact, knowledge.entities.get(stated.entity)
        if about is None or fact.inferred or not has_one_value(fact.attribute, fact.value):
            continue
        claim = by_id.get(claim_id(project_id, about.title, fact.attribute))
        if claim is not None and claim["accepted"] is not None and not _agrees(claim, fact):
            found.append(Statement(names_of(about), fact.attribute, fact.value, fact.source.quote))
    return found


def _agrees(claim: Mapping[str, Any], fact: Fact) -> bool:
    held = claim["values"][claim["accepted"]]["normal"]
    return agree(fact.attribute, held, normal(fact.attribute, fact.value))


def without(said: Contribution, statements: Sequence[Statement]) -> Contribution:
    """``said`` as the Brain may hear it. A passage of which nothing is left is left out."""
    if not statements:
        return said
    editor = _Editor(statements)
    told = [editor.entity(one) for one in said.entities]
    entities = {one.id: one for one in told if not (one.metadata.get("passage") and _is_empty(one.content))}
    relations = tuple(
        replace(one, sources=editor.sources(one.sources))
        for one in said.relations
        if one.start in entities and one.end in entities
    )
    return Contribution(said.item, tuple(entities.values()), relations)


class _Editor:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_word: dict[str, list[tuple[Statement, frozenset[str]]]] = {}
        for statement in statements:
            for form in statement.forms:
                self._by_word.setdefault(form.split()[0], []).append((statement, statement.forms))
        self._done: dict[str, str] = {}

    def entity(self, one: Entity) -> Entity:
        facts = tuple(replace(fact, source=self._source(fact.source)) for fact in one.facts)
        told = replace(one, facts=facts, sources=self.sources(one.sources))
        if not is_passage(one):
            return replace(told, content=self.description(one.content))
        return replace(told, title=self.passage(one.title), content=self.passage(one.content))

    def sources(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        return tuple(self._source(source) for source in sources)

    def description(self, text: str) -> str:
        """Sentences of several places, one after the other: those that say it go."""
        candidates = self._candidates(text)
        if not candidates:
            return text
        pieces = _PIECES.split(text)
        kept = [
            piece + (pieces[at + 1] if at + 1 < len(pieces) else "")
            for at, piece in enumerate(pieces)
            if at % 2 == 0 and not any(_says(piece, *candidate) for candidate in candidates)
        ]
        return "".join(kept).strip()

    def passage(self, text: str) -> str:
        """The text itself, without the values."""
        if text not in self._done:
            spans = [
                span
                for statement, forms in self._candidates(text)
                for span in (*_quoted(text, statement, forms), *_named(text, statement, forms))
            ]
            self._done[text] = _cut_out(text, spans)
        return self._done[text]

    def _source(self, source: Source) -> Source:
        """A note is labelled with its first words."""
        quote, label = self.passage(source.quote), self.passage(source.label)
        return source if (quote, label) == (source.quote, source.label) else replace(source, quote=quote, label=label)

    def _candidates(self, text: str) -> list[tuple[Statement, frozenset[str]]]:
        words = {*folded(text).split(), *in_digits(text).split()}
        return [one for word in words & self._by_word.keys() for one in self._by_word[word]]


def _says(piece: str, statement: Statement, forms: frozenset[str]) -> bool:
    words, quote = plain(piece), plain(statement.quote)
    if quote and (quote in words or (len(words) >= _SHORTEST and words in quote and _values(piece, forms))):
        return True
    return any(True for _ in _named(piece, statement, forms))


def _quoted(text: str, statement: Statement, forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The value where the quote stands; the whole quote where it says the value in words of its own."""
    if not statement.quote or plain(statement.quote) not in plain(text):
        return
    words = ("".join(_SHAPES.get(one, re.escape(one)) for one in word) for word in plain(statement.quote).split())
    places = list(re.finditer(r"\s+".join(words), text, re.I))
    for found in places:
        spans = [(found.start() + start, found.start() + end) for start, end in _values(found[0], forms)]
        yield from spans or [found.span()]
    if not places:  # it has ligatures or other forms of its letters there
        yield from _values(text, forms)


def _named(text: str, statement: Statement, forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The value in sentences that name what it is about, and speak of that attribute."""
    start = 0
    for at, piece in enumerate(_PIECES.split(text)):
        if at % 2 == 0:
            words = f" {folded(piece)} "
            if any(f" {name} " in words for name in statement.names):
                for begin, end in _values(piece, forms):
                    if _is_meant(piece, begin, end, words, statement.attribute):
                        yield start + begin, start + end
        start += len(piece)


def _is_meant(piece: str, begin: int, end: int, words: str, attribute: str) -> bool:
    cues = (*_CUES.get(attribute, ()), *(word for word in attribute.split() if len(word) > 2))
    if any(f" {cue}" in words for cue in cues):
        return True
    return attribute == "age" and piece[:begin].rstrip()[-1:] in ("(", ",") and piece[end : end + 1] in (")", ",", "")


def _values(text: str, forms: frozenset[str]) -> list[tuple[int, int]]:
    """Where one of ``forms`` stands, in digits or in words."""
    tokens = [token.span() for token in _TOKEN.finditer(text)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        start = tokens[at][0]
        ends = [end for _, end in tokens[at : at + _WINDOW] if in_digits(text[start:end]) in forms]
        if ends and folded(text[start : tokens[at][1]]) not in _ARTICLES:
            found.append((start, ends[-1]))
            at = next((later for later in range(at, len(tokens)) if tokens[later][0] >= ends[-1]), len(tokens))
        else:
            at += 1
    return found


def _cut_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in sorted(set(spans)):
        if start >= done:
            parts += [text[done:start], OMITTED]
            done = end
        elif end > done:
            done = end
    return "".join([*parts, text[done:]])


def _is_empty(text: str) -> bool:
    return OMITTED in text and not _TOKEN.search(text.replace(OMITTED, ""))
