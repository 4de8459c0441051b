"""The hybrid search: meaning, wording and the graph asked at once, fused, and judged against the question."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.brain.asking import Asked, Asking
from shared.brain.fusion import Ranking, by_cosine, by_coverage, falling, fused
from shared.brain.passages import passage
from shared.domain.brain import Channel, Entity, Hit, Question, Scored
from shared.domain.errors import BrainError
from shared.domain.words import content_roots
from shared.ports.brain import Embedder, GraphStore

log = logging.getLogger(__name__)

DEPTH = 100
#: How many more than asked for are looked at, since some fall below the threshold or are of another type.
SPARE = 20
#: An answer of the graph stands before the name it was reached from, which stands within the first ten.
GRAPH_WEIGHT = 4.6
NAMED_WEIGHT = 3.0
_READ = 4_000
EMBEDDER_SECONDS = 2.0
"""A question waits no longer for its vector: words and graph still have to answer within what their asker waits."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the channels answered."""

    near: Sequence[Scored]
    worded: Sequence[Scored]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Judge:
    """Says how much an entity has to do with the question. Nothing but the question, the entity and the channels'
    answers about it goes in: what else is in the project, or beside it, does not change a relevance."""

    found: Found
    roots: frozenset[str]
    near: float
    cosines: Mapping[str, float] = field(default_factory=dict[str, float])

    def relevance(self, entity: Entity) -> float:
        asked = self.found.asked
        values = [by_cosine(self.cosines.get(entity.id, 0.0), self.near), by_coverage(self.coverage(entity))]
        values += [answer.confidence for answer in asked.answers if answer.id == entity.id]
        values += [mention.strength for mention in asked.mentions if entity.id in mention.ids]
        best = max(values)
        # Two witnesses say more than one; neither makes the other's doubt a certainty.
        return min(0.99, best + 0.1 * values[0] * values[1])

    def coverage(self, entity: Entity) -> float:
        if not self.roots:
            return 0.0
        return len(self.roots & set(content_roots(passage(entity)[:_READ]))) / len(self.roots)


class Retrieval:
    def __init__(self, store: GraphStore, embedder: Embedder, seconds: float = EMBEDDER_SECONDS) -> None:
        self._store = store
        self._embedder = embedder
        self._seconds = seconds
        self._asking = Asking(store)

    async def search(self, project_id: str, question: Question) -> list[Hit]:
        """See ``Brain.search``. When only the embedder is down or silent, words and graph still answer: whoever asks is
        better served by that than by nothing. When the graph's store is down the search fails: ``BrainError``."""
        if question.limit < 1 or not question.text.strip():
            return []
        found = await self._find(project_id, question)
        order = list(fused(_rankings(found, self._embedder.weight)))
        wanted = order[: question.limit + SPARE] if not question.types else order[: 2 * question.limit + SPARE]
        telling = found.asked.told(wanted)
        known = {entity.id: entity for entity in await self._store.get(project_id, [*wanted, *telling])}
        return _hits(question, [known[name] for name in wanted if name in known], found, self._embedder.near, known)

    async def _find(self, project_id: str, question: Question) -> Found:
        depth = max(DEPTH, 2 * question.limit)
        try:
            async with asyncio.TaskGroup() as group:
                near = group.create_task(self._near(project_id, question, depth))
                worded = group.create_task(
                    self._store.by_text(project_id, question.text, types=question.types, limit=depth)
                )
                asked = group.create_task(self._asking.ask(project_id, question))
        except BaseExceptionGroup as several:
            failed = several.subgroup(BrainError)
            raise several if failed is None else _first(failed) from None
        return Found(near.result(), worded.result(), asked.result())

    async def _near(self, project_id: str, question: Question, depth: int) -> Sequence[Scored]:
        try:
            async with asyncio.timeout(self._seconds):
                [vector] = await self._embedder.embed([question.text], "query")
        except (BrainError, TimeoutError):
            log.warning("the embedder is down: searched by words and graph only", exc_info=True)
            return []
        return await self._store.by_vector(project_id, vector, self._embedder.name, types=question.types, limit=depth)


def _rankings(found: Found, weight: float) -> list[Ranking]:
    return [
        Ranking([answer.id for answer in found.asked.answers], GRAPH_WEIGHT),
        Ranking([name for mention in found.asked.mentions for name in mention.ids], NAMED_WEIGHT),
        Ranking([scored.id for scored in found.worded]),
        Ranking([scored.id for scored in found.near], weight),
    ]


def _hits(
    question: Question, candidates: Sequence[Entity], found: Found, near: float, known: Mapping[str, Entity]
) -> list[Hit]:
    cosines = {scored.id: scored.score for scored in found.near}
    judge = Judge(found, frozenset(content_roots(question.text)), near, cosines)
    right = [entity for entity in candidates if not question.types or entity.type in question.types]
    values = {entity.id: judge.relevance(entity) for entity in right}
    order = [entity for entity in right if values[entity.id] >= question.threshold][: question.limit]
    told = falling([entity.id for entity in order], values)
    return [
        Hit(entity, round(told[entity.id], 4), _channels(found, entity.id), found.asked.path(entity.id, known))
        for entity in order
    ]


def _channels(found: Found, name: str) -> tuple[Channel, ...]:
    channels: list[Channel] = []
    if any(scored.id == name for scored in found.near):
        channels.append("vector")
    if any(scored.id == name for scored in found.worded):
        channels.append("text")
    if found.asked.holds(name):
        channels.append("graph")
    return tuple(channels)


def _first(several: BaseExceptionGroup[BrainError]) -> BrainError:
    for error in several.exceptions:
        return _first(error) if isinstance(error, BaseExceptionGroup) else error
    raise AssertionError("an exception group is never empty")
