"""The content engine's documents in MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from bson.errors import BSONError
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated
from shared.adapters.mongo.query import to_filter, to_update
from shared.domain.errors import Conflict, ValidationFailed
from shared.domain.query import Change, Either, Every, Index, Match, Not, Query, Through, among, every
from shared.ports import Sort

MAX_RELATED = 20_000
Known = dict[str, list[str]]


class Documents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_one(self, collection: str, where: Query, *, fields: Sequence[str] | None = None) -> Document | None:
        condition = await self._filter(collection, where)
        with _translated():
            return await self._database[collection].find_one(condition, _projection(fields))

    async def find(
        self,
        collection: str,
        where: Query,
        *,
        sort: Sort = (),
        skip: int = 0,
        limit: int = 0,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        return await self._find(collection, await self._filter(collection, where), sort, skip, limit, fields)

    async def page(
        self,
        collection: str,
        where: Query,
        *,
        sort: Sort = (),
        skip: int = 0,
        limit: int = 0,
        fields: Sequence[str] | None = None,
    ) -> tuple[list[Document], int]:
        condition = await self._filter(collection, where)
        found, total = await asyncio.gather(
            self._find(collection, condition, sort, skip, limit, fields), self._count(collection, condition)
        )
        return found, total

    async def count(self, collection: str, where: Query) -> int:
        return await self._count(collection, await self._filter(collection, where))

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        with _translated():
            await self._database[collection].insert_one(dict(document))

    async def update(self, collection: str, where: Query, change: Change) -> Document | None:
        condition = await self._filter(collection, where)
        with _translated():
            return await self._database[collection].find_one_and_update(
                condition, to_update(change), return_document=ReturnDocument.AFTER
            )

    async def delete(self, collection: str, where: Query) -> Document | None:
        condition = await self._filter(collection, where)
        with _translated():
            return await self._database[collection].find_one_and_delete(condition)

    async def delete_all(self, collection: str, where: Query) -> int:
        condition = await self._filter(collection, where)
        with _translated():
            return (await self._database[collection].delete_many(condition)).deleted_count

    async def ensure_indexes(self, collection: str, indexes: Sequence[Index]) -> None:
        with _translated():
            for index in indexes:
                options: dict[str, Any] = {"unique": True, "sparse": True} if index.unique else {}
                await self._database[collection].create_index([(path, 1) for path in index.paths], **options)

    async def _find(
        self, collection: str, condition: Document, sort: Sort, skip: int, limit: int, fields: Sequence[str] | None
    ) -> list[Document]:
        with _translated():
            cursor = self._database[collection].find(condition, _projection(fields), skip=skip, limit=limit)
            return await (cursor.sort(list(sort)) if sort else cursor).to_list(None)

    async def _count(self, collection: str, condition: Document) -> int:
        with _translated():
            return await self._database[collection].count_documents(condition)

    async def _filter(self, collection: str, where: Query) -> Document:
        """``where`` for the server, with every ``Through`` replaced by the ids it stands for."""
        return to_filter(await self._resolved(where, await self._known(collection, where), {}))

    async def _known(self, collection: str, where: Query) -> Known:
        """Of the one document that ``where`` names by its key: the ids in the paths it looks through. So that a
        look through a relation costs look-ups by key, however many related documents there are."""
        paths = sorted(set(_paths_through(where)))
        pinned = _pins(where).get("_id", [])
        if not paths or len(pinned) != 1:
            return {}
        with _translated():
            document = await self._database[collection].find_one({"_id": pinned[0]}, _projection(paths))
        return {path: _texts_at(document, path.split(".")) for path in paths}

    async def _resolved(self, where: Query, known: Known, pinned: Known) -> Query:
        match where:
            case Through(path, collection, related, single):
                ids = known.get(path, pinned.get(path) if single else None)
                narrowed = related if ids is None else every(among("_id", ids), related)
                found = await self.find(collection, narrowed, limit=MAX_RELATED + 1, fields=("_id",))
                if len(found) > MAX_RELATED:
                    raise ValidationFailed("The condition on a relation finds too many documents. Please narrow it.")
                return among(path, [document["_id"] for document in found])
            case Every(parts):
                pinned = {**pinned, **_pins(where)}
                return Every(tuple(await asyncio.gather(*(self._resolved(part, known, pinned) for part in parts))))
            case Either(parts):
                return Either(tuple(await asyncio.gather(*(self._resolved(part, known, pinned) for part in parts))))
            case Not(part):
                return Not(await self._resolved(part, {}, {}))
            case _:
                return where


def _pins(where: Query) -> Known:
    """The paths whose value ``where`` demands to be one of a few ids."""
    parts = where.parts if isinstance(where, Every) else (where,)
    pins: Known = {}
    for part in parts:
        if isinstance(part, Match) and part.operator in ("eq", "in"):
            wanted: list[Any] = part.value if part.operator == "in" else [part.value]
            if all(isinstance(value, str) for value in wanted):
                pins[part.path] = wanted
    return pins


def _paths_through(where: Query) -> Iterator[str]:
    match where:
        case Through(path):
            yield path
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _paths_through(part)
        case _:
            return


def _texts_at(value: Any, names: Sequence[str]) -> list[str]:
    if isinstance(value, list):
        return [text for item in cast("list[Any]", value) for text in _texts_at(item, names)]
    if names:
        return _texts_at(cast("Document", value).get(names[0]), names[1:]) if isinstance(value, dict) else []
    return [value] if isinstance(value, str) else []


def _projection(fields: Sequence[str] | None) -> dict[str, int] | None:
    return None if fields is None else dict.fromkeys(("_id", *fields), 1)


@contextmanager
def _translated() -> Generator[None]:
    with translated():
        try:
            yield
        except DuplicateKeyError as error:
            raise Conflict from error
        except (BSONError, OverflowError) as error:
            raise ValidationFailed("A value cannot be stored.") from error
