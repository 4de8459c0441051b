"""Creating, changing and deleting one document: judged as a whole before anything is written, then written in
one atomic step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.content.collection import Collection, Draft, Operation
from shared.content.drafts import with_draft
from shared.content.fields import Relation
from shared.content.find import Find
from shared.content.history import History
from shared.content.judging import Body, Intent, Judge
from shared.content.permission import permitted, visible
from shared.content.permission import require as require_permission
from shared.content.problems import Problems
from shared.content.purging import Purge
from shared.content.reads import Reads, Shown
from shared.content.registry import Registry
from shared.content.wire import etag, to_wire
from shared.domain.errors import Conflict, Forbidden, PreconditionFailed
from shared.domain.identity import Principal
from shared.domain.query import Change, Not, Query, by_id, eq, every
from shared.ports import Documents

_MOST_TRIES = 100

__all__ = ["Body", "Writes"]


class Writes:
    def __init__(self, documents: Documents, registry: Registry, reads: Reads, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._reads = reads
        self._now = now
        self._judge = Judge(documents, registry)
        self._history = History(documents)
        self._purge = Purge(documents, registry)
        self._registry = registry

    async def create(
        self,
        collection: Collection,
        body: Body,
        find: Find,
        principal: Principal | None,
        *,
        internal: Mapping[str, Any] | None = None,
    ) -> Shown:
        """``internal`` is stored besides; whoever passes it has decided about access already."""
        if internal is None:
            require_permission(collection, "create", principal)
        draft = await self._judge.created(collection, body, principal, Intent(find.draft, internal=internal or {}))
        now = self._milliseconds()
        document = {"_id": draft.document_id, **draft.data, **draft.internal, "createdAt": now, "updatedAt": now}
        stored = await self._insert(collection, {**document, "rev": 1}, draft)
        await self._still_belongs(collection, stored, {})
        await self._history.keep(collection, stored)
        return await self._shown(collection, stored, draft, find, principal)

    async def update(
        self,
        collection: Collection,
        document_id: str,
        body: Body,
        find: Find,
        principal: Principal | None,
        if_match: str | None = None,
        *,
        known: Mapping[str, Any] | None = None,
        internal: Mapping[str, Any] | None = None,
    ) -> Shown:
        """Only the fields that ``body`` names are changed. With ``if_match``, only the version it names. What
        ``known`` holds may be named though it is gone; ``internal`` is stored besides."""
        intent = Intent(find.draft, known or {}, internal or {})
        for _ in range(_MOST_TRIES):
            original = await self._original(collection, document_id, find, principal, "update")
            self._check_match(collection, original, if_match)
            now = self._milliseconds()
            draft, change = await self._judge.changed(collection, original, body, principal, intent, now)
            await self._history.heal(collection, original)
            stored = await self._change(collection, draft, change, find, if_match)
            if stored is not None:
                await self._still_belongs(collection, stored, original)
                await self._history.keep(collection, stored)
                return await self._shown(collection, stored, draft, find, principal)
        raise Conflict("This document is being changed too often. Please try again.")

    async def delete(
        self,
        collection: Collection,
        document_id: str,
        find: Find,
        principal: Principal | None,
        if_match: str | None = None,
    ) -> Shown:
        original = await self._original(collection, document_id, find, principal, "delete")
        self._check_match(collection, original, if_match)
        shown = await self._reads.show(collection, original, find, principal)
        where = self._writable(collection, "delete", document_id, find, principal)
        if if_match is not None:
            where = every(where, _same_version(original))
        if await self._purge.delete(collection, where) is None:
            await self._explain(collection, document_id, find, principal, if_match)
        return shown

    def _writable(
        self, collection: Collection, operation: Operation, document_id: str, find: Find, principal: Principal | None
    ) -> Query:
        allowed = require_permission(collection, operation, principal)
        return every(by_id(document_id), allowed, visible(collection, trash=find.trash))

    async def _original(
        self, collection: Collection, document_id: str, find: Find, principal: Principal | None, operation: Operation
    ) -> dict[str, Any]:
        """What may not even be read does not exist; what may be read but not changed is forbidden."""
        original = None
        if principal is None or permitted(collection, operation, principal) is not None:
            where = self._writable(collection, operation, document_id, find, principal)
            original = await self._documents.find_one(collection.slug, where)
        if original is None:
            await self._reads.stored(collection, document_id, find, principal)
            raise Forbidden
        return original

    def _check_match(self, collection: Collection, stored: dict[str, Any], if_match: str | None) -> None:
        if if_match is None or if_match.strip() == "*":
            return
        if etag(stored) not in [tag.strip().removeprefix("W/") for tag in if_match.split(",")]:
            document = to_wire(collection, stored)
            raise PreconditionFailed(details={"name": "PreconditionFailed", "data": document})

    async def _insert(self, collection: Collection, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
        try:
            if collection.hooks.insert:
                return await collection.hooks.insert(self._documents, document, draft)
            await self._documents.insert(collection.slug, document)
        except Conflict:
            await self._explain_conflict(collection, draft, document)
            raise
        return document

    async def _still_belongs(self, collection: Collection, stored: dict[str, Any], before: Mapping[str, Any]) -> None:
        """What it belongs to now may have been deleted since it was judged: then it goes along, as it would have gone
        a moment later, since nobody would ever delete it."""
        for item in collection.fields:
            if not isinstance(item, Relation) or not item.dependent:
                continue
            if stored.get(item.name) in (None, before.get(item.name)):
                continue
            where = every(by_id(stored[item.name]), visible(self._registry[item.to], trash=True))
            if await self._documents.find_one(item.to, where, fields=("_id",)) is None:
                await self._purge.delete(collection, by_id(stored["_id"]))
                problems = Problems()
                problems.add(item.name, item.label, f"This field has an invalid selection: {stored[item.name]}")
                problems.raise_any(collection.slug)

    async def _change(
        self, collection: Collection, draft: Draft, change: Change, find: Find, if_match: str | None
    ) -> dict[str, Any] | None:
        """``None``: somebody else changed it first, and this change has to be judged anew."""
        original: Mapping[str, Any] = draft.original or {}
        where = every(self._writable(collection, "update", draft.document_id, find, draft.principal), draft.condition)
        pinned = if_match is not None or collection.versions is not None
        try:
            stored = await self._documents.update(
                collection.slug, every(where, _same_version(original)) if pinned else where, change
            )
        except Conflict:
            await self._explain_conflict(collection, draft, dict(change.set))
            raise
        if stored is not None:
            return stored
        if if_match is None and pinned and await self._moved_on(collection, where, original):
            return None
        return await self._explain(collection, draft.document_id, find, draft.principal, if_match)

    async def _moved_on(self, collection: Collection, where: Query, original: Mapping[str, Any]) -> bool:
        current = await self._documents.find_one(collection.slug, where, fields=("rev",))
        return current is not None and current.get("rev") != original.get("rev")

    async def _explain(
        self, collection: Collection, document_id: str, find: Find, principal: Principal | None, if_match: str | None
    ) -> Any:
        """Why the write found nothing: the document changed, went away, or may not be changed (any more)."""
        stored = await self._reads.stored(collection, document_id, find, principal)
        self._check_match(collection, stored, if_match)
        raise Forbidden

    async def _explain_conflict(self, collection: Collection, draft: Draft, values: dict[str, Any]) -> None:
        """Which unique field it was, as a problem of that field."""
        for item in collection.all_fields:
            if item.unique and values.get(item.name) is not None:
                same = every(eq(item.name, values[item.name]), Not(by_id(draft.document_id)))
                if await self._documents.find_one(collection.slug, same, fields=("_id",)):
                    draft.problems.add(item.name, item.label, "Value must be unique")
        draft.problems.raise_any(collection.slug, draft.document_id if draft.operation == "update" else None)

    async def _shown(
        self, collection: Collection, stored: dict[str, Any], draft: Draft, find: Find, principal: Principal | None
    ) -> Shown:
        """What was written, the draft if it was one."""
        shown = await self._reads.show(collection, with_draft(stored) if draft.unpublished else stored, find, principal)
        shown.document.update(draft.once)
        return shown

    def _milliseconds(self) -> datetime:
        now = self._now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _same_version(stored: Mapping[str, Any]) -> Query:
    return eq("rev", stored.get("rev"))
