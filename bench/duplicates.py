"""Near-duplicate texts: our MinHash and its bands beside datasketch's, on real abstracts and mutated copies of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from bench.figures import Figure, Verdict
from bench.report import Part, Table
from bench.retrieval_data import abstracts
from shared.brain.gather.minhash import SIZE, bands, jaccard, resemblance, shingles, signature

THRESHOLD = 0.7
ROUNDS = 5
_MARGIN = 0.12
_RATES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3)
"""Of a copy's words that are replaced, left out or swapped with their neighbours."""

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """``kept`` are the shingles of what is there, ``asked`` those of copies; ``truth`` the (copy, original) pairs whose
    exact Jaccard similarity is at least ``THRESHOLD``."""

    texts: Sequence[str]
    kept: Sequence[frozenset[int]]
    asked: Sequence[frozenset[int]]
    truth: Pairs


def corpus(share: float) -> Corpus:
    dice = random.Random(5)
    texts = [f"{one.title} {one.content}" for one in abstracts() if len(one.content) > 200]
    words = sorted({word for text in texts for word in text.split()})
    chosen = dice.sample(range(len(texts)), max(20, round(600 * share)))
    copies = [_mutated(texts[number], _RATES[at % len(_RATES)], words, dice) for at, number in enumerate(chosen)]
    kept, asked = [shingles(text) for text in texts], [shingles(copy) for copy in copies]
    truth = {
        (at, number)
        for at, copy in enumerate(asked)
        for number, original in enumerate(kept)
        if min(len(copy), len(original)) >= THRESHOLD * max(len(copy), len(original))
        and jaccard(copy, original) >= THRESHOLD
    }
    return Corpus(texts, kept, asked, truth)


def _mutated(text: str, rate: float, words: Sequence[str], dice: random.Random) -> str:
    said = text.split()
    for at in range(len(said) - 1):
        if dice.random() < rate:
            kind = dice.randrange(3)
            if kind == 0:
                said[at] = dice.choice(words)
            elif kind == 1:
                said[at] = ""
            else:
                said[at], said[at + 1] = said[at + 1], said[at]
    return " ".join(word for word in said if word)


def ours(of: Corpus, *, exact: bool) -> tuple[Pairs, float, float]:
    """(pairs found, texts indexed a second, texts looked up a second), from shingles on."""
    started = time.perf_counter()
    signed = [signature(pieces) for pieces in of.kept]
    places: dict[str, list[int]] = {}
    for number, sign in enumerate(signed):
        for band in bands("p", sign):
            places.setdefault(band, []).append(number)
    indexed = time.perf_counter()
    found: Pairs = set()
    for at, pieces in enumerate(of.asked):
        sign = signature(pieces)
        for number in {number for band in bands("p", sign) for number in places.get(band, ())}:
            score = resemblance(sign, signed[number])
            if exact and score >= THRESHOLD - _MARGIN:
                score = jaccard(pieces, of.kept[number])
            if score >= THRESHOLD:
                found.add((at, number))
    done = time.perf_counter()
    return found, len(of.kept) / (indexed - started), len(of.asked) / (done - indexed)


def theirs(of: Corpus) -> tuple[Pairs, float, float]:
    started = time.perf_counter()
    signed = [_minhash(pieces) for pieces in of.kept]
    index = MinHashLSH(threshold=THRESHOLD, num_perm=SIZE)
    for number, sign in enumerate(signed):
        index.insert(number, sign)
    indexed = time.perf_counter()
    found: Pairs = set()
    for at, pieces in enumerate(of.asked):
        sign = _minhash(pieces)
        met = [int(str(number)) for number in index.query(sign)]
        found |= {(at, number) for number in met if sign.jaccard(signed[number]) >= THRESHOLD}
    done = time.perf_counter()
    return found, len(of.kept) / (indexed - started), len(of.asked) / (done - indexed)


def _minhash(pieces: frozenset[int]) -> MinHash:
    sign = MinHash(num_perm=SIZE)
    sign.update_batch([piece.to_bytes(5, "little") for piece in pieces])
    return sign


def measure(share: float) -> tuple[Part, list[Verdict]]:
    of = corpus(share)
    ways: dict[str, Callable[[], tuple[Pairs, float, float]]] = {
        "**ours, as Data mode uses it** (near ones compared exactly)": lambda: ours(of, exact=True),
        "ours, estimated alone": lambda: ours(of, exact=False),
        "datasketch, MinHash and MinHashLSH": lambda: theirs(of),
    }
    taken: dict[str, list[tuple[Pairs, float, float]]] = {name: [] for name in ways}
    for _ in range(max(1, round(ROUNDS * share))):
        for name, way in ways.items():
            taken[name].append(way())
    rows, recalls = [], list[float]()
    for name, rounds in taken.items():
        right = len(rounds[0][0] & of.truth)
        precision, recall = right / max(1, len(rounds[0][0])), right / max(1, len(of.truth))
        recalls += [precision, recall]
        indexed, asked = Figure.of([one[1] for one in rounds]), Figure.of([one[2] for one in rounds])
        rows.append([name, f"{precision:.3f}", f"{recall:.3f}", indexed.shown(0), asked.shown(0)])
    notes = _NOTES.format(kept=len(of.kept), asked=len(of.asked), pairs=len(of.truth))
    table = Table(["", "precision", "recall", "texts indexed a second", "looked up a second"], rows)
    verdicts = [
        Verdict("near-duplicates: our recall / datasketch's", recalls[1] / recalls[5], 1.0, at_most=False),
        Verdict("near-duplicates: our precision / datasketch's", recalls[0] / recalls[4], 1.0, at_most=False),
    ]
    return Part("Near-duplicate texts", notes, [("", table)]), verdicts


_NOTES = """{kept:,} abstracts (Cranfield) and {asked:,} copies of some of them, of whose words 0 to 30 % were replaced,
left out or swapped. The truth are the {pairs:,} pairs of a copy and an abstract whose exact Jaccard similarity over the
same shingles (five characters, letters and digits alone) is at least 0.7. Both sides get the same shingles and keep 128
numbers a text; datasketch chooses its bands for that threshold and works with numpy, ours is plain Python: it hashes a
shingle once instead of 128 times, and compares the few texts exactly whose estimate is near."""
