"""BM25 and the cosine, computed plainly: how the fake ranks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from shared.domain.brain import Scored

_K1, _B = 1.2, 0.75
_ENDINGS = re.compile(r"(?:'s|s'|ies|ing|ed|es|s|y|e)$")
_STOPPED = frozenset(
    re.split(
        " ",
        "a an and are as at be but by for if in into is it no not of on or such that the their then there these they "
        "this to was will with",
    )
)


def stems(words: Sequence[str]) -> list[str]:
    """Roughly as Lucene's English analyzer: without stop words and endings."""
    return [
        _ENDINGS.sub("", word) if len(word) > 3 else word.removesuffix("'s") for word in words if word not in _STOPPED
    ]


def bm25(texts: Mapping[str, Sequence[str]], query: Sequence[str]) -> list[Scored]:
    """``texts`` are stems by id: those that have one of the query's, best first."""
    counts = {key: Counter(text) for key, text in texts.items()}
    average = sum(map(len, texts.values())) / len(texts) if texts else 1.0
    scores: dict[str, float] = {}
    for stem in query:
        holding = [key for key, count in counts.items() if stem in count]
        weight = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for key in holding:
            often, length = counts[key][stem], len(texts[key]) / average
            scores[key] = scores.get(key, 0.0) + weight * often / (often + _K1 * (1 - _B + _B * length))
    return [Scored(key, score) for key, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))]


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    if len(one) != len(other):
        return 0.0
    lengths = math.sqrt(sum(x * x for x in one)) * math.sqrt(sum(x * x for x in other))
    return sum(x * y for x, y in zip(one, other, strict=True)) / lengths if lengths else 0.0
