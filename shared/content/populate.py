"""Related documents in place of their ids: one query per collection and level, whatever the size of a page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from shared.content.collection import Collection
from shared.content.fields import Array, Field, Group, Relation
from shared.content.permission import permitted, visible
from shared.content.registry import Registry
from shared.content.wire import Wire, to_wire
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


async def populate(
    documents: Documents,
    registry: Registry,
    collection: Collection,
    found: Iterable[Wire],
    depth: int,
    principal: Principal | None,
) -> None:
    """Fill ``found`` in place. What the principal may not read, or is gone, stays an id."""
    level = [(collection, document) for document in found]
    remaining = MAX_POPULATED
    for _ in range(depth):
        places = [place for owner, document in level for place in _places(owner.all_fields, document)][:remaining]
        slugs = sorted({place.slug for place in places if registry.get(place.slug)})
        fetched = await asyncio.gather(
            *(_fetch(documents, registry[slug], {p.document_id for p in places if p.slug == slug}, principal)
              for slug in slugs)
        )  # fmt: skip
        by_slug = dict(zip(slugs, fetched, strict=True))
        level = list[tuple[Collection, Wire]]()
        for place in places:
            stored = by_slug.get(place.slug, {}).get(place.document_id)
            if stored is not None:
                document = to_wire(registry[place.slug], stored)
                place.holder[place.key] = document
                level.append((registry[place.slug], document))
        remaining -= len(level)
        if not level or remaining <= 0:
            return


async def _fetch(
    documents: Documents, collection: Collection, ids: set[str], principal: Principal | None
) -> dict[str, Any]:
    readable = permitted(collection, "read", principal)
    if readable is None:
        return {}
    where = every(among("_id", sorted(ids)), readable, visible(collection))
    return {stored["_id"]: stored for stored in await documents.find(collection.slug, where)}


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
