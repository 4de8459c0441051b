"""Documents in memory, with the store's semantics: the same contract suite runs over both."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from shared.domain.errors import Conflict
from shared.domain.query import Change, Either, Element, Every, Index, Match, Not, Query, Through, among
from shared.ports import Sort

Document = dict[str, Any]
_ABSENT = object()


class FakeDocuments:
    """``round_trips`` counts the calls, for tests that bound them."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Document]] = {}
        self.round_trips = 0
        self._unique: dict[str, set[tuple[str, ...]]] = {}

    async def find_one(self, collection: str, where: Query, *, fields: Sequence[str] | None = None) -> Document | None:
        found = await self.find(collection, where, limit=1, fields=fields)
        return found[0] if found else None

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
        self.round_trips += 1
        where = self._resolved(where)
        found = [document for document in self._all(collection) if self._fulfils(document, where)]
        for path, direction in reversed(sort):
            found.sort(key=lambda document, path=path: _rank(_first(document, path)), reverse=direction < 0)
        chosen = found[skip : skip + limit if limit else None]
        return [_pick(copy.deepcopy(document), fields) for document in chosen]

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
        where = self._resolved(where)
        total = sum(self._fulfils(document, where) for document in self._all(collection))
        return await self.find(collection, where, sort=sort, skip=skip, limit=limit, fields=fields), total

    async def count(self, collection: str, where: Query) -> int:
        self.round_trips += 1
        where = self._resolved(where)
        return sum(self._fulfils(document, where) for document in self._all(collection))

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        self.round_trips += 1
        self._store(collection, copy.deepcopy(dict(document)), new=True)

    async def update(self, collection: str, where: Query, change: Change) -> Document | None:
        self.round_trips += 1
        where = self._resolved(where)
        for document in self._all(collection):
            if self._fulfils(document, where):
                changed = copy.deepcopy(document)
                self._apply(changed, change)
                self._store(collection, changed, new=False)
                return copy.deepcopy(changed)
        return None

    async def delete(self, collection: str, where: Query) -> Document | None:
        self.round_trips += 1
        where = self._resolved(where)
        for document in self._all(collection):
            if self._fulfils(document, where):
                return self.collections[collection].pop(document["_id"])
        return None

    async def delete_all(self, collection: str, where: Query) -> int:
        self.round_trips += 1
        where = self._resolved(where)
        doomed = [document["_id"] for document in self._all(collection) if self._fulfils(document, where)]
        for document_id in doomed:
            del self.collections[collection][document_id]
        return len(doomed)

    async def ensure_indexes(self, collection: str, indexes: Sequence[Index]) -> None:
        self._unique.setdefault(collection, set()).update(index.paths for index in indexes if index.unique)

    def _all(self, collection: str) -> list[Document]:
        return list(self.collections.get(collection, {}).values())

    def _store(self, collection: str, document: Document, *, new: bool) -> None:
        others = [other for other in self._all(collection) if new or other["_id"] != document["_id"]]
        for paths in (("_id",), *self._unique.get(collection, ())):
            key = [_first(document, path) for path in paths]
            if key[0] is not _ABSENT and any([_first(other, path) for path in paths] == key for other in others):
                raise Conflict
        self.collections.setdefault(collection, {})[document["_id"]] = document

    def _resolved(self, where: Query) -> Query:
        """``where`` with every ``Through`` replaced by the ids it stands for."""
        match where:
            case Through(path, collection, related):
                related = self._resolved(related)
                return among(path, [other["_id"] for other in self._all(collection) if self._fulfils(other, related)])
            case Every(parts):
                return Every(tuple(self._resolved(part) for part in parts))
            case Either(parts):
                return Either(tuple(self._resolved(part) for part in parts))
            case Not(part):
                return Not(self._resolved(part))
            case _:
                return where

    def _fulfils(self, document: Any, where: Query) -> bool:
        match where:
            case Match():
                return _matches(_values(document, where.path), where)
            case Every(parts):
                return all(self._fulfils(document, part) for part in parts)
            case Either(parts):
                return any(self._fulfils(document, part) for part in parts)
            case Not(part):
                return not self._fulfils(document, part)
            case Element(path, part):
                elements = _first(document, path)
                return isinstance(elements, list) and any(self._fulfils(item, part) for item in _list(elements))
            case Through():
                return self._fulfils(document, self._resolved(where))

    def _apply(self, document: Document, change: Change) -> None:
        for path, value in change.set.items():
            parent, name = _parent(document, path)
            parent[name] = copy.deepcopy(value)
        for path in change.unset:
            parent, name = _parent(document, path)
            parent.pop(name, None)
        for path, amount in change.inc.items():
            parent, name = _parent(document, path)
            parent[name] = parent.get(name, 0) + amount
        for path, push in change.push.items():
            parent, name = _parent(document, path)
            parent[name] = [*parent.get(name, []), copy.deepcopy(push.value)][-push.keep :]
        for path, where in change.pull.items():
            parent, name = _parent(document, path)
            if name in parent:
                parent[name] = [item for item in parent[name] if not self._fulfils(item, where)]


