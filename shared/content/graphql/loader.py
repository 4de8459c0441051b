"""Related documents by id: what a whole level of an answer asks for is fetched in one query per collection."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from shared.content.collection import Collection
from shared.content.content import Content
from shared.content.find import Find, JoinFind
from shared.content.where import MAX_VALUES
from shared.content.wire import Wire
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal

G = TypeVar("G")
_Waiting = dict[str, "asyncio.Future[Any]"]


class _Batches(ABC, Generic[G]):
    """Ids asked for in one turn of the event loop make one batch of groups; all its answers come at once, so that
    the next level is one batch again."""

    def __init__(self, content: Content, principal: Principal | None) -> None:
        self._content = content
        self._principal = principal
        self._known: dict[str, tuple[G, _Waiting]] = {}
        self._batch: dict[str, tuple[G, _Waiting]] = {}
        self._work: asyncio.Task[None] | None = None

    def _load(self, key: str, group: G, document_id: str) -> asyncio.Future[Any]:
        _, known = self._known.setdefault(key, (group, {}))
        if document_id not in known:
            loop = asyncio.get_running_loop()
            if not self._batch:
                loop.call_soon(self._start)
            known[document_id] = loop.create_future()
            self._batch.setdefault(key, (group, {}))[1][document_id] = known[document_id]
        return asyncio.shield(known[document_id])  # others wait for it as well, whatever ends this one

    def forget(self) -> None:
        """After a change, what was fetched before it is no longer true."""
        self._known.clear()

    def _start(self) -> None:
        batch, self._batch = self._batch, {}
        self._work = asyncio.get_running_loop().create_task(self._fetch(list(batch.values())))

    async def _fetch(self, batch: Sequence[tuple[G, _Waiting]]) -> None:
        futures = [future for _, waiting in batch for future in waiting.values()]
        try:
            answers = await asyncio.gather(*(self._all(group, sorted(waiting)) for group, waiting in batch))
        except Exception as error:  # noqa: BLE001  whoever waits is told, and tells the client
            for future in futures:
                future.set_exception(error)
            return
        for (_, waiting), found in zip(batch, answers, strict=True):
            for document_id, future in waiting.items():
                future.set_result(found.get(document_id))

    async def _all(self, group: G, ids: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for start in range(0, len(ids), MAX_VALUES):
            found |= await self._some(group, ids[start : start + MAX_VALUES])
        return found

    @abstractmethod
    async def _some(self, group: G, ids: list[str]) -> Mapping[str, Any]: ...


class Loader(_Batches[Collection]):
    def load(self, slug: str, document_id: str) -> asyncio.Future[Wire | None]:
        """The document as the client may see it; ``None`` for what is gone or not the client's to read."""
        return self._load(slug, self._content.registry[slug], document_id)

    async def _some(self, group: Collection, ids: list[str]) -> Mapping[str, Any]:
        find = Find(where={"id": {"in": ids}}, limit=0, pagination=False, depth=0)
        try:
            page = await self._content.reads.find(group, find, self._principal)
        except Forbidden:
            return {}
        return {document["id"]: document for document in page["docs"]}


class JoinLoader(_Batches[tuple[Collection, str, JoinFind]]):
    def load(self, collection: Collection, name: str, asked: JoinFind, document_id: str) -> asyncio.Future[Any]:
        """``{docs, hasNextPage}`` of the joined field ``name``, its documents as ids."""
        return self._load(f"{collection.slug}.{name}.{asked}", (collection, name, asked), document_id)

    async def _some(self, group: tuple[Collection, str, JoinFind], ids: list[str]) -> Mapping[str, Any]:
        collection, name, asked = group
        find = Find(
            where={"id": {"in": ids}}, limit=0, pagination=False, depth=0, select={"id": True}, joins={name: asked},
            trash=True,
        )  # fmt: skip
        page = await self._content.reads.find(collection, find, self._principal)
        return {document["id"]: document[name] for document in page["docs"]}
