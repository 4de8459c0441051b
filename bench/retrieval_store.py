"""A graph in memory for measuring retrieval alone: what ``LocalBrain.search`` reads, nothing that it writes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy

from shared.brain.passages import passage
from shared.domain.brain import Entity, Relation, RelationKind, Scored, folded
from shared.domain.words import content_roots

K1, B = 0.9, 0.4


class Bm25:
    """Robertson's BM25 with the idf that Lucene uses, over roots of telling words."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        counted = {name: Counter(content_roots(text)) for name, text in texts.items()}
        lengths = {name: sum(counts.values()) for name, counts in counted.items()}
        mean = sum(lengths.values()) / max(1, len(lengths))
        for name, counts in counted.items():
            norm = K1 * (1 - B + B * lengths[name] / mean)
            for word, times in counts.items():
                self._postings[word].append((name, times / (times + norm)))
        self._size = len(texts)

    def best(self, text: str, limit: int) -> list[Scored]:
        scores: dict[str, float] = defaultdict(float)
        for word in content_roots(text):
            postings = self._postings.get(word, [])
            idf = math.log(1 + (self._size - len(postings) + 0.5) / (len(postings) + 0.5))
            for name, part in postings:
                scores[name] += idf * part
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [Scored(name, score) for name, score in best]


class MemoryGraph:
    """One project."""

    def __init__(self, entities: Sequence[Entity], relations: Iterable[Relation], vectors: Any) -> None:
        self.entities = {entity.id: entity for entity in entities}
        self._ids = [entity.id for entity in entities]
        self._matrix = numpy.asarray(vectors, dtype=numpy.float32)
        self._bm25 = Bm25({entity.id: passage(entity) for entity in entities})
        self._named: dict[str, list[str]] = defaultdict(list)
        for entity in entities:
            for name in dict.fromkeys(folded(name) for name in (entity.title, *entity.aliases)):
                self._named[name].append(entity.id)
        self.out: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.into: dict[tuple[str, str], list[str]] = defaultdict(list)
        kinds: Counter[tuple[str, Any, Any]] = Counter()
        for relation in {(one.start, one.type, one.end): one for one in relations}.values():
            self.out[relation.start, relation.type].append(relation.end)
            self.into[relation.end, relation.type].append(relation.start)
            kinds[relation.type, self.entities[relation.start].type, self.entities[relation.end].type] += 1
        self._kinds = [RelationKind(*kind, count) for kind, count in kinds.items()]

    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        return [self.entities[name] for name in ids if name in self.entities]

    async def by_text(self, project_id: str, text: str, *, types: Sequence[str], limit: int) -> list[Scored]:
        return self._bm25.best(text, limit)

    async def by_vector(
        self, project_id: str, vector: Sequence[float], model: str, *, types: Sequence[str], limit: int
    ) -> list[Scored]:
        scores = self._matrix @ numpy.asarray(vector, dtype=numpy.float32)
        best = numpy.argsort(-scores, kind="stable")[:limit]
        return [Scored(self._ids[at], float(scores[at])) for at in best]

    async def named(self, project_id: str, names: Sequence[str]) -> dict[str, list[str]]:
        return {name: self._named[name] for name in names if name in self._named}

    async def relation_kinds(self, project_id: str) -> list[RelationKind]:
        return self._kinds

    async def follow(
        self, project_id: str, starts: Sequence[str], steps: Sequence[tuple[str, str]], limit: int
    ) -> list[tuple[str, tuple[str, ...]]]:
        """No relation is used twice on one path, as in Cypher."""
        paths: list[tuple[tuple[str, ...], frozenset[tuple[str, str, str]]]] = [
            ((start,), frozenset()) for start in starts
        ]
        for relation, direction in steps:
            paths = list(self._onward(paths, relation, direction))
        ends: dict[str, tuple[str, ...]] = {}
        for path, _ in paths:
            ends.setdefault(path[-1], path)
        return list(ends.items())[:limit]

    def _onward(self, paths: Any, relation: str, direction: str) -> Any:
        for path, used in paths:
            here = path[-1]
            edges = [(here, relation, end) for end in self.out.get((here, relation), ())] if direction != "in" else []
            if direction != "out":
                edges += [(start, relation, here) for start in self.into.get((here, relation), ())]
            for edge in edges:
                if edge not in used:
                    yield (*path, edge[2] if edge[0] == here else edge[0]), used | {edge}
