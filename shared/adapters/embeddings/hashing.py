"""An embedder without a model: hashed words and character n-grams. Offline, deterministic, good for near wording.

Feature hashing with signs after Weinberger et al. 2009 ("Feature Hashing for Large Scale Multitask Learning");
character n-grams inside word boundaries as fastText uses them. It knows no synonyms.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

DIMENSIONS = 256

_WORD = re.compile(r"\w+")
_WORD_WEIGHT = 1.0
_PAIR_WEIGHT = 0.5
_GRAM_WEIGHT = 0.35
_GRAM_SIZES = (3, 4)
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "she",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "where",
        "which",
        "who",
        "will",
        "with",
        "you",
    ]
)
_COMMON_SHARE = 0.15


class HashingEmbedder:
    """Unit vectors of ``dimensions`` floats; equal texts (after folding case and width) give equal vectors."""

    near = 0.45

    def __init__(self, dimensions: int = DIMENSIONS) -> None:
        self.dimensions = dimensions
        self.name = f"hashing-1/{dimensions}"

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        """One vector a text, in order; questions and passages are read alike."""
        return [self.vector(text) for text in texts]

    async def aclose(self) -> None:
        """Nothing is open."""

    def vector(self, text: str) -> list[float]:
        """A text without a word is the first axis, so that every vector has length 1."""
        counts: dict[str, float] = {}
        for feature, weight in _features(text):
            counts[feature] = counts.get(feature, 0.0) + weight
        vector = [0.0] * self.dimensions
        for feature, weight in counts.items():
            code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
            sign = 1.0 if code & 1 else -1.0
            vector[(code >> 1) % self.dimensions] += sign * math.sqrt(weight)
        length = math.sqrt(math.fsum(value * value for value in vector))
        if length == 0:
            return [1.0, *[0.0] * (self.dimensions - 1)]
        return [value / length for value in vector]


def similarity(one: Iterable[float], other: Iterable[float]) -> float:
    """Cosine of two unit vectors, −1 to 1."""
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _features(text: str) -> Iterator[tuple[str, float]]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    before = ""
    for word in words:
        share = _COMMON_SHARE if word in _COMMON else 1.0
        yield f"w {word}", _WORD_WEIGHT * share
        if before:
            yield f"p {before} {word}", _PAIR_WEIGHT * share
        before = word
        edged = f"<{word}>"
        for size in _GRAM_SIZES:
            for start in range(len(edged) - size + 1):
                yield f"g {edged[start : start + size]}", _GRAM_WEIGHT * share
