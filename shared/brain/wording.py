"""What a question says around a name: the relations and kinds of things it speaks of, in the order away from it.

English builds such questions from the inside: in "who acted in the films directed by the director of [X]" the words
nearest to the name are the first step from it (director), then come directed and acted. What stands after the name
comes last ("… directed by [X] were in which genres"), unless it is said of the name itself ("[X] actors", "films that
[X] wrote"). Both readings are given with a prior; which holds, the graph tells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shared.brain.lexicon import KIND_WORDS, SHARING, Kind, is_agent, speaks_of
from shared.brain.linking import Mention
from shared.domain.words import FUNCTION_WORDS, plain, root

_WORD = re.compile(r"\w+")
_ASKING = frozenset({"which", "what"})
_DOERS = ("er", "or", "ist", "ess")
_LINKING = frozenset({"that", "who", "which"})
_SUBJECT_AFTER = frozenset("that which whom did does do was is has have had where when did".split())  # noqa: SIM905
_BEING = frozenset({"is", "are", "was", "were", "be", "been"})
_GENITIVE = frozenset({"s"})
#: Words that elsewhere only hold a sentence together, and here may be what it is about.
_TELLING = frozenset({"own", "know", "known", "after", "before"})
_KNOWERS = frozenset({"i", "we", "you", "to"})
_OTHER_READING = -0.4
#: Words on either side of a name that may be about it: a question is no longer, a pasted page is.
_SIGHT = 40


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that speaks of relations or of kinds of things. ``focus``: it says what is asked for. ``shared``: the two
    ends have this in common, so it is passed twice. ``doer``: a noun for somebody who does it, such as director."""

    place: int
    root: str
    relations: frozenset[str]
    types: frozenset[Kind] = frozenset()
    focus: bool = False
    shared: bool = False
    doer: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Cues in the order of the steps from the name to the answer. ``asks`` are the question words without a noun."""

    cues: tuple[Cue, ...]
    prior: float
    asks: frozenset[str]


def readings(
    question: str,
    name: Mention,
    others: Sequence[Mention],
    relations: tuple[str, ...],
    types: Collection[Kind],
) -> list[Reading]:
    """Likeliest first. ``relations`` and ``types`` are those that the project has."""
    tokens = [
        (match.start(), plain(match.group()))
        for match in _WORD.finditer(question)
        if not any(other.start <= match.start() < other.end for other in (name, *others))
    ]
    left = [word for start, word in tokens if start < name.start][-_SIGHT:]
    right = [word for start, word in tokens if start >= name.end][:_SIGHT]
    words = [*left, *right]
    cues = _merged(words, _shared(words, _cues(words, relations, types), len(left)), len(left))
    before = [cue for cue in cues if cue.place < len(left)]
    after = [cue for cue in cues if cue.place >= len(left)]
    asks = frozenset(word for word in words if word in ("who", "whom", "when", "where"))
    outward = _apposed(left, before[::-1], after)
    plainly = tuple(_doubled([*outward, *after]))
    if not after or not outward:
        return [Reading(plainly, 0.0, asks)]
    turned = tuple(_doubled([after[0], *outward, *after[1:]]))
    if _said_of_name(left, right, after[0].place - len(left)):
        return [Reading(turned, 0.0, asks), Reading(plainly, _OTHER_READING, asks)]
    return [Reading(plainly, 0.0, asks), Reading(turned, _OTHER_READING, asks)]


def speaks(word_root: str, relation: str) -> bool:
    """Also of forms that no vocabulary has: a long common beginning is the same word."""
    spoken = speaks_of(relation)
    return word_root in spoken or (len(word_root) >= 5 and any(_alike(word_root, other) for other in spoken))


def _alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= 5 and one[:shorter] == other[:shorter]


def _cues(words: Sequence[str], relations: tuple[str, ...], kinds: Collection[Kind]) -> list[Cue]:
    cues: list[Cue] = []
    for place, word in enumerate(words):
        cut = word[2:] if word.startswith("co") and len(word) > 5 else ""
        stem, together = root(word), place > 0 and words[place - 1] == "co"
        telling = word not in FUNCTION_WORDS or (word in _TELLING and not (place and words[place - 1] in _KNOWERS))
        about = _about(stem, relations) if telling else frozenset[str]()
        if not about and cut:
            about = _about(root(cut), relations)
            stem, together = (root(cut), True) if about else (stem, together)
        named = word not in FUNCTION_WORDS
        said: list[Kind] = [kind for kind in kinds if named and stem in KIND_WORDS[kind]]
        types = frozenset(said)
        if about or types:
            nearby = 1 if cues and cues[-1].place == place - 1 else 2
            focus = any(word in _ASKING for word in words[max(0, place - nearby) : place])
            cues.append(Cue(place, stem, about, types, focus, together, word.removesuffix("s").endswith(_DOERS)))
    return cues


@lru_cache(maxsize=8192)
def _about(stem: str, relations: tuple[str, ...]) -> frozenset[str]:
    return frozenset(relation for relation in relations if speaks(stem, relation))


def _shared(words: Sequence[str], cues: list[Cue], name_at: int) -> list[Cue]:
    """ "Share", "same" and "together" are said of the next cue before the name or near by, else of the one before."""
    for place, word in enumerate(words):
        if word not in SHARING or word == "also":
            continue
        following = [
            at
            for at, cue in enumerate(cues)
            if place < cue.place <= place + 3 and (cue.place < name_at) == (place < name_at) and cue.relations
        ]
        preceding = [at for at, cue in enumerate(cues) if cue.place < place and cue.relations]
        chosen = following[:1] or preceding[-1:]
        for at in chosen:
            cues[at] = replace(cues[at], shared=True)
    return cues


def _merged(words: Sequence[str], cues: Sequence[Cue], name_at: int) -> list[Cue]:
    """ "Release years" and "actors who acted" are one thing said twice; "directors who directed" it for others is not:
    of somebody's doing, only a noun and its own relative clause are one."""
    merged: list[Cue] = []
    for cue in cues:
        last = merged[-1] if merged else None
        same = last.relations & cue.relations if last is not None else frozenset[str]()
        if last is not None and same and (last.place < name_at) == (cue.place < name_at):
            between = words[last.place + 1 : cue.place]
            doing = last.doer or cue.doer
            if not (doing and all(is_agent(relation) for relation in same)) or (
                len(between) == 1 and between[0] in _LINKING
            ):
                merged[-1] = replace(
                    last,
                    relations=same,
                    focus=last.focus or cue.focus,
                    shared=last.shared or cue.shared,
                )
                continue
        merged.append(cue)
    return merged


