"""Creating, changing and deleting one document: judged as a whole before anything is written, then written in
one atomic step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from shared.content.cleaning import Cleaner, Named, require
from shared.content.collection import Collection, Draft
from shared.content.fields import Field, Group
from shared.content.find import Find
from shared.content.permission import permitted, visible
from shared.content.permission import require as require_permission
from shared.content.problems import Problems
from shared.content.reads import Reads, Shown
from shared.content.registry import Registry
from shared.content.relations import check_named
from shared.content.wire import etag, to_wire
from shared.domain.errors import Conflict, Forbidden, PreconditionFailed
from shared.domain.identity import Principal
from shared.domain.ids import new_document_id
from shared.domain.query import Change, Not, Query, by_id, eq, every
from shared.ports import Documents

Body = Mapping[str, Any]


class Writes:
    def __init__(self, documents: Documents, registry: Registry, reads: Reads, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._registry = registry
        self._reads = reads
        self._now = now

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
        draft, cleaner = self._draft(collection, body, principal, None)
        draft.internal.update(internal or {})
        draft.data = cleaner.document(collection.all_fields, body)
        if collection.trash:
            draft.data["deletedAt"] = None
        if collection.hooks.before_change:
            await collection.hooks.before_change(draft)
        require(_stored_fields(collection, draft), draft.data, draft.problems)
        await check_named(self._documents, self._registry, cleaner.named, principal, draft.problems)
        draft.problems.raise_any(collection.slug)
        now = self._milliseconds()
        document = {"_id": draft.document_id, **draft.data, **draft.internal, "createdAt": now, "updatedAt": now}
        stored = await self._insert(collection, {**document, "rev": 1}, draft)
        return await self._shown(collection, stored, draft, find, principal)

    async def update(
        self,
        collection: Collection,
        document_id: str,
        body: Body,
        find: Find,
        principal: Principal | None,
        if_match: str | None = None,
    ) -> Shown:
        """Only the fields that ``body`` names are changed. With ``if_match``, only the version it names."""
        original = await self._original(collection, document_id, find, principal, "update")
        self._check_match(collection, original, if_match)
        draft, cleaner = self._draft(collection, body, principal, original)
        draft.data = cleaner.document(collection.all_fields, body)
        self._check_trash(collection, draft)
        if collection.hooks.before_change:
            await collection.hooks.before_change(draft)
        named = [item for item in cleaner.named if not _was_named(original, item)]
        await check_named(self._documents, self._registry, named, principal, draft.problems)
        draft.problems.raise_any(collection.slug, document_id)
        change = Change(
            set={**_flat(collection.all_fields, draft.data), **draft.internal, "updatedAt": self._milliseconds()},
            unset=draft.removed,
            inc={"rev": 1},
            pull=draft.pulled,
        )
        stored = await self._change(collection, draft, change, find, if_match)
        return await self._shown(collection, stored, draft, find, principal)

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
        remove = collection.hooks.delete or _delete_of(collection)
        if await remove(self._documents, where) is None:
            await self._explain(collection, document_id, find, principal, if_match)
        return shown

    def _draft(
        self, collection: Collection, body: Body, principal: Principal | None, original: dict[str, Any] | None
    ) -> tuple[Draft, Cleaner]:
        problems = Problems()
        draft = Draft(
            operation="create" if original is None else "update",
            data={},
            given=frozenset(body),
            original=original,
            principal=principal,
            documents=self._documents,
            problems=problems,
            document_id=new_document_id() if original is None else original["_id"],
        )
        return draft, Cleaner(principal, problems, creating=original is None)

    def _writable(
        self, collection: Collection, operation: Any, document_id: str, find: Find, principal: Principal | None
    ) -> Query:
        allowed = require_permission(collection, operation, principal)
        return every(by_id(document_id), allowed, visible(collection, trash=find.trash))

    async def _original(
        self, collection: Collection, document_id: str, find: Find, principal: Principal | None, operation: Any
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

    def _check_trash(self, collection: Collection, draft: Draft) -> None:
        """To put something into the trash takes the right to delete it."""
        if not collection.trash or draft.data.get("deletedAt") is None or draft.original is None:
            return
        if draft.original.get("deletedAt") is None:
            allowed = permitted(collection, "delete", draft.principal)
            if allowed is None:
                raise Forbidden
            draft.condition = allowed

    async def _insert(self, collection: Collection, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
        try:
            if collection.hooks.insert:
                return await collection.hooks.insert(self._documents, document, draft)
            await self._documents.insert(collection.slug, document)
        except Conflict:
            await self._explain_conflict(collection, draft, document)
            raise
        return document

    async def _change(
        self, collection: Collection, draft: Draft, change: Change, find: Find, if_match: str | None
    ) -> dict[str, Any]:
        where = self._writable(collection, "update", draft.document_id, find, draft.principal)
        if if_match is not None and draft.original is not None:
            where = every(where, _same_version(draft.original))
        try:
            stored = await self._documents.update(collection.slug, every(where, draft.condition), change)
        except Conflict:
            await self._explain_conflict(collection, draft, dict(change.set))
            raise
        if stored is None:
            return await self._explain(collection, draft.document_id, find, draft.principal, if_match)
        return stored

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
        shown = await self._reads.show(collection, stored, find, principal)
        shown.document.update(draft.once)
        return shown

    def _milliseconds(self) -> datetime:
        now = self._now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _stored_fields(collection: Collection, draft: Draft) -> list[Field]:
    """Fields whose value a hook has turned into something internal are not asked for any more."""
    return [item for item in collection.all_fields if not (item.hidden and item.name in draft.given)]


def _was_named(original: Mapping[str, Any], item: Named) -> bool:
    """Whether the field held this id before: a document can be sent back as it was read."""
    return _holds(original.get(item.path.split(".")[0]), item.document_id)


def _holds(value: Any, text: str) -> bool:
    if isinstance(value, list | dict):
        inner = cast("Any", value)
        return any(_holds(entry, text) for entry in (inner if isinstance(value, list) else inner.values()))
    return value == text


def _same_version(stored: Mapping[str, Any]) -> Query:
    return eq("rev", stored.get("rev"))


def _flat(fields: tuple[Field, ...], data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """``data`` by stored path, so that a change of one field of a group leaves its neighbours alone."""
    groups = {item.name: item for item in fields if isinstance(item, Group)}
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if name in groups:
            inner = cast("Mapping[str, Any]", value)
            flat.update(_flat(groups[name].fields, inner, f"{prefix}{name}."))
        else:
            flat[prefix + name] = value
    return flat


def _delete_of(collection: Collection) -> Callable[[Documents, Query], Any]:
    async def remove(documents: Documents, where: Query) -> dict[str, Any] | None:
        return await documents.delete(collection.slug, where)

    return remove
