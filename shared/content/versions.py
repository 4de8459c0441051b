"""The history of a document: looking it up and going back in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from shared.content.collection import Collection
from shared.content.collections.media import UNCHECKED
from shared.content.fields import Field, Group
from shared.content.find import Find
from shared.content.reads import Reads, Shown
from shared.content.registry import Registry
from shared.content.wire import to_wire
from shared.content.writes import Writes
from shared.domain.errors import NotFound
from shared.domain.identity import Principal

_NOT_RESTORED = frozenset({"id", "createdAt", "updatedAt", "deletedAt"})


class Versions:
    """Of collections that are declared with ``versions``; ``NotFound`` for the others."""

    def __init__(self, registry: Registry, reads: Reads, writes: Writes) -> None:
        self._registry = registry
        self._reads = reads
        self._writes = writes

    def of(self, collection: Collection, *, trash: bool = False) -> Collection:
        """The versions as a collection, whose fields are ``parent``, ``version`` (the document's) and ``latest``."""
        if collection.versions is None:
            raise NotFound
        return self._registry.versions(collection, trash=trash)

    async def find(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, Any]:
        """A page in Payload's envelope, of the documents that ``principal`` may read; newest first unless sorted."""
        return await self._reads.find(self.of(collection, trash=find.trash), _newest_first(find), principal)

    async def count(self, collection: Collection, find: Find, principal: Principal | None) -> dict[str, int]:
        return await self._reads.count(self.of(collection, trash=find.trash), find, principal)

    async def find_by_id(
        self, collection: Collection, version_id: str, find: Find, principal: Principal | None
    ) -> Shown:
        return await self._reads.find_by_id(self.of(collection, trash=find.trash), version_id, find, principal)

    async def restore(
        self,
        collection: Collection,
        version_id: str,
        find: Find,
        principal: Principal | None,
        if_match: str | None = None,
    ) -> Shown:
        """The document as it was then, as a new change of it, or with ``find.draft`` as its draft. What ``principal``
        may not write stays as it is. Of a file, what is known about it goes together with which one it is."""
        kept = await self._reads.stored(self.of(collection), version_id, Find(depth=0), principal)
        content: dict[str, Any] = kept["version"]
        body = _whole(collection.all_fields, to_wire(collection, {**content, "_id": kept["parent"]}))
        if find.draft:
            body.pop("_status", None)
        at, file = replace(find, trash=False), _file(collection, content)
        return await self._writes.update(
            collection, kept["parent"], body, at, principal, if_match, known=content, internal=file
        )


def _newest_first(find: Find) -> Find:
    return find if find.sort else replace(find, sort=("-updatedAt",))


def _file(collection: Collection, content: Mapping[str, Any]) -> dict[str, Any]:
    """The file that a version shows, as the check described it; nothing while it was being checked or had failed."""
    if not collection.upload or content.get("status") in UNCHECKED:
        return {}
    described = [item for item in collection.fields if item.read_only and not item.hidden]
    return {item.name: content.get(item.name) for item in described} | {"statusReason": None}


def _whole(fields: Iterable[Field], document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as a body that also clears what it does not have."""
    body: dict[str, Any] = {}
    for item in fields:
        if item.name in _NOT_RESTORED or item.hidden or item.read_only:
            continue
        value = document.get(item.name)
        if isinstance(item, Group):
            body[item.name] = _whole(item.fields, cast("Mapping[str, Any]", value or {}))
        elif value is not None or not item.required:
            body[item.name] = value
    return body
