"""An embedder without a model: hashed word roots and character n-grams. Offline, deterministic, good for near wording.

Feature hashing with signs after Weinberger et al. 2009 ("Feature Hashing for Large Scale Multitask Learning");
character n-grams inside word boundaries as fastText uses them. It knows no synonyms, and nothing of how rare a word is:
that would be another project's words in this one's vectors.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from shared.domain.words import FUNCTION_WORDS, root, words_of

DIMENSIONS = 256

_GRAM_WEIGHT = 0.2
_GRAM_SIZES = (3, 4)
#: What is said again counts for less.
_DAMPING = 0.75
_LONGEST_WORD = 64
_AT_ONCE = 2_000
"""Characters that are read where they are: a question. A thread costs more than that, some milliseconds."""


class HashingEmbedder:
    """Unit vectors of ``dimensions`` floats; equal texts (after folding case, width and accents) give equal vectors."""

    near = 0.45
    #: Wording is what full text ranks by as well, and better: this only breaks its ties and forgives its misspellings.
    weight = 0.2

    def __init__(self, dimensions: int = DIMENSIONS) -> None:
        self.dimensions = dimensions
        self.name = f"hashing-2/{dimensions}"

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        """One vector a text, in order; questions and passages are read alike. Many at once, or a long one, do not keep
        the event loop from its other work."""
        if sum(map(len, texts)) <= _AT_ONCE:
            return [self.vector(text) for text in texts]
        return await asyncio.to_thread(lambda: [self.vector(text) for text in texts])

    async def aclose(self) -> None:
        """Nothing is open."""

    def vector(self, text: str) -> list[float]:
        """A text without a word is the first axis, so that every vector has length 1."""
        counts: dict[tuple[int, float], int] = {}
        for word, times in _telling(text).items():
            for feature in _features(word):
                counts[feature] = counts.get(feature, 0) + times
        vector = [0.0] * self.dimensions
        for (code, weight), times in counts.items():
            vector[(code >> 1) % self.dimensions] += (weight if code & 1 else -weight) * times**_DAMPING
        length = math.sqrt(math.fsum(value * value for value in vector))
        if length == 0:
            return [1.0, *[0.0] * (self.dimensions - 1)]
        return [value / length for value in vector]


def similarity(one: Iterable[float], other: Iterable[float]) -> float:
    """Cosine of two unit vectors, −1 to 1."""
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _telling(text: str) -> Counter[str]:
    """Its words without those that only hold it together, unless it has no others."""
    words = [word[:_LONGEST_WORD] for word in words_of(text)]
    return Counter([word for word in words if word not in FUNCTION_WORDS]) or Counter(words)


@lru_cache(maxsize=8192)
def _features(word: str) -> tuple[tuple[int, float], ...]:
    return tuple((_code(feature), weight) for feature, weight in _parts(word))


def _code(feature: str) -> int:
    return int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _parts(word: str) -> Iterator[tuple[str, float]]:
    yield f"w {root(word)}", 1.0
    edged = f"<{word}>"
    for size in _GRAM_SIZES:
        for start in range(len(edged) - size + 1):
            yield f"g {edged[start : start + size]}", _GRAM_WEIGHT
