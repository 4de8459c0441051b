"""What a model reads out of the text: proven word for word where it can be, marked as inferred where it cannot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.brain.gather import answers, prompts
from shared.brain.gather.answers import SaidEntity, SaidFact, SaidRelation
from shared.brain.gather.asking import Asking
from shared.brain.gather.cast import Cast
from shared.brain.gather.knowledge import Knowledge, Stated, entity
from shared.brain.gather.passages import chunks, page_of
from shared.brain.gather.proof import LONGEST_QUOTE, Passage, supports
from shared.brain.gather.sources import Reading
from shared.brain.gather.values import attribute_of
from shared.domain.brain import Entity, Fact, Relation, Source, is_relation_type

CHUNK = 9_000
"""Characters that the model reads at once."""
MOST_CHUNKS = 24
"""Of one item: about 70,000 tokens. The rest is kept and found, but not understood."""
SIDE_BY_SIDE = 3
_MAX_TOKENS = 4_000
_END = re.compile(r"[.!?](?=\s|$)|\n")
_NOT_A_LETTER = re.compile(r"[^A-Z0-9]+")

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Understood:
    """``chunks`` were read by the model, ``unread`` were not; ``garbled`` answers could not be used."""

    knowledge: Knowledge = field(default_factory=Knowledge)
    chunks: int = 0
    unread: int = 0
    garbled: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a passage that a model has read stands."""

    label: str
    pages: Sequence[Passage]
    passage: Passage


class Understanding:
    def __init__(self, asking: Asking, item: str, project: str, cast: Cast) -> None:
        self._asking = asking
        self._cast = cast
        self._item = item
        self._project = project

    async def read(self, readings: Sequence[Reading], known: Knowledge, progress: Progress) -> Understood:
        """Everything that was given, in order; ``known`` is what its form said already."""
        pieces = [
            (at, number, reading, passage)
            for at, reading in enumerate(readings)
            for number, passage in enumerate(chunks(reading.pages, CHUNK))
        ]
        understood = Understood(unread=max(0, len(pieces) - MOST_CHUNKS))
        pieces = pieces[:MOST_CHUNKS]
        gate, done = asyncio.Semaphore(SIDE_BY_SIDE), 0

        async def one(at: int, number: int, reading: Reading, passage: Passage) -> str | None:
            nonlocal done
            page = passage.page if len(reading.pages) > 1 else None
            messages = prompts.understand(self._project, self._cast.names(), reading.label, page, passage.text)
            async with gate:
                key = f"understand-{at}-{number}"
                said = await self._asking.ask(key, messages, temperature=prompts.TEMPERATURE, max_tokens=_MAX_TOKENS)
            done += said is not None
            progress(done, len(pieces))
            return said

        tasks = await _all_of([asyncio.create_task(one(*piece)) for piece in pieces])
        pages = [[Passage(page.text, page.number) for page in reading.pages] for reading in readings]

        def take_all() -> None:
            for (at, _, reading, passage), task in zip(pieces, tasks, strict=True):
                self._take(task.result(), _Place(reading.label, pages[at], passage), known, understood)

        await asyncio.to_thread(take_all)  # a long text takes its time, and the lease has to be renewed meanwhile
        return understood

    def _take(self, said: str | None, place: _Place, known: Knowledge, understood: Understood) -> None:
        if said is None:
            understood.unread += 1
            return
        understood.chunks += 1
        answer = answers.object_of(said)
        if answer is None:
            understood.garbled += 1
            return
        reader = _Reader(self._item, place, known, understood.knowledge, self._cast)
        for one in answers.entries(SaidEntity, answer, "entities", answers.MOST_ENTITIES):
            reader.meet(one)
        for one in answers.entries(SaidRelation, answer, "relations", answers.MOST_RELATIONS):
            reader.relate(one)
        for one in answers.entries(SaidFact, answer, "facts", answers.MOST_FACTS):
            reader.state(one)


class _Reader:
    """One answer about one passage. Names that the passage does not say are dropped with all that is said of them."""

    def __init__(self, item: str, place: _Place, known: Knowledge, into: Knowledge, cast: Cast) -> None:
        self._item = item
        self._place = place
        self._passage = place.passage
        self._known = known
        self._into = into
        self._cast = cast

    def meet(self, said: SaidEntity) -> None:
        if not self._passage.names(said.name):
            return
        aliases = [alias for alias in said.aliases if self._passage.names(alias)]
        met = self._note(said, said.name, aliases)
        if said.same_as:
            self._cast.recognise(met, said.same_as)

    def _note(self, said: SaidEntity, name: str, aliases: Sequence[str]) -> Entity:
        standing = self._find(name)
        quote = _around(self._passage.text, name)
        kind, title = (standing.type, standing.title) if standing else (said.type, name)
        met = entity(kind, title, [self._source(quote)], content=quote, aliases=aliases)
        if standing is not None and met.id != standing.id:
            return standing  # a scene is told apart by more than its title
        return self._into.add_entity(met)

    def relate(self, said: SaidRelation) -> None:
        kind = _NOT_A_LETTER.sub("_", said.type.upper()).strip("_")
        start, end = self._met(said.start), self._met(said.end)
        if start is None or end is None or start.id == end.id or not is_relation_type(kind):
            return
        if self._passage.says(said.quote) and len(said.quote) > 3:
            self._into.add_relation(Relation(start.id, kind, end.id, (self._source(said.quote),)))

    def state(self, said: SaidFact) -> None:
        about, attribute = self._met(said.entity), attribute_of(said.attribute)
        if about is None or not attribute:
            return
        proven = self._passage.says(said.quote) and supports(said.quote, attribute, said.value)
        source = self._source(said.quote if proven else "")
        self._into.add_fact(Stated(about.id, Fact(attribute, said.value, source, inferred=not proven)))

    def _met(self, name: str) -> Entity | None:
        """An entity that the passage names; one that only a fact mentions is met by that."""
        if not self._passage.names(name):
            return None
        return self._find(name) or self._note(SaidEntity(name=name, sameAs=""), name, ())

    def _find(self, name: str) -> Entity | None:
        return self._into.named(name) or self._known.named(name)

    def _source(self, quote: str) -> Source:
        quote = " ".join(quote.split())[:LONGEST_QUOTE]
        pages, first = self._place.pages, self._passage.page
        page = page_of(pages, quote, first) if quote else first
        return Source(self._item, self._place.label, page if len(pages) > 1 else None, quote=quote)


async def _all_of(tasks: list[asyncio.Task[str | None]]) -> list[asyncio.Task[str | None]]:
    """When each of them has come to an end. The first error is raised as it is, and the others are stopped then."""
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    return tasks


def _around(text: str, name: str) -> str:
    """The sentence that names it first."""
    found = re.search(re.escape(name), text, re.I)
    if found is None:
        return ""
    ends = [mark.end() for mark in _END.finditer(text)]
    start = max((end for end in ends if end <= found.start()), default=0)
    end = min((end for end in ends if end >= found.end()), default=len(text))
    return " ".join(text[start:end].split())[:LONGEST_QUOTE]
