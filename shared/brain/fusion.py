"""Several rankings made into one, and how much a hit has to do with the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
#: Methods": the constant of their experiments.
K = 60

#: What a hit needs to be told by default (``threshold`` of the query mode).
CLEAR = 0.6


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ids, best first."""

    ids: Sequence[str]
    weight: float = 1.0


def fused(rankings: Iterable[Ranking]) -> dict[str, float]:
    """Scores by id, best first: the sum of weight / (K + rank) over the rankings that hold it."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking.ids, start=1):
            scores[name] = scores.get(name, 0.0) + ranking.weight / (K + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def by_coverage(share: float) -> float:
    """Of the share of the question's telling words that an entity holds: two thirds of them are clear."""
    return min(0.95, CLEAR * share / 0.66) if share < 0.66 else CLEAR + (0.95 - CLEAR) * (share - 0.66) / 0.34


def by_cosine(cosine: float, near: float) -> float:
    """``near`` is where the embedder's passages begin to be about the question."""
    if cosine <= 0:
        return 0.0
    if cosine < near:
        return CLEAR * cosine / near
    return CLEAR + (0.95 - CLEAR) * (cosine - near) / max(1e-9, 1 - near)


def falling(order: Sequence[str], values: Mapping[str, float]) -> dict[str, float]:
    """The values made to fall along the order: neighbours that do not are averaged (isotonic regression by pooling
    adjacent violators), so none leaves the range of those it was averaged with."""
    pools: list[tuple[float, int]] = []
    for name in order:
        pools.append((values[name], 1))
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            (above, many), (below, few) = pools[-2], pools[-1]
            pools[-2:] = [((above * many + below * few) / (many + few), many + few)]
    flat = [value for value, size in pools for _ in range(size)]
    return dict(zip(order, flat, strict=True))
