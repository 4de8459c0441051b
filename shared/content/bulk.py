"""Changing and deleting whatever a condition finds, one document after another, each judged on its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from shared.content.collection import Collection, Operation
from shared.content.find import HARD_LIMIT, Find
from shared.content.permission import require, visible
from shared.content.reads import Reads, Shown
from shared.content.wire import Wire
from shared.content.writes import Body, Writes
from shared.domain.errors import AladdinError, NotFound, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, every
from shared.ports import Documents


@dataclass(frozen=True, slots=True)
class BulkResult:
    """Payload's answer; ``status`` is 400 when any document failed."""

    body: dict[str, Any]
    status: int


class Bulk:
    def __init__(self, documents: Documents, reads: Reads, writes: Writes) -> None:
        self._documents = documents
        self._reads = reads
        self._writes = writes

    async def update(self, collection: Collection, body: Body, find: Find, principal: Principal | None) -> BulkResult:
        async def change(document_id: str) -> Shown:
            return await self._writes.update(collection, document_id, body, find, principal)

        return await self._each(collection, "update", find, principal, change)

    async def delete(self, collection: Collection, find: Find, principal: Principal | None) -> BulkResult:
        async def remove(document_id: str) -> Shown:
            return await self._writes.delete(collection, document_id, find, principal)

        return await self._each(collection, "delete", find, principal, remove)

    async def _each(
        self,
        collection: Collection,
        operation: Operation,
        find: Find,
        principal: Principal | None,
        act: Callable[[str], Awaitable[Shown]],
    ) -> BulkResult:
        allowed = require(collection, operation, principal)
        asked = self._reads.asked(collection, find, principal)
        if asked == EVERYTHING:
            raise ValidationFailed(f"Missing 'where' query of documents to {operation}.")
        found = await self._documents.find(
            collection.slug,
            every(asked, allowed, visible(collection, trash=find.trash)),
            sort=[("_id", 1)],
            limit=find.limit or HARD_LIMIT,
            fields=("_id",),
        )
        docs: list[Wire] = []
        errors: list[dict[str, Any]] = []
        for stored in found:
            try:
                docs.append((await act(stored["_id"])).document)
            except NotFound:
                continue  # it went away, or out of reach, since it was found
            except AladdinError as error:
                errors.append({"id": stored["_id"], "isPublic": error.status < 500, "message": error.message})
        body = {"docs": docs, "errors": errors, "message": _message(collection, operation, len(docs), len(errors))}
        return BulkResult(body, 400 if errors else 200)


def _message(collection: Collection, operation: Operation, done: int, failed: int) -> str:
    if failed:
        label = collection.plural if done + failed > 1 else collection.singular
        return f"Unable to {operation} {failed} out of {done + failed} {label}."
    label = collection.plural if done > 1 else collection.singular
    return f"{operation.capitalize()}d {done} {label} successfully."
