"""What an item says against what is held true, such as that Maya is 34 where she is 28: the Brain is told the item
without it, until a person has decided that it is so. In what stands there word for word ``[…]`` takes its place, and
``[overruled]`` where a person has decided otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.brain.gather.claims import claim_id
from shared.brain.gather.knowledge import Knowledge, is_passage, names_of
from shared.brain.gather.looking import PIECES, Sentence, Span, Text, Values
from shared.brain.gather.proof import plain
from shared.brain.gather.values import agree, attribute_of, has_one_value, in_digits, normal, written_dates
from shared.domain.brain import Contribution, Entity, Fact, Relation, Source, folded

OMITTED, OVERRULED = "[…]", "[overruled]"
_WORD = re.compile(r"\w")
_SHORTEST = 6
"""Characters of a piece that is known again by being a part of a quote."""
_CUES = {
    "age": ("age", "aged", "old", "older", "year", "years", "yrs", "turns", "turned", "now"),
    "birthday": ("born", "birth", "birthday"),
    "height": ("tall", "height"),
    "weight": ("weighs", "weight", "heavy"),
}
_PRONOUNS = ["she"], ["he"], ["they"], ["her"], ["his"], ["their"]
_BEING = frozenset(("occupation", "nationality", "species", "full name"))
"""What somebody is, said without a word for it: Maya, the scientist."""
_LINKS = ("", " a", " an", " the", " is", " is a", " is an", " is the", " was", " was a", " was an", " was the")
_MOST_LOOKED_FOR = 64
"""Statements whose values one text may have: where it has more, all of them are left out."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One that is not told. ``names``, folded, are those of what it is about."""

    names: frozenset[str]
    attribute: str
    value: str
    quote: str
    mark: str = OMITTED

    @property
    def forms(self) -> frozenset[str]:
        """The value as a text may have it, folded and in digits."""
        meant = normal(self.attribute, self.value)
        return frozenset(form for form in (in_digits(self.value), folded(meant), *written_dates(meant)) if form)


def denied(knowledge: Knowledge, claims: Iterable[Mapping[str, Any]], project_id: str) -> list[Statement]:
    """What the item states where another value is the accepted one."""
    by_id = {claim["_id"]: claim for claim in claims}
    found: list[Statement] = []
    for key, about, fact in claimed(knowledge, project_id):
        claim = by_id.get(key)
        if claim is not None and claim["accepted"] is not None and not _agrees(claim, fact):
            mark = OVERRULED if claim["pinned"] is not None else OMITTED
            found.append(Statement(names_of(about), fact.attribute, fact.value, fact.source.quote, mark))
    return found


def claimed(knowledge: Knowledge, project_id: str) -> Iterator[tuple[str, Entity, Fact]]:
    """What the item itself states that can have one value only, with the id of its claim."""
    for stated in knowledge.facts:
        fact, about = stated.fact, knowledge.entities.get(stated.entity)
        if about is not None and not fact.inferred and has_one_value(fact.attribute, fact.value):
            yield claim_id(project_id, about.title, fact.attribute), about, fact


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
    joining = (one for one in said.relations if one.start in entities and one.end in entities)
    relations = (editor.relation(one, entities[one.start], entities[one.end]) for one in joining)
    return Contribution(said.item, tuple(entities.values()), tuple(one for one in relations if one is not None))


