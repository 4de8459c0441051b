"""Finding, showing and counting documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.content.collection import Collection
from shared.content.drafts import DRAFT, among_drafts, with_draft
from shared.content.find import HARD_LIMIT, Find
from shared.content.permission import permitted, require, visible
from shared.content.populate import Populate
from shared.content.registry import Registry
from shared.content.sorting import sort_of
from shared.content.where import Where
from shared.content.wire import Wire, etag, selected_fields, to_wire
from shared.domain.errors import NotFound
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Query, among, by_id, every
from shared.ports import Documents

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
        self._populate = Populate(documents, registry)

    async def find(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, Any]:
        """A page in Payload's envelope."""
        where = self.condition(collection, find, principal, require(collection, "read", principal))
        sort = sort_of(collection, self._registry, find.sort, principal)
        limit = find.limit or HARD_LIMIT
        paged = find.pagination and find.limit > 0
        skip = (find.page - 1) * limit if paged else 0
        fields = selected_fields(collection, find.select)
        if fields is not None and find.draft and collection.drafts:
            fields = (*fields, DRAFT)
        if skip > _MAX_SKIP:
            stored, total = list[dict[str, Any]](), await self._documents.count(collection.slug, where)
        else:
            stored, total = await self._documents.page(
                collection.slug, where, sort=sort, skip=skip, limit=limit, fields=fields
            )
        docs = await self._shown(collection, stored, find, principal)
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
        """What was just read or written, as the principal may see it."""
        [document] = await self._shown(collection, [stored], find, principal)
        return Shown(document, etag(stored))

    async def count(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, int]:
        where = self.condition(collection, find, principal, require(collection, "read", principal))
        return {"totalDocs": await self._documents.count(collection.slug, where)}

    def condition(self, collection: Collection, find: Find, principal: Principal | None, allowed: Query) -> Query:
        """The client's conditions, within what is ``allowed`` and exists."""
        asked = self.asked(collection, find, principal)
        if find.draft and collection.drafts:
            asked = among_drafts(collection, asked, principal)
        return every(asked, allowed, visible(collection, trash=find.trash))

    def asked(self, collection: Collection, find: Find, principal: Principal | None) -> Query:
        """The client's conditions alone; ``EVERYTHING`` when there are none."""
        return Where(collection, self._registry, principal).compile(find.where or {})

    async def _shown(
        self, collection: Collection, stored: list[dict[str, Any]], find: Find, principal: Principal | None
    ) -> list[Wire]:
        newest = await self._newest(collection, stored, find, principal)
        docs = [to_wire(collection, document, find.select) for document in newest]
        await self._populate.fill(collection, docs, find, principal)
        return docs

    async def _newest(
        self, collection: Collection, stored: list[dict[str, Any]], find: Find, principal: Principal | None
    ) -> list[dict[str, Any]]:
        """With ``draft``, the drafts of those that the principal may change."""
        drafted = [document["_id"] for document in stored if document.get(DRAFT)]
        if not find.draft or not collection.drafts or not drafted:
            return stored
        changeable = permitted(collection, "update", principal)
        if changeable is None:
            return stored
        if changeable != EVERYTHING:
            where = every(among("_id", drafted), changeable)
            drafted = [item["_id"] for item in await self._documents.find(collection.slug, where, fields=("_id",))]
        return [with_draft(document) if document["_id"] in drafted else document for document in stored]


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