def _matches(values: list[Any], where: Match) -> bool:
    wanted = where.value
    match where.operator:
        case "eq":
            return _equals(values, wanted)
        case "ne":
            return not _equals(values, wanted)
        case "in":
            return any(_equals(values, value) for value in wanted)
        case "nin":
            return not any(_equals(values, value) for value in wanted)
        case "all":
            return bool(wanted) and all(_equals(values, value) for value in wanted)
        case "exists":
            return _equals(values, None) is not wanted
        case "words":
            words = str(wanted).split()
            return all(any(_contains(value, word) for value in values) for word in words)
        case "text":
            return any(_contains(value, str(wanted)) for value in values)
        case operator:
            return any(_compares(value, operator, wanted) for value in values)


def _equals(values: list[Any], wanted: Any) -> bool:
    if wanted is None:
        return not values or any(value is None for value in values)
    return any((type(value) is type(wanted) and value == wanted) or _numbers_equal(value, wanted) for value in values)


def _numbers_equal(value: Any, wanted: Any) -> bool:
    return _is_number(value) and _is_number(wanted) and value == wanted


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _contains(value: Any, text: str) -> bool:
    return isinstance(value, str) and re.search(re.escape(text), value, re.IGNORECASE) is not None


def _compares(value: Any, operator: str, wanted: Any) -> bool:
    comparable = (_is_number(value) and _is_number(wanted)) or (
        type(value) is type(wanted) and isinstance(value, str | datetime | bool)
    )
    if not comparable:
        return False
    return {"gt": value > wanted, "gte": value >= wanted, "lt": value < wanted, "lte": value <= wanted}[operator]


def _values(document: Any, path: str) -> list[Any]:
    """Everything at ``path``, elements of arrays and the arrays themselves."""
    found: list[Any] = [document]
    for name in path.split("."):
        found = [value for item in found for value in _step(item, name)]
    return [value for item in found for value in (_list(item) or [item] if isinstance(item, list) else [item])]


def _step(item: Any, name: str) -> Iterable[Any]:
    if isinstance(item, dict):
        entries = cast("Document", item)
        return [entries[name]] if name in entries else []
    if isinstance(item, list):
        at_index = _list(item)[int(name) :][:1] if name.isdecimal() else []
        return [*at_index, *(value for one in _list(item) if isinstance(one, dict) for value in _step(one, name))]
    return []


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value)


def _first(document: Document, path: str) -> Any:
    value: Any = document
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return _ABSENT
        value = cast("Document", value)[name]
    return value


def _rank(value: Any) -> tuple[int, Any]:
    """BSON's order of types, as far as we store them."""
    if value is _ABSENT or value is None:
        return (0, 0)
    for rank, kind in ((4, bool), (1, int), (1, float), (2, str), (5, datetime)):
        if isinstance(value, kind):
            return (rank, value)
    return (3, 0)


def _parent(document: Document, path: str) -> tuple[Document, str]:
    *names, last = path.split(".")
    for name in names:
        document = _list(document)[int(name)] if isinstance(document, list) else document.setdefault(name, {})
    return document, last


def _pick(document: Document, fields: Sequence[str] | None) -> Document:
    if fields is None:
        return document
    picked: Document = {}
    for path in ("_id", *fields):
        _copy_path(document, picked, path.split("."))
    return picked


def _copy_path(source: Document, target: Document, names: list[str]) -> None:
    name, *rest = names
    if name not in source:
        return
    value = source[name]
    if not rest:
        target[name] = value
    elif isinstance(value, dict):
        _copy_path(cast("Document", value), target.setdefault(name, {}), rest)
    elif isinstance(value, list):
        items = [cast("Document", item) for item in _list(value) if isinstance(item, dict)]
        rows: list[Document] = target.setdefault(name, [{} for _ in items])
        for item, row in zip(items, rows, strict=True):
            _copy_path(item, row, rest)
