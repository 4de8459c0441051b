"""Finding, showing and counting documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.content.collection import Collection
from shared.content.find import HARD_LIMIT, Find
from shared.content.paths import UnknownPath, resolve
from shared.content.permission import require, visible
from shared.content.populate import populate
from shared.content.registry import Registry
from shared.content.where import Where
from shared.content.wire import Wire, etag, selected_fields, to_wire
from shared.domain.errors import NotFound
from shared.domain.identity import Principal
from shared.domain.query import Query, by_id, every
from shared.ports import Documents, Sort

_MAX_SKIP = 10**9


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as the client gets it, and its ETag."""

    document: Wire
    etag: str


class Reads:
    def __init__(self, documents: Documents, registry: Registry) -> None:
        self._documents = documents
        self._registry = registry

    async def find(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, Any]:
        """A page in Payload's envelope."""
        where = self.condition(collection, find, principal, require(collection, "read", principal))
        sort = self._sort(collection, find.sort, principal)
        limit = find.limit or HARD_LIMIT
        paged = find.pagination and find.limit > 0
        skip = (find.page - 1) * limit if paged else 0
        fields = selected_fields(collection, find.select)
        if skip > _MAX_SKIP:
            stored, total = list[dict[str, Any]](), await self._documents.count(collection.slug, where)
        else:
            stored, total = await self._documents.page(
                collection.slug, where, sort=sort, skip=skip, limit=limit, fields=fields
            )
        docs = [to_wire(collection, document, find.select) for document in stored]
        await self._populate(collection, docs, find.depth, principal)
        if not paged:
            return {"docs": docs, **envelope(total, total if find.limit else find.limit, 1)}
        return {"docs": docs, **envelope(total, limit, find.page)}

    async def find_by_id(
        self, collection: Collection, document_id: str, find: Find, principal: Principal | None
    ) -> Shown:
        """``NotFound`` also for what the principal may not read."""
        stored = await self.stored(collection, document_id, find, principal)
        return await self.show(collection, stored, find, principal)

    async def stored(
        self, collection: Collection, document_id: str, find: Find, principal: Principal | None
    ) -> dict[str, Any]:
        readable = require(collection, "read", principal)
        where = every(by_id(document_id), readable, visible(collection, trash=find.trash))
        stored = await self._documents.find_one(collection.slug, where)
        if stored is None:
            raise NotFound
        return stored

    async def show(
        self, collection: Collection, stored: dict[str, Any], find: Find, principal: Principal | None
    ) -> Shown:
        document = to_wire(collection, stored, find.select)
        await self._populate(collection, [document], find.depth, principal)
        return Shown(document, etag(stored))

    async def count(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, int]:
        where = self.condition(collection, find, principal, require(collection, "read", principal))
        return {"totalDocs": await self._documents.count(collection.slug, where)}

    def condition(self, collection: Collection, find: Find, principal: Principal | None, allowed: Query) -> Query:
        """The client's conditions, within what is ``allowed`` and exists."""
        return every(self.asked(collection, find, principal), allowed, visible(collection, trash=find.trash))

    def asked(self, collection: Collection, find: Find, principal: Principal | None) -> Query:
        """The client's conditions alone; ``EVERYTHING`` when there are none."""
        return Where(collection, self._registry, principal).compile(find.where or {})

    async def _populate(
        self, collection: Collection, docs: list[Wire], depth: int, principal: Principal | None
    ) -> None:
        await populate(self._documents, self._registry, collection, docs, depth, principal)

    def _sort(self, collection: Collection, names: tuple[str, ...], principal: Principal | None) -> Sort:
        """Unknown names are ignored, hidden ones refused; the key decides between equals, so that pages are
        stable."""
        order: dict[str, int] = {}
        for name in names:
            path = name.removeprefix("-")
            if path.split(".")[0] in _hidden(collection):
                raise UnknownPath(path)
            try:
                target = resolve(path, collection, self._registry, principal)
            except UnknownPath:
                continue
            if target.wrap(_PROBE) is _PROBE:
                order.setdefault(target.stored, -1 if name.startswith("-") else 1)
        if not order:
            order["createdAt"] = -1
        order.setdefault("_id", -1)
        return [(path, -1 if direction < 0 else 1) for path, direction in order.items()]


_PROBE: Query = by_id("")


def _hidden(collection: Collection) -> set[str]:
    return {item.name for item in collection.all_fields if item.hidden} | collection.internal


def envelope(total: int, limit: int, page: int) -> dict[str, Any]:
    """``limit`` 0: everything on one page."""
    pages = max(1, -(-total // limit)) if limit else 1
    return {
        "totalDocs": total,
        "limit": limit,
        "page": page,
        "totalPages": pages,
        "pagingCounter": (page - 1) * limit + 1,
        "hasPrevPage": page > 1,
        "hasNextPage": page < pages,
        "prevPage": page - 1 if page > 1 else None,
        "nextPage": page + 1 if page < pages else None,
    }
