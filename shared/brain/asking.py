"""The graph as a channel: the things a question names, and what is reached from them by relations it speaks of."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shared.brain.lexicon import vocabulary
from shared.brain.linking import MARKED, ORDINARY, SPELLED, Mention, lookups, mentions, spans
from shared.brain.narrowing import Reached, conditions, narrowed
from shared.brain.paths import Path, Schema
from shared.brain.wording import readings
from shared.domain.brain import Entity, EntityType, Question
from shared.domain.words import content_roots
from shared.ports.brain import GraphStore

#: Names that paths start from, paths tried, answers of one path.
STARTS = 3
TRIES = 6
MOST = 300
#: Paths this much worse than the best are not tried.
SLACK = 0.45
_EQUAL = 0.05
_SURE, _SAID = 0.62, 0.33
_KEPT_SECONDS = 10.0
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """``path``: entity ids from what the question names to the answer; ``steps``: the relations between them."""

    id: str
    confidence: float
    path: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    mentions: Sequence[Mention] = ()
    answers: Sequence[Answer] = ()

    def holds(self, name: str) -> bool:
        return any(answer.id == name for answer in self.answers) or any(
            name in mention.ids for mention in self.mentions
        )

    def told(self, wanted: Sequence[str]) -> list[str]:
        """Further entities that the paths to the wanted ones pass."""
        asked = set(wanted)
        passed = [name for answer in self.answers if answer.id in asked for name in answer.path]
        return [name for name in dict.fromkeys(passed) if name not in asked]

    def path(self, name: str, known: Mapping[str, Entity]) -> str:
        """``title –[TYPE]→ title``; empty for what no path led to."""
        answer = next((answer for answer in self.answers if answer.id == name), None)
        if answer is None:
            return ""
        parts = [_title(answer.path[0], known)]
        for (relation, direction), passed in zip(answer.steps, answer.path[1:], strict=True):
            arrow = {"out": f"–[{relation}]→", "in": f"←[{relation}]–"}.get(direction, f"–[{relation}]–")
            parts += [arrow, _title(passed, known)]
        return " ".join(parts)


class Schemas:
    """Projects' relation kinds, each kept for 10 s: a new kind of relation may wait that long to be asked by name."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._kept: OrderedDict[str, tuple[float, Schema]] = OrderedDict()

    async def of(self, project_id: str) -> Schema:
        now = time.monotonic()
        kept = self._kept.get(project_id)
        if kept is not None and now - kept[0] < _KEPT_SECONDS:
            return kept[1]
        schema = Schema(await self._store.relation_kinds(project_id))
        self._kept[project_id] = (now, schema)
        self._kept.move_to_end(project_id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return schema


class Asking:
    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._schemas = Schemas(store)

    async def ask(self, project_id: str, question: Question) -> Asked:
        candidates = spans(question.text)
        if not candidates:
            return Asked()
        schema, known = await asyncio.gather(
            self._schemas.of(project_id), self._store.named(project_id, lookups(candidates))
        )
        named = _meant(question.text, mentions(candidates, known), schema)
        starts = _starts(named)
        if not starts or not schema.relations:
            return Asked(named)
        ids = [name for start in starts for name in start.ids]
        entities = {entity.id: entity for entity in await self._store.get(project_id, ids)}
        answers = [
            await self._answers(
                project_id, question, start, [one for one in named if one is not start], schema, entities
            )
            for start in starts
        ]
        return Asked(named, _agreed(answers))

    async def _answers(
        self,
        project_id: str,
        question: Question,
        start: Mention,
        others: Sequence[Mention],
        schema: Schema,
        entities: Mapping[str, Entity],
    ) -> list[Answer]:
        """Of the best path that leads anywhere; of several when they are equally good."""
        read = readings(question.text, start, others, schema.relations, schema.kinds)
        plans: list[tuple[Path, list[str]]] = []
        kinds: set[EntityType] = {entities[name].type for name in start.ids if name in entities}
        for kind in sorted(kinds):
            ids = [name for name in start.ids if name in entities and entities[name].type == kind]
            plans += [
                (path, ids)
                for like in schema.kinds_like(kind)
                for reading in read
                for path in schema.paths(like, reading, question.types)[:TRIES]
            ]
        plans.sort(key=lambda plan: (-plan[0].score, len(plan[0].steps)))
        tried = [plan for plan in _once(plans) if plan[0].score >= plans[0][0].score - SLACK][:TRIES]
        reached = await asyncio.gather(*(self._store.follow(project_id, ids, path.steps, MOST) for path, ids in tried))
        wanted = conditions(_without(question.text, [start, *others]), vocabulary(schema.relations))
        answers: dict[str, Answer] = {}
        best: float | None = None
        for (path, ids), ends in zip(tried, reached, strict=True):
            if not ends or (best is not None and path.score < best - _EQUAL):
                continue
            best = path.score if best is None else best
            if wanted and (fewer := await narrowed(self._store, project_id, ids, path, wanted)):
                ends = fewer
            if path.end is not None:
                ends = await self._only(project_id, ends, path.end)
            confidence = min(0.97, _SURE + _SAID * path.explains)
            for end, passed in ends:
                answers.setdefault(end, Answer(end, confidence, passed, path.steps))
        return list(answers.values())

    async def _only(self, project_id: str, ends: Reached, kind: EntityType) -> Reached:
        found = await self._store.get(project_id, [end for end, _ in ends])
        right = {entity.id for entity in found if entity.type == kind}
        return [(end, way) for end, way in ends if end in right]


def _meant(text: str, named: Sequence[Mention], schema: Schema) -> list[Mention]:
    """Without ordinary words that only happen to be somebody's title: where a name is marked, what is not spelled as a
    name; elsewhere, words by which the question speaks of relations and kinds of things ("film", "director")."""
    marked = any(mention.strength == MARKED for mention in named)
    spoken = vocabulary(schema.relations)
    return [
        mention
        for mention in named
        if mention.strength >= SPELLED
        or not (marked or spoken.issuperset(content_roots(text[mention.start : mention.end])))
    ]


def _without(text: str, names: Sequence[Mention]) -> str:
    for name in sorted(names, key=lambda name: -name.start):
        text = f"{text[: name.start]} {text[name.end :]}"
    return text


def _starts(named: Sequence[Mention]) -> list[Mention]:
    """The surest names; an ordinary word that happens to be a title only when there is no other."""
    strongest = max((mention.strength for mention in named), default=0.0)
    least = strongest if strongest in (1.0, ORDINARY) else ORDINARY + 0.1
    return [mention for mention in named if mention.strength >= least][:STARTS]


def _once(plans: Sequence[tuple[Path, list[str]]]) -> list[tuple[Path, list[str]]]:
    seen = dict[tuple[object, ...], tuple[Path, list[str]]]()
    for path, ids in plans:
        seen.setdefault((path.steps, *ids), (path, ids))
    return list(seen.values())


def _agreed(answers: Sequence[Sequence[Answer]]) -> list[Answer]:
    """What every name leads to comes first, and alone when there is such; the names themselves are no answer."""
    several = [found for found in answers if found]
    if len(several) > 1:
        common = set[str].intersection(*({answer.id for answer in found} for found in several))
        if common:
            return [answer for answer in several[0] if answer.id in common]
        return [replace(answer, confidence=answer.confidence * 0.9) for found in several for answer in found]
    return list(several[0]) if several else []


def _title(name: str, known: Mapping[str, Entity]) -> str:
    return known[name].title if name in known else "…"
