"""Documents that name a document, shown in it: for a whole page at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from shared.content.collection import Collection, Join
from shared.content.find import HARD_LIMIT, Find, JoinFind, Selection
from shared.content.permission import permitted, visible
from shared.content.registry import Registry
from shared.content.sorting import sort_of
from shared.content.where import Where, refuse
from shared.content.wire import Wire, selected_fields, to_wire
from shared.domain.identity import Principal
from shared.domain.query import NOTHING, Query, among, eq, every
from shared.ports import Documents, Sort

MAX_SCANNED = 10_000
"""Joined documents of one page that are looked at together; beyond it, each document's are asked for alone."""
MAX_ALONE = 50

Level = list[tuple[Collection, Wire]]


def wanted(collection: Collection, find: Find) -> list[tuple[Join, JoinFind]]:
    """The declared joins that a request names, in ``joins`` or in ``select``."""
    selected = {name for name, choice in find.select.items() if choice is True}
    return [
        (join, find.joins.get(join.name, JoinFind()))
        for join in collection.joins
        if join.name in find.joins or join.name in selected
    ]


class Joins:
    def __init__(self, documents: Documents, registry: Registry) -> None:
        self._documents = documents
        self._registry = registry

    async def put(
        self,
        join: Join,
        asked: JoinFind,
        parents: Sequence[Wire],
        principal: Principal | None,
        *,
        whole: int,
        select: Selection,
    ) -> Level:
        """``{docs, hasNextPage}`` into each of ``parents``, the first ``whole`` as documents, the others as ids; the
        documents that were put there."""
        target = self._registry[join.collection]
        limit = min(join.limit if asked.limit is None else asked.limit or HARD_LIMIT, HARD_LIMIT)
        readable = permitted(target, "read", principal)
        where: Query = NOTHING
        if readable is not None:
            condition = Where(target, self._registry, principal).compile(asked.where or {})
            where = every(condition, readable, visible(target))
        sort = sort_of(target, self._registry, asked.sort or (join.sort,), principal)
        pages = await self._pages(join, parents, where, sort, (asked.page - 1) * limit, limit)
        documents = await self._whole(target, pages, whole, select) if whole else {}
        level: Level = []
        for parent in parents:
            ids, total = pages.get(parent["id"], ([], 0))
            docs: list[Any] = [documents.get(one, one) for one in ids] if whole else list(ids)
            level += [(target, document) for document in docs if isinstance(document, dict)]
            parent[join.name] = {"docs": docs, "hasNextPage": asked.page * limit < total}
            if asked.count:
                parent[join.name]["totalDocs"] = total
        return level

    async def _pages(
        self, join: Join, parents: Sequence[Wire], where: Query, sort: Sort, skip: int, limit: int
    ) -> dict[str, tuple[list[str], int]]:
        """By parent: the ids of the page, and how many there are."""
        ids: list[str] = [parent["id"] for parent in parents]
        if len(ids) == 1:
            return {ids[0]: await self._alone(join, ids[0], where, sort, skip, limit)}
        found = await self._documents.find(
            join.collection, every(among(join.on, ids), where), sort=sort, limit=MAX_SCANNED + 1, fields=(join.on,)
        )
        if len(found) > MAX_SCANNED:
            if len(ids) > MAX_ALONE:
                refuse(f"joins.{join.name}", f"expected at most {MAX_ALONE} documents on a page with so many joined")
            pages = await asyncio.gather(*(self._alone(join, one, where, sort, skip, limit) for one in ids))
            return dict(zip(ids, pages, strict=True))
        grouped: dict[str, list[str]] = {}
        for stored in found:
            named: Any = stored.get(join.on)
            for parent in cast("list[str]", named if isinstance(named, list) else [named]):
                grouped.setdefault(parent, []).append(stored["_id"])
        return {parent: (children[skip : skip + limit], len(children)) for parent, children in grouped.items()}

    async def _alone(
        self, join: Join, parent: str, where: Query, sort: Sort, skip: int, limit: int
    ) -> tuple[list[str], int]:
        found, total = await self._documents.page(
            join.collection, every(eq(join.on, parent), where), sort=sort, skip=skip, limit=limit, fields=("_id",)
        )
        return [stored["_id"] for stored in found], total

    async def _whole(
        self, target: Collection, pages: Mapping[str, tuple[list[str], int]], most: int, select: Selection
    ) -> dict[str, Wire]:
        ids = list(dict.fromkeys(one for children, _ in pages.values() for one in children))[:most]
        if not ids:
            return {}
        fields = selected_fields(target, select)
        found = await self._documents.find(target.slug, among("_id", ids), fields=fields)
        return {stored["_id"]: to_wire(target, stored, select) for stored in found}
