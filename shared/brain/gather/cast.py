"""People that the project knows already under another name: Maya in a letter may be the Maya Chen of the script.

A model judges it, from the names that share a word with the text; what it says counts only for two people whose names
share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from shared.brain.gather.items import ALIVE, EXISTS, ITEMS
from shared.brain.gather.knowledge import Knowledge, Stated
from shared.domain.brain import Entity, Relation, folded
from shared.domain.query import Match, eq, every
from shared.ports import Documents

_MOST_ITEMS, _MOST_NAMES = 200, 60
_SHORTEST = 2


async def known_people(documents: Documents, project_id: str, item_id: str, text: str) -> list[dict[str, str]]:
    """``{id, title}`` of those that other items speak of, newest first."""
    where = every(eq("project", project_id), EXISTS, ALIVE, Match("_id", "ne", item_id))
    items = await documents.find(ITEMS, where, sort=[("_id", -1)], limit=_MOST_ITEMS, fields=("entities",))
    said = words_of(text)
    listed: list[Any] = [one for item in items for one in item.get("entities") or ()]
    found: dict[str, dict[str, str]] = {}
    for one in (cast("dict[str, Any]", one) for one in listed if isinstance(one, dict)):
        if one.get("type") == "character" and words_of(one["title"]) & said:
            found[one["id"]] = {"id": one["id"], "title": one["title"]}
    return list(found.values())[:_MOST_NAMES]


@dataclass(slots=True)
class Cast:
    """``same`` maps an entity of this item to the known person that it is."""

    known: Sequence[Mapping[str, str]] = ()
    same: dict[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def names(self) -> list[str]:
        return [one["title"] for one in self.known]

    def recognise(self, met: Entity, name: str) -> None:
        """That ``met`` is the person known as ``name``, says a model."""
        if met.type != "character" or any(one["id"] == met.id for one in self.known):
            return
        person = next((one for one in self.known if folded(one["title"]) == folded(name)), None)
        if person is not None and words_of(person["title"]) & words_of(met.title):
            self.same.setdefault(met.id, person)

    def told_as_known(self, knowledge: Knowledge) -> Knowledge:
        """``knowledge`` under the known names; the item's own become further ones."""
        if not self.same:
            return knowledge
        told = Knowledge()
        for one in knowledge.entities.values():
            person = self.same.get(one.id)
            named = replace(one, id=person["id"], title=person["title"], aliases=_also(one)) if person else one
            told.add_entity(named)
        for relation in knowledge.relations.values():
            start, end = self._id(relation.start), self._id(relation.end)
            if start != end:
                told.add_relation(Relation(start, relation.type, end, relation.sources))
        for stated in knowledge.facts:
            told.add_fact(Stated(self._id(stated.entity), stated.fact))
        return told

    def _id(self, key: str) -> str:
        return self.same[key]["id"] if key in self.same else key


def words_of(text: str) -> set[str]:
    return {word for word in folded(text).split() if len(word) >= _SHORTEST}


def namesake(name: str, known: Iterable[str]) -> str | None:
    """The only known name that says the same and more, or less."""
    words = words_of(name)
    found = [one for one in known if words and words != words_of(one) and _within(words, words_of(one))]
    return found[0] if len(found) == 1 else None


def _within(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _also(one: Entity) -> tuple[str, ...]:
    return (one.title, *one.aliases)
