"""People that the project knows already under another name: Maya in a letter may be the Maya Chen of the script.

A model judges it, from the names that share a word with the text; what it says counts only for two people whose names
share one. Who bears the same full name needs no model.
"""

from __future__ import annotations

import asyncio
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
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "prof", "doctor", "professor", "captain", "capt", "sir", "lady"))


async def known_people(documents: Documents, project_id: str, item_id: str, text: str) -> list[dict[str, str]]:
    """``{id, title, aliases}`` (one a line) of those that other items speak of: whom the text names in full, then the
    newest."""
    where = every(eq("project", project_id), EXISTS, ALIVE, Match("_id", "ne", item_id))
    items = await documents.find(ITEMS, where, sort=[("_id", -1)], limit=_MOST_ITEMS, fields=("entities",))
    return await asyncio.to_thread(_named_in, text, items)


def _named_in(text: str, items: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    said = words_of(text)
    listed: list[Any] = [one for item in items for one in item.get("entities") or ()]
    whole: dict[str, dict[str, str]] = {}
    partly: dict[str, dict[str, str]] = {}
    for one in (cast("dict[str, Any]", one) for one in listed if isinstance(one, dict)):
        words = words_of(one["title"]) if one.get("type") == "character" else set[str]()
        if words & said:
            aliases = "\n".join(one.get("aliases") or ())
            known = {"id": one["id"], "title": one["title"], "aliases": aliases}
            (whole if words <= said else partly)[one["id"]] = known
    return [*whole.values(), *(one for key, one in partly.items() if key not in whole)][:_MOST_NAMES]


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
        """``knowledge`` under the known names; the item's own become further ones. Whom it tells apart are two."""
        self._meet_namesakes(knowledge)
        self.same = {key: one for key, one in self.same.items() if not _two(knowledge.entities, key, one)}
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

    def _meet_namesakes(self, knowledge: Knowledge) -> None:
        """A name of more than one word that both bear is the same person's, without anybody's word for it."""
        by_name: dict[str, list[Mapping[str, str]]] = {}
        for person in self.known:
            for name in _full_names(person["title"], *person.get("aliases", "").splitlines()):
                by_name.setdefault(name, []).append(person)
        ids = {person["id"] for person in self.known}
        for one in knowledge.entities.values():
            if one.type == "character" and one.id not in ids:
                people = [person for name in _full_names(one.title, *one.aliases) for person in by_name.get(name, ())]
                if len({person["id"] for person in people}) == 1:
                    self.same.setdefault(one.id, people[0])

    def _id(self, key: str) -> str:
        return self.same[key]["id"] if key in self.same else key


def _two(met: Mapping[str, Entity], key: str, person: Mapping[str, str]) -> bool:
    """Whether both are spoken of, under names of which neither is a shorter one of the other."""
    if key not in met or person["id"] not in met:
        return False
    one, other = (words_of(title) - _TITLES for title in (met[key].title, person["title"]))
    return not _within(one, other)


def words_of(text: str) -> set[str]:
    return {word for word in folded(text).split() if len(word) >= _SHORTEST}


def namesake(name: str, known: Iterable[str]) -> str | None:
    """The only known name that says the same and more, or less."""
    words = words_of(name)
    found = [one for one in known if words and words != words_of(one) and _within(words, words_of(one))]
    return found[0] if len(found) == 1 else None


def _within(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _full_names(*names: str) -> set[str]:
    return {folded(name) for name in names if len(words_of(name) - _TITLES) > 1}


def _also(one: Entity) -> tuple[str, ...]:
    return (one.title, *one.aliases)
