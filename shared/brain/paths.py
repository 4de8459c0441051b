"""Which relations lead from a name to what is asked: candidate paths over a project's own schema, scored by the words.

A beam goes over paths of one to three relations in both directions. A path is better the more of the question's cues it
explains in their order, and the fewer steps it takes that nothing speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shared.brain.lexicon import Kind, asked_by, ends_of, is_agent, ordered
from shared.brain.wording import Cue, Reading
from shared.domain.brain import EntityType, RelationKind

HOPS = 3
WIDTH = 24
#: Relation kinds of a project that paths are made of, the commonest: a few dozen are usual.
MOST_KINDS = 300
Direction = Literal["out", "in", "both"]
Step = tuple[str, Direction]

_STEP_SAID = 1.0
_KIND_SAID = 0.7
_WORK_SAID = 0.2
_STEP_UNSAID = 0.45
_CUE_UNEXPLAINED = 0.6
_KIND_UNEXPLAINED = 0.4
_WORK_UNEXPLAINED = 0.1
_ASKED_FOR = 0.5


@dataclass(frozen=True, slots=True)
class Path:
    """``explains``: the share of what the question says that this path accounts for, 0 to 1. ``end``: the type of what
    it leads to, where its relations may lead to others as well."""

    steps: tuple[Step, ...]
    end: EntityType | None
    score: float
    explains: float


_WORKS: frozenset[Kind] = frozenset({"work"})
_OTHERS: tuple[Kind, ...] = ("other", "work", "person", "value")


@dataclass(frozen=True, slots=True)
class _Way:
    here: Kind
    steps: tuple[Step, ...] = ()
    cue: int = 0
    score: float = 0.0
    said: float = 0.0
    focused: bool = False


@dataclass(frozen=True, slots=True)
class _Edge:
    relation: str
    direction: Direction
    to: Kind


class Schema:
    """A project's relation kinds as edges between types.

    Where both ends are of one type the words may tell the direction; where they do not, both are followed, and the
    relations themselves tell: what has no such relation in one direction leads nowhere.
    """

    def __init__(self, kinds: Sequence[RelationKind]) -> None:
        common = sorted(kinds, key=lambda kind: (-kind.count, kind.type))[:MOST_KINDS]
        known = {kind.type for kind in common}
        self.relations = tuple(dict.fromkeys(kind.type for kind in kinds if kind.type in known))
        self._edges: dict[Kind, list[_Edge]] = {}
        for kind in common:
            self._learn(kind)

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(self._edges)

    def _learn(self, kind: RelationKind) -> None:
        start, end = _kinds_of(kind)
        if start == end:
            self._add(start, _Edge(kind.type, "both", end))
            return
        self._add(start, _Edge(kind.type, "out", end))
        self._add(end, _Edge(kind.type, "in", start))

    def _add(self, kind: Kind, edge: _Edge) -> None:
        edges = self._edges.setdefault(kind, [])
        if edge not in edges:
            edges.append(edge)

    def _ambiguous(self, way: _Way) -> bool:
        relation, direction = way.steps[-1]
        ends = {
            edge.to
            for edges in self._edges.values()
            for edge in edges
            if edge.relation == relation and direction in (edge.direction, "both")
        }
        return len(ends) > 1

    def kinds_like(self, kind: EntityType) -> list[Kind]:
        """What an entity of this type may be."""
        return [kind] if kind != "other" else [one for one in _OTHERS if one in self._edges]

    def paths(self, kind: Kind, reading: Reading, types: Sequence[EntityType] = ()) -> list[Path]:
        """From an entity of this type, best first; none where the question speaks of no relation and no type."""
        cues = reading.cues
        if not cues:
            return []
        beam, found = [_Way(kind)], dict[tuple[Step, ...], Path]()
        for _ in range(HOPS):
            grown = [
                way for here in beam for edge in self._edges.get(here.here, ()) for way in _taken(here, edge, cues)
            ]
            beam = sorted(grown, key=lambda way: (-way.score, way.steps))[:WIDTH]
            for way in beam:
                path = _finished(way, reading, types)
                if path is not None and way.here not in _OTHERS and self._ambiguous(way):
                    path = replace(path, end=way.here)
                if path is not None and path.score > (found[path.steps].score if path.steps in found else 0.0):
                    found[path.steps] = path
        return sorted(found.values(), key=lambda path: (-path.score, len(path.steps), path.steps))


def _kinds_of(kind: RelationKind) -> tuple[Kind, Kind]:
    """The types, and for "other" what the relation's name says of its ends."""
    told = ends_of(kind.type)
    start: Kind = told[0] if told and kind.start == "other" else kind.start
    end: Kind = told[1] if told and kind.end == "other" else kind.end
    return start, end


