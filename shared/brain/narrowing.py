"""Conditions that are no relation: "in scenes with Maya *at night*" keeps the scenes on the way that speak of night."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from shared.brain.paths import Path
from shared.domain.brain import Entity
from shared.domain.words import content_roots, root
from shared.ports.brain import GraphStore

_MOST = 200
_READ = 4_000
#: Words that qualify a question rather than what it asks for.
_GENERAL = frozenset(
    map(
        root,
        """
        main primary listed list different various total name named number all exactly please find show give describe
        together currently ever again common mainly usually
        """.split(),  # noqa: SIM905
    )
)
_TITLE_DESCRIBES = frozenset({"scene", "location", "prop"})

Reached = list[tuple[str, tuple[str, ...]]]


def conditions(text: str, known: Collection[str]) -> frozenset[str]:
    """Roots of the words that speak neither of relations nor of kinds of things. ``text`` is without the names."""
    return frozenset(word for word in content_roots(text) if word not in known and word not in _GENERAL)


async def narrowed(
    store: GraphStore, project_id: str, starts: Sequence[str], path: Path, wanted: frozenset[str]
) -> Reached:
    """The ends of the path that is walked only over what meets the conditions, at every step where some do and some do
    not; empty when no step tells them apart."""
    front: Reached = [(start, (start,)) for start in starts]
    told = False
    for step in path.steps:
        before = dict(front)
        reached = await store.follow(project_id, list(before), [step], _MOST)
        front = [(end, (*before[way[0]], *way[1:])) for end, way in reached if end not in starts]
        entities = await store.get(project_id, [end for end, _ in front])
        meeting = {entity.id for entity in entities if wanted & _said(entity)}
        if meeting and len(meeting) < len(front):
            told, front = True, [(end, way) for end, way in front if end in meeting]
    return front if told else []


def _said(entity: Entity) -> set[str]:
    parts = [entity.content, *(_flat(entity.metadata)), *(fact.value for fact in entity.facts)]
    if entity.type in _TITLE_DESCRIBES:
        parts.append(entity.title)
    return set(content_roots(" ".join(parts)[:_READ]))


def _flat(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in cast("dict[str, Any]", value).values() for text in _flat(each)]
    if isinstance(value, list | tuple):
        return [text for each in cast("Sequence[Any]", value) for text in _flat(each)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
