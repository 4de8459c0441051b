"""Related documents in place of their ids: one query per collection and level, whatever the size of a page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from shared.content.collection import Collection, Join
from shared.content.fields import Array, Field, Group, Relation
from shared.content.find import Find, JoinFind
from shared.content.joins import Joins, Level, wanted
from shared.content.permission import permitted, visible
from shared.content.registry import Registry
from shared.content.wire import Wire, selected_fields, to_wire
from shared.domain.identity import Principal
from shared.domain.query import among, every
from shared.ports import Documents

MAX_POPULATED = 5000
"""Related documents in one answer; beyond it, ids stay ids."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an id stands: ``holder[key]``."""

    holder: Any
    key: Any
    slug: str

    @property
    def document_id(self) -> str:
        return self.holder[self.key]


class Populate:
    def __init__(self, documents: Documents, registry: Registry) -> None:
        self._documents = documents
        self._registry = registry
        self._joins = Joins(documents, registry)

    async def fill(
        self, collection: Collection, found: Iterable[Wire], find: Find, principal: Principal | None
    ) -> None:
        """Fill ``found`` in place to ``find.depth``, and put in the joined documents that are asked for. What the
        principal may not read, or is gone, stays an id."""
        level: Level = [(collection, document) for document in found]
        joins = wanted(collection, find) if level else []
        remaining = MAX_POPULATED
        for depth in range(max(find.depth, 1 if joins else 0)):
            whole = depth < find.depth
            related, *joined = await asyncio.gather(
                self._level(level, find, principal, remaining) if whole else _no_level(),
                *(
                    self._joined(join, asked, level, find, principal, whole=remaining if whole else 0)
                    for join, asked in joins
                ),
            )
            joins, level = [], [*related, *(pair for pairs in joined for pair in pairs)]
            remaining -= len(level)
            if not level or remaining <= 0:
                return

    async def _level(self, level: Level, find: Find, principal: Principal | None, remaining: int) -> Level:
        places = [place for owner, document in level for place in _places(owner.all_fields, document)][:remaining]
        slugs = sorted({place.slug for place in places if self._registry.get(place.slug)})
        fetched = await asyncio.gather(
            *(self._fetch(self._registry[slug], {p.document_id for p in places if p.slug == slug}, find, principal)
              for slug in slugs)
        )  # fmt: skip
        by_slug = dict(zip(slugs, fetched, strict=True))
        filled: Level = []
        for place in places:
            stored = by_slug.get(place.slug, {}).get(place.document_id)
            if stored is not None:
                document = to_wire(self._registry[place.slug], stored, find.populate.get(place.slug))
                place.holder[place.key] = document
                filled.append((self._registry[place.slug], document))
        return filled

    async def _joined(
        self, join: Join, asked: JoinFind, level: Level, find: Find, principal: Principal | None, *, whole: int
    ) -> Level:
        parents = [document for _, document in level]
        select = find.populate.get(join.collection, {})
        return await self._joins.put(join, asked, parents, principal, whole=whole, select=select)

    async def _fetch(
        self, collection: Collection, ids: set[str], find: Find, principal: Principal | None
    ) -> dict[str, Any]:
        readable = permitted(collection, "read", principal)
        if readable is None:
            return {}
        where = every(among("_id", sorted(ids)), readable, visible(collection))
        fields = selected_fields(collection, find.populate.get(collection.slug, {}))
        return {stored["_id"]: stored for stored in await self._documents.find(collection.slug, where, fields=fields)}


async def _no_level() -> Level:
    return []


def _places(fields: Iterable[Field], holder: dict[str, Any]) -> Iterator[_Place]:
    for item in fields:
        value = holder.get(item.name)
        if value is None:
            continue
        if isinstance(item, Group):
            yield from _places(item.fields, value)
        elif isinstance(item, Array):
            for row in cast("list[dict[str, Any]]", value):
                yield from _places(item.fields, row)
        elif isinstance(item, Relation) and item.many:
            yield from (_Place(value, index, item.to) for index, entry in enumerate(value) if isinstance(entry, str))
        elif isinstance(item, Relation) and isinstance(value, str):
            yield _Place(holder, item.name, item.to)