def _taken(way: _Way, edge: _Edge, cues: Sequence[Cue]) -> list[_Way]:
    """The step unsaid, or said by the next cue that can mean it; then the entity it leads to, said or not."""
    unsaid: tuple[Step, ...] = (*way.steps, (edge.relation, edge.direction))
    steps: list[_Way] = [_Way(edge.to, unsaid, way.cue, way.score - _STEP_UNSAID, way.said, way.focused)]
    lost = 0.0
    for at in range(way.cue, len(cues)):
        if edge.relation in cues[at].relations:
            direction = ordered(edge.relation, cues[at].root) if edge.direction == "both" else None
            step: Step = (edge.relation, direction or edge.direction)
            steps.append(
                _Way(
                    edge.to,
                    (*way.steps, step),
                    at + 1,
                    way.score - lost + _STEP_SAID,
                    way.said + _STEP_SAID,
                    cues[at].focus,
                )
            )
            break
        lost += _price(cues[at])
    return [reached for step in steps for reached in _arrived(step, cues)]


def _arrived(way: _Way, cues: Sequence[Cue]) -> list[_Way]:
    ways = [way]
    if way.cue < len(cues) and way.here in cues[way.cue].types:
        gain = _gain(cues[way.cue])
        ways.append(_Way(way.here, way.steps, way.cue + 1, way.score + gain, way.said + gain, cues[way.cue].focus))
    return ways


def _finished(way: _Way, reading: Reading, types: Sequence[EntityType]) -> Path | None:
    if way.said <= 0:
        return None
    left = sum(_price(cue) for cue in reading.cues[way.cue :])
    total = sum(_gain(cue) for cue in reading.cues)
    score = way.score - left + reading.prior + _answers(way, reading, types)
    unsaid = max(0.0, way.said - way.score)
    return Path(way.steps, None, score, max(0.0, min(1.0, (way.said - unsaid) / total)))


def _answers(way: _Way, reading: Reading, types: Sequence[EntityType]) -> float:
    """How well the end of the path is what is asked for."""
    score = 0.0
    relation, direction = way.steps[-1]
    if any(cue.focus for cue in reading.cues):
        score += _ASKED_FOR if way.focused else -_ASKED_FOR
    if reading.asks & {"who", "whom"}:
        score += (
            _ASKED_FOR if way.here in ("character", "person") or (is_agent(relation) and direction != "in") else 0.0
        )
    if "when" in reading.asks:
        score += _ASKED_FOR if "when" in asked_by(relation) and direction != "in" else 0.0
    if "where" in reading.asks:
        score += _ASKED_FOR if way.here == "location" or "where" in asked_by(relation) else 0.0
    if types:
        score += _ASKED_FOR if (way.here if way.here not in _OTHERS else "other") in types else -_ASKED_FOR
    return score


def _gain(cue: Cue) -> float:
    return _STEP_SAID if cue.relations else _WORK_SAID if cue.types == _WORKS else _KIND_SAID


def _price(cue: Cue) -> float:
    return _CUE_UNEXPLAINED if cue.relations else _WORK_UNEXPLAINED if cue.types == _WORKS else _KIND_UNEXPLAINED
