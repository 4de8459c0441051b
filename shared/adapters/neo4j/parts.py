"""What several items, and a person, say of one entity, and the one entity that follows from it.

An entity is a function of its living parts: the order in which they came does not matter.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.adapters.neo4j.words import plain
from shared.domain.brain import Entity, Fact, Source, folded

HAND = ""
"""Stands where the item's id stands in the part that a person wrote."""
LONGEST_CONTENT = 20_000
MOST_DROPPED = 500
"""Names that a person took away and that are remembered, the latest: every change of the entity carries them."""


@dataclass(frozen=True, slots=True)
class Part:
    """``dropped`` are aliases and keys of metadata that a person took away though items say them."""

    item: str
    entity: Entity
    vector: tuple[float, ...] = ()
    model: str = ""
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """``entity`` has neither version nor times; ``vector`` is empty when no part has one of ``model``."""

    entity: Entity
    vector: tuple[float, ...]
    model: str


def part(item: str, entity: Entity, vector: Sequence[float] = (), model: str = "") -> Part:
    """What is kept of ``entity`` as ``item`` says it."""
    said = replace(clean(entity), manual=False, version=1, created_at=None, updated_at=None)
    return Part(item, said, tuple(map(float, vector)), model if vector else "")


def by_hand(
    entity: Entity, was: Entity | None, vector: Sequence[float], model: str, before: Part | None = None
) -> Part:
    """What a person says: the entity as they left it, without what items say of it. ``before`` is what they had said:
    what they had taken away stays away until they name it again."""
    ours = replace(
        entity,
        facts=tuple(fact for fact in entity.facts if fact.source.item is None),
        sources=tuple(source for source in entity.sources if source.item is None),
    )
    dropped = [*_missing(was.aliases, entity.aliases), *_missing(was.metadata, entity.metadata)] if was else []
    away = _missing(before.dropped, (*entity.aliases, *entity.metadata)) if before else []
    names = tuple(dict.fromkeys(map(plain, (*away, *dropped))))
    return replace(part(HAND, ours, vector, model), dropped=names[-MOST_DROPPED:])


def merge(entity_id: str, parts: Iterable[Part], model: str) -> Merged:
    """What a person wrote comes first. ``model`` is preferred among the parts' vectors."""
    ordered = sorted(parts, key=lambda each: each.item)
    hand = ordered[0] if ordered[0].item == HAND else None
    said = [each.entity for each in ordered]
    title = hand.entity.title if hand else _title([each.title for each in said])
    dropped = frozenset(hand.dropped) if hand else frozenset[str]()
    vector, made_by = _vector(ordered, model)
    entity = Entity(
        id=entity_id,
        type=hand.entity.type if hand else _commonest([each.type for each in said]),
        title=title,
        content=hand.entity.content if hand and hand.entity.content else _content(each.content for each in said),
        aliases=_aliases(title, said, dropped),
        metadata=_metadata(said, dropped),
        facts=_unique_facts(said),
        sources=tuple({source.key: source for each in said for source in each.sources}.values()),
        manual=hand is not None,
    )
    return Merged(entity, vector, made_by)


def revalued(parts: Iterable[Part], vector: Sequence[float], model: str) -> list[Part]:
    """The parts once their whole has this vector: it is the only part's own, and no part keeps another model's."""
    kept = list(parts)
    if len(kept) == 1:
        return [replace(kept[0], vector=tuple(vector), model=model)]
    return [each if each.model == model else replace(each, vector=(), model="") for each in kept]


def same(one: Entity, other: Entity) -> bool:
    """Whether they say the same, versions and times apart."""
    apart: dict[str, Any] = {"version": 1, "created_at": None, "updated_at": None}
    return replace(one, **apart) == replace(other, **apart)


def clean(entity: Entity) -> Entity:
    return replace(
        entity,
        id=plain(entity.id),
        title=plain(entity.title),
        content=plain(entity.content),
        aliases=tuple(map(plain, entity.aliases)),
        metadata=json.loads(plain(json.dumps(dict(entity.metadata), ensure_ascii=False, default=str))),
        facts=tuple(
            Fact(plain(fact.attribute), plain(fact.value), clean_source(fact.source), fact.inferred)
            for fact in entity.facts
        ),
        sources=tuple(map(clean_source, entity.sources)),
    )


def clean_source(source: Source) -> Source:
    def text(value: str | None) -> str | None:
        return None if value is None else plain(value)

    return replace(
        source,
        item=text(source.item),
        label=plain(source.label),
        shot=text(source.shot),
        timecode=text(source.timecode),
        quote=plain(source.quote),
    )


def _missing(before: Iterable[str], after: Iterable[str]) -> list[str]:
    left = set(after)
    return [name for name in before if name not in left]


def _commonest(values: Sequence[Any]) -> Any:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _title(titles: Sequence[str]) -> str:
    """The commonest; a screenplay's capitals only when nobody writes otherwise."""
    counts = Counter(titles)
    return min(counts, key=lambda title: (title.isupper(), -counts[title], title))


def _content(contents: Iterable[str]) -> str:
    kept, length = list[str](), 0
    for content in dict.fromkeys(filter(None, contents)):
        if not kept or length + len(content) < LONGEST_CONTENT:
            kept.append(content)
            length += len(content) + 1
    return "\n".join(kept)


def _aliases(title: str, said: Sequence[Entity], dropped: frozenset[str]) -> tuple[str, ...]:
    known = {folded(title)} | {folded(name) for name in dropped}
    kept: list[str] = []
    for name in [name for each in said for name in (each.title, *each.aliases)]:
        if (fold := folded(name)) and fold not in known:
            known.add(fold)
            kept.append(name)
    return tuple(kept)


def _metadata(said: Sequence[Entity], dropped: frozenset[str]) -> Mapping[str, Any]:
    merged: dict[str, Any] = {}
    for each in said:
        for key, value in each.metadata.items():
            if key not in merged and (each is said[0] or key not in dropped):
                merged[key] = value
    return dict(sorted(merged.items()))


def _unique_facts(said: Sequence[Entity]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(fact for each in said for fact in each.facts))


def _vector(parts: Sequence[Part], model: str) -> tuple[tuple[float, ...], str]:
    """A person's, who saw the whole; else the parts' middle, as a unit vector."""
    models = sorted({each.model for each in parts if each.vector}, key=lambda name: (name != model, name))
    if not models:
        return (), ""
    vectors = [each.vector for each in parts if each.model == models[0]]
    if len(vectors) == 1 or (parts[0].item == HAND and parts[0].model == models[0]):
        return vectors[0], models[0]
    total = [sum(column) for column in zip(*vectors, strict=True)]
    length = math.sqrt(sum(value * value for value in total))
    return (tuple(value / length for value in total) if length else vectors[0]), models[0]


def united(entities: Iterable[Entity]) -> dict[str, Entity]:
    """By id; what one item says of an entity in several places is put together."""
    groups: dict[str, list[Part]] = {}
    for entity in entities:
        group = groups.setdefault(plain(entity.id), [])
        group.append(part(f"{len(group) + 1:06}", entity))
    return {
        entity_id: group[0].entity if len(group) == 1 else merge(entity_id, group, "").entity
        for entity_id, group in groups.items()
    }
