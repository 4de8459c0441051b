"""A store whose every call waits for its turn, and somebody who gives the turns: the same choices, the same course."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.domain.query import Change, Query

_acting: ContextVar[str] = ContextVar("acting")
_MOST_LAPS = 10_000
Choose = Callable[[Sequence[str]], str]


class GatedDocuments(FakeDocuments):
    """``committed`` names, in order, whose call changed or deleted a document of ``watched``. Clearing away what was
    doomed before is no change: it has been absent since."""

    def __init__(self, watched: str) -> None:
        super().__init__()
        self.watched = watched
        self.committed: list[str] = []
        self.waiting: dict[str, list[asyncio.Future[None]]] = defaultdict(list)

    async def _turn(self) -> None:
        name = _acting.get("")
        if name:
            turn = asyncio.get_running_loop().create_future()
            self.waiting[name].append(turn)
            await turn

    async def find(self, *arguments: Any, **options: Any) -> Any:
        await self._turn()
        return await super().find(*arguments, **options)

    async def count(self, *arguments: Any, **options: Any) -> Any:
        await self._turn()
        return await super().count(*arguments, **options)

    async def insert(self, *arguments: Any, **options: Any) -> None:
        await self._turn()
        await super().insert(*arguments, **options)

    async def update(self, collection: str, where: Query, change: Change) -> Any:
        await self._turn()
        return self._noted(collection, await super().update(collection, where, change))

    async def delete(self, collection: str, where: Query) -> Any:
        await self._turn()
        doomed = any(self._fulfils(document, where) and document.get("purge") for document in self._all(collection))
        deleted = await super().delete(collection, where)
        return deleted if doomed else self._noted(collection, deleted)

    def _noted(self, collection: str, changed: Any) -> Any:
        if collection == self.watched and changed is not None:
            self.committed.append(_acting.get(""))
        return changed


async def run_interleaved(
    documents: GatedDocuments, acts: Mapping[str, Callable[[], Coroutine[Any, Any, Any]]], choose: Choose
) -> list[str]:
    """Every act to its end, one call to the store at a time, by whoever ``choose`` names; gives the course taken."""
    course: list[str] = []

    async def act(name: str, start: Callable[[], Awaitable[Any]]) -> None:
        _acting.set(name)
        await start()

    tasks = {name: asyncio.create_task(act(name, start)) for name, start in acts.items()}
    while await _settled(documents, tasks):
        ready = sorted(name for name in tasks if documents.waiting[name])
        name = choose(ready)
        course.append(name)
        documents.waiting[name].pop(0).set_result(None)
    for task in tasks.values():
        task.result()
    return course


async def _settled(documents: GatedDocuments, tasks: Mapping[str, asyncio.Task[None]]) -> bool:
    """Whether there is somebody left, each of them at the gate."""
    for _ in range(_MOST_LAPS):
        await asyncio.sleep(0)
        left = [name for name, task in tasks.items() if not task.done()]
        if all(documents.waiting[name] for name in left):
            return bool(left)
    raise AssertionError("somebody neither asks the store nor ends")
