"""Every revision of a document, kept beside it.

A version's key is its document and the revision: written twice, it is there once. It is written right after the
document. If a crash came between, the next change writes it first: a document with versions is changed only from the
revision that was read, so none is ever passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from shared.content.collection import Access, Collection
from shared.content.drafts import newest_content
from shared.content.fields import Checkbox, Date, Field, Group, Id, Relation
from shared.content.permission import permitted, visible
from shared.domain.errors import Conflict
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, NOTHING, Change, Index, Match, Query, Through, by_id, either, eq, every
from shared.ports import Documents


def versions_slug(collection: Collection) -> str:
    return f"{collection.slug}Versions"


def versions_of(collection: Collection, *, trash: bool = False) -> Collection:
    """The versions as a collection of their own, readable as their documents are today; those of drafts by whoever
    may change the document. ``trash``: also those of trashed documents."""

    def readable(principal: Principal | None) -> bool | Query:
        allowed = permitted(collection, "read", principal)
        if allowed is None:
            return False
        rule = _through(collection, every(allowed, visible(collection, trash=trash)))
        changeable = permitted(collection, "update", principal)
        if not collection.drafts or changeable == EVERYTHING:
            return rule
        hidden = NOTHING if changeable is None else _through(collection, changeable)
        return every(rule, either(Match("version._status", "ne", "draft"), hidden))

    return Collection(
        slug=versions_slug(collection),
        singular=f"{collection.singular} Version",
        plural=f"{collection.singular} Versions",
        title="updatedAt",
        description=f"A {collection.singular.lower()} as it was after one change.",
        fields=(
            Relation(name="parent", to=collection.slug, required=True, read_only=True, indexed=True),
            Group(name="version", read_only=True, fields=_kept_fields(collection)),
            Checkbox(name="latest", read_only=True),
        ),
        access=Access(read=readable),
        internal=frozenset({"rev"}),
        indexes=(Index(("parent", "rev")),),
    )


def _through(collection: Collection, where: Query) -> Query:
    return Through("parent", collection.slug, where, single=True)


def _kept_fields(collection: Collection) -> tuple[Field, ...]:
    kept = [item for item in collection.all_fields if not isinstance(item, Id) and not item.hidden]
    return tuple(_without_index(item) for item in kept)


def _without_index(item: Field) -> Field:
    if isinstance(item, Date) and item.name in ("createdAt", "updatedAt", "deletedAt"):
        return Date(name=item.name, read_only=True)
    return item


class History:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def keep(self, collection: Collection, stored: Mapping[str, Any]) -> None:
        """The version of ``stored`` as it stands; keeping it again changes nothing."""
        if collection.versions is None:
            return
        slug, revision = versions_slug(collection), _revision(stored)
        content = newest_content(collection, stored)
        version = {
            "_id": _key(stored),
            "parent": stored["_id"],
            "version": content,
            "latest": True,
            "rev": revision,
            "createdAt": content["updatedAt"],
            "updatedAt": content["updatedAt"],
        }
        with suppress(Conflict):  # kept before
            await self._documents.insert(slug, version)
        if not await self._lives(collection, stored["_id"]):
            await self.forget(collection, stored["_id"])  # its deletion has already looked for versions
            return
        own = eq("parent", stored["_id"])
        superseded = every(own, eq("latest", True), Match("rev", "lt", revision))
        while revision > 1 and await self._documents.update(slug, superseded, Change(set={"latest": False})):
            pass
        if revision > collection.versions.keep:
            await self._documents.delete_all(slug, every(own, Match("rev", "lte", revision - collection.versions.keep)))

    async def heal(self, collection: Collection, stored: Mapping[str, Any]) -> None:
        """Keep what a crash may have left unkept."""
        if collection.versions is None:
            return
        if await self._documents.find_one(versions_slug(collection), by_id(_key(stored)), fields=("_id",)) is None:
            await self.keep(collection, stored)

    async def _lives(self, collection: Collection, document_id: str) -> bool:
        there = every(by_id(document_id), visible(collection, trash=True))
        found = await self._documents.find_one(collection.slug, there, fields=("_id",))
        return found is not None

    async def forget(self, collection: Collection, document_id: str) -> None:
        if collection.versions is not None:
            await self._documents.delete_all(versions_slug(collection), eq("parent", document_id))


def _revision(stored: Mapping[str, Any]) -> int:
    return int(stored.get("rev") or 0)


def _key(stored: Mapping[str, Any]) -> str:
    return f"{stored['_id']}:{_revision(stored)}"
