"""A film of any size, made up: entities with words as common as words are, vectors in clusters, relations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shared.domain.brain import Contribution, Entity, EntityType, Relation, Source

DIMENSIONS = 256
VOCABULARY = 8_000
WORDS = 40
CLUSTERS = 200
_SHARES: tuple[tuple[EntityType, float], ...] = (
    ("scene", 0.4),
    ("character", 0.1),
    ("location", 0.1),
    ("prop", 0.2),
    ("other", 0.2),
)
_SYLLABLES = ("ba", "den", "fi", "gor", "hal", "ki", "lum", "ma", "nor", "pe", "ro", "sta", "tu", "vel", "wi", "zan")


@dataclass(frozen=True)
class Piece:
    """What one gathered item says, with its vectors."""

    said: Contribution
    vectors: dict[str, list[float]]


class Film:
    """Two of the same size and seed are the same; ids do not tell two films apart."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size = size
        self._random = random.Random(seed)
        self._numbers = np.random.default_rng(seed)
        self._middles = self._numbers.normal(size=(CLUSTERS, DIMENSIONS))
        self._words = [self._word(number) for number in range(VOCABULARY)]
        self._weights = list(np.cumsum([1 / (rank + 5) for rank in range(VOCABULARY)]))
        self._kinds = self._random.choices(*zip(*_SHARES, strict=True), k=size)

    def text(self, words: int) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=words))

    def vectors(self, many: int) -> list[list[float]]:
        near = self._middles[self._numbers.integers(CLUSTERS, size=many)]
        made = near + self._numbers.normal(scale=1.0, size=(many, DIMENSIONS))
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).tolist()

    def title(self, number: int) -> str:
        return f"{self._word(number * 7 + 3)} {self._word(number)} {number}"

    def pieces(self, at_once: int = 500) -> Iterator[Piece]:
        for start in range(0, self.size, at_once):
            numbers = range(start, min(start + at_once, self.size))
            source = Source(f"item-{start}", f"script-{start}.pdf", page=1)
            entities = tuple(
                Entity(f"e{number}", self._kinds[number], self.title(number), self.text(WORDS), sources=(source,))
                for number in numbers
            )
            relations = tuple(self._relations(list(numbers), source))
            vectors = dict(zip((each.id for each in entities), self.vectors(len(entities)), strict=True))
            yield Piece(Contribution(f"item-{start}", entities, relations), vectors)

    def _relations(self, numbers: list[int], source: Source) -> Iterator[Relation]:
        by_kind: dict[str, list[int]] = {}
        for number in numbers:
            by_kind.setdefault(self._kinds[number], []).append(number)
        scenes = by_kind.get("scene", [])
        for before, scene in zip([None, *scenes], scenes, strict=False):
            if before is not None:
                yield Relation(f"e{before}", "PRECEDES", f"e{scene}", (source,))
            for kind, name, many in (("character", "APPEARS_IN", 3), ("prop", "APPEARS_IN", 2)):
                for other in self._random.sample(by_kind.get(kind, []), min(many, len(by_kind.get(kind, [])))):
                    yield Relation(f"e{other}", name, f"e{scene}", (source,))
            if places := by_kind.get("location"):
                yield Relation(f"e{scene}", "LOCATED_AT", f"e{self._random.choice(places)}", (source,))

    def _word(self, number: int) -> str:
        made, rest = "", number + 1
        while rest:
            rest, syllable = divmod(rest, len(_SYLLABLES))
            made += _SYLLABLES[syllable]
        return made
