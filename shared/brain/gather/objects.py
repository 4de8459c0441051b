"""An object that was given as it is, such as ``{"name": "Maya", "age": 28}``: read without a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from shared.brain.gather.knowledge import Knowledge, Stated, entity
from shared.brain.gather.values import attribute_of
from shared.domain.brain import ENTITY_TYPES, EntityType, Fact, Source

_NAMES = ("name", "title", "character", "location", "prop", "scene")
_KINDS: dict[str, EntityType] = {
    "person": "character", "character": "character", "place": "location", "location": "location", "object": "prop",
    "prop": "prop", "scene": "scene", "other": "other",
}  # fmt: skip
_OF_PEOPLE = frozenset(("age", "birthday", "occupation", "gender", "eye color", "hair color", "nationality"))
_ABOUT = frozenset((*_NAMES, "type", "kind", "aliases", "description", "id"))
_MOST_LINES = 400
_DEEPEST = 6


def written(given: Mapping[str, Any]) -> str:
    """The object as lines of ``path: value``, as it is read, shown and quoted."""
    lines = [f"{path}: {value}" for path, value in _leaves(given, "", 0)]
    return "\n".join(lines[:_MOST_LINES])


def stated(given: Mapping[str, Any], item: str, label: str) -> Knowledge:
    """The entity it is about, with every plain value as a fact of it; nothing if it names none."""
    knowledge = Knowledge()
    name = next((given[key] for key in _NAMES if isinstance(given.get(key), str) and given[key].strip()), None)
    if name is None:
        return knowledge
    rows = [(attribute_of(path), str(value), f"{path}: {value}") for path, value in _leaves(given, "", 0)]
    rows = rows[:_MOST_LINES]
    source = Source(item, label, quote=f"{_key_of(given, name)}: {name}"[:300])
    aliases: list[Any] = given["aliases"] if isinstance(given.get("aliases"), list) else []
    about = entity(
        _kind(given, {attribute for attribute, _, _ in rows}),
        name,
        [source],
        content=str(given.get("description") or "")[:2_000],
        aliases=[alias for alias in aliases if isinstance(alias, str)],
    )
    knowledge.add_entity(about)
    for attribute, value, quote in rows:
        if attribute and attribute not in _ABOUT and not attribute.startswith("aliases"):
            fact = Fact(attribute, value[:300], Source(item, label, quote=quote[:300]))
            knowledge.add_fact(Stated(about.id, fact))
    return knowledge


def _key_of(given: Mapping[str, Any], name: str) -> str:
    return next(key for key in _NAMES if given.get(key) == name)


def _kind(given: Mapping[str, Any], attributes: set[str]) -> EntityType:
    told = str(given.get("type") or given.get("kind") or "").strip().casefold()
    if told in _KINDS or told in ENTITY_TYPES:
        return _KINDS[told]
    for key, kind in _KINDS.items():
        if isinstance(given.get(key), str):
            return kind
    return "character" if attributes & _OF_PEOPLE else "other"


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST or value is None:
        return
    if isinstance(value, Mapping):
        for key, part in cast("Mapping[str, Any]", value).items():
            yield from _leaves(part, f"{path} {key}".strip(), depth + 1)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from _leaves(part, path, depth + 1)
    elif isinstance(value, bool):
        yield path, "yes" if value else "no"
    else:
        yield path, value