def _apposed(left: Sequence[str], outward: list[Cue], after: Sequence[Cue]) -> list[Cue]:
    """ "The actor [X] co-starred with whom": the noun right before a name only says what X is, if that comes again."""
    if not outward or outward[0].place != len(left) - 1:
        return outward
    nearest, further = outward[0], [*outward[1:], *after]
    again = nearest.doer and any(nearest.relations & cue.relations for cue in further[:1])
    if again or (nearest.types and not nearest.relations and further):
        return outward[1:]
    return outward


def _doubled(cues: Sequence[Cue]) -> list[Cue]:
    """What is shared is passed twice, unless the question itself says it twice."""
    doubled: list[Cue] = []
    said = [cue for cue in cues if cue.relations]
    for cue in cues:
        at = said.index(cue) if cue in said else -2
        beside = [said[near] for near in (at - 1, at + 1) if 0 <= near < len(said)]
        doubled.append(cue)
        if cue.shared and not any(cue.relations & other.relations for other in beside):
            doubled.append(replace(cue, shared=False))
    return doubled


def _said_of_name(left: Sequence[str], right: Sequence[str], distance: int) -> bool:
    """Whether the first thing after the name belongs to it: "[X] actors", "[X]'s acted films", "films that X wrote"."""
    gap = [word for word in right[:distance] if word not in _GENITIVE]
    before = left[-1] if left else ""
    if before in _SUBJECT_AFTER:
        return len(gap) <= 3
    if _BEING.intersection(gap):
        return False
    if root(before) in KIND_WORDS["work"]:
        return len(gap) <= 3
    if gap:
        return False
    following = right[distance + 1] if distance + 1 < len(right) else ""
    if root(following) in KIND_WORDS["work"] or "s" in right[:distance]:
        return True
    noun = right[distance].removesuffix("s").endswith(_DOERS)
    return noun or (bool(following) and before not in ("by", "with"))