class _Editor:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_word: dict[str, list[_Looked]] = {}
        self._by_form: dict[str, list[Statement]] = {}
        for statement in statements:
            looked = _Looked(statement)
            for form in looked.forms:
                self._by_word.setdefault(form.split()[0], []).append(looked)
                self._by_form.setdefault(form, []).append(statement)
        self._values = Values(self._by_form)
        self._done: dict[tuple[str, frozenset[str]], str] = {}

    def entity(self, one: Entity) -> Entity:
        names = names_of(one)
        facts = tuple(told for fact in one.facts if (told := self._fact(fact, names)) is not None)
        told = replace(one, facts=facts, sources=self.sources(one.sources))
        if is_passage(one):
            return replace(told, title=self.passage(one.title), content=self.passage(one.content))
        aliases = tuple(alias for alias in one.aliases if self.passage(alias, names) == alias)
        return replace(told, content=self.description(one.content), aliases=aliases)

    def relation(self, one: Relation, start: Entity, end: Entity) -> Relation | None:
        """``None`` where it is the value itself, such as that Bo is her father."""
        told = replace(one, sources=self.sources(one.sources))
        changed = all(now != was for now, was in zip(told.sources, one.sources, strict=True) if was.quote)
        said = changed and (self._is_value(start, end) or self._is_value(end, start))
        return None if said else told

    def sources(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        return tuple(self._source(source) for source in sources)

    def description(self, text: str) -> str:
        """Sentences of several places, one after the other: those that say it go."""
        candidates = self._candidates(text)
        if not candidates:
            return text
        many = _all_forms(candidates) if len(candidates) > _MOST_LOOKED_FOR else None
        pieces = PIECES.split(text)
        kept = [
            piece + (pieces[at + 1] if at + 1 < len(pieces) else "")
            for at, piece in enumerate(pieces)
            if at % 2 == 0 and not _says(Text(piece, self._values), candidates, many)
        ]
        return "".join(kept).strip()

    def passage(self, text: str, about: frozenset[str] = frozenset()) -> str:
        """The text itself, without the values. ``about`` are the names of whom all of it is about."""
        key = (text, about)
        if key not in self._done:
            candidates = self._candidates(text)
            looked = Text(text, self._values, about) if candidates else None
            self._done[key] = _cut_out(text, self._spans(looked, candidates)) if looked else text
        return self._done[key]

    def _spans(self, text: Text, candidates: Sequence[_Looked]) -> list[tuple[Span, str]]:
        if len(candidates) > _MOST_LOOKED_FOR:
            return [(span, OMITTED) for span in text.values(_all_forms(candidates))]
        return [(span, one.statement.mark) for one in candidates for span in (*_quoted(text, one), *_named(text, one))]

    def _fact(self, fact: Fact, names: frozenset[str]) -> Fact | None:
        source = self._source(fact.source, names)
        if has_one_value(fact.attribute, fact.value):
            return replace(fact, source=source)
        value = self.passage(fact.value, names)
        return None if _is_empty(value) else replace(fact, value=value, source=source)

    def _is_value(self, of: Entity, other: Entity) -> bool:
        names = names_of(of)
        return any(one.names & names for name in names_of(other) for one in self._by_form.get(name, ()))

    def _source(self, source: Source, about: frozenset[str] = frozenset()) -> Source:
        """A note is labelled with its first words."""
        quote, label = self.passage(source.quote, about), self.passage(source.label)
        return source if (quote, label) == (source.quote, source.label) else replace(source, quote=quote, label=label)

    def _candidates(self, text: str) -> list[_Looked]:
        words = {*folded(text).split(), *in_digits(text).split()}
        return list({id(one): one for word in words & self._by_word.keys() for one in self._by_word[word]}.values())


class _Looked:
    """A statement as it is looked for in many texts."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.forms = statement.forms
        self.quote = plain(statement.quote)


def _all_forms(several: Iterable[_Looked]) -> set[str]:
    return {form for one in several for form in one.forms}


def _says(piece: Text, candidates: Iterable[_Looked], many: set[str] | None) -> bool:
    if many is not None:
        return bool(piece.values(many))
    return any(
        (one.quote and one.quote in piece.plain) or _is_part(piece, one) or any(True for _ in _named(piece, one))
        for one in candidates
    )


def _is_part(text: Text, one: _Looked) -> bool:
    """Of the quote, with the value in it."""
    return len(text.plain) >= _SHORTEST and text.plain in one.quote and bool(text.values(one.forms))


def _quoted(text: Text, one: _Looked) -> Iterator[Span]:
    """The value where the quote stands; the whole quote where it says the value in words of its own."""
    if _is_part(text, one):
        yield from text.values(one.forms)
    if not one.quote or one.quote not in text.plain:
        return
    places = text.places(one.quote)
    for begin, end in places:
        yield from text.values(one.forms, begin, end) or [(begin, end)]
    if not places:  # it has letters there that are written as several
        yield from text.values(one.forms)


def _named(text: Text, one: _Looked) -> Iterator[Span]:
    """The value in sentences that name what it is about, and speak of that attribute."""
    names = one.statement.names
    for sentence in text.sentences(one.forms):
        told = names & text.about or _speaks_of(sentence, names)
        for begin, end in text.values(one.forms, sentence.start, sentence.end):
            before, after = text.text[sentence.start : begin], text.text[end : sentence.end]
            said = told and _is_meant(before, after, sentence.words, one.statement)
            if said or (_is_labelled(before, one.statement.attribute) and text.names(names)):
                yield begin, end


def _is_labelled(before: str, attribute: str) -> bool:
    """As in a list: ``Eye colour: green``."""
    label, colon, rest = before.rpartition(":")
    return bool(colon) and not rest.strip() and attribute_of(label) == attribute


def _speaks_of(sentence: Sentence, names: frozenset[str]) -> bool:
    """By a name, or as her or him whom the sentence before names."""
    if any(f" {name} " in sentence.words for name in names):
        return True
    return sentence.words.split(None, 1)[:1] in _PRONOUNS and any(f" {name} " in sentence.before for name in names)


def _is_meant(before: str, after: str, words: str, statement: Statement) -> bool:
    attribute = statement.attribute
    cues = (*_CUES.get(attribute, ()), *(word for word in attribute.split() if len(word) > 2))
    if any(f" {cue}" in words for cue in cues):
        return True
    said = f" {folded(before)}"
    if attribute in _BEING:
        following = f"{folded(after)} "
        return any(said.endswith(f" {name}{link}") for name in statement.names for link in _LINKS) or any(
            following.startswith(f"{name} ") for name in statement.names
        )
    if attribute != "age":
        return False
    if before.rstrip()[-1:] in ("(", ",") and after[:1] in (")", ",", ""):
        return True
    names = (*statement.names, "she", "he", "they")
    return not after.strip()[:1].isalnum() and any(said.endswith((f" {name} is", f" {name} was")) for name in names)


def _cut_out(text: str, spans: Iterable[tuple[Span, str]]) -> str:
    parts: list[str] = []
    done = 0
    for (start, end), mark in sorted(set(spans)):
        if start >= done:
            parts += [text[done:start], mark]
            done = end
        elif end > done:
            done = end
    return "".join([*parts, text[done:]])


def _is_empty(text: str) -> bool:
    left = text.replace(OMITTED, "").replace(OVERRULED, "")
    return left != text and not _WORD.search(left)
