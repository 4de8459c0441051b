"""The work on one item between its attempts: every step that is done, and every answer that was paid for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.brain.gather.request import item_id
from shared.domain.errors import Conflict
from shared.domain.query import Change, Index, by_id
from shared.domain.runs import Run
from shared.ports import Documents

WORKS = "gatherWorks"
INDEXES = (Index(("bands",)), Index(("project", "createdAt")), Index(("createdAt",)))


class Work:
    """One document, by the item's id. It outlives the run: it holds the item's text, knowledge and signature."""

    def __init__(self, documents: Documents, stored: dict[str, Any]) -> None:
        self._documents = documents
        self._stored = stored

    @classmethod
    async def of(cls, documents: Documents, run: Run, now: Callable[[], datetime]) -> Work:
        """What earlier attempts of the run left, or a beginning."""
        fresh: dict[str, Any] = {
            "_id": item_id(run),
            "run": run.id,
            "project": run.project_id,
            "steps": {},
            "answers": {},
        }
        try:
            await documents.insert(WORKS, {**fresh, "createdAt": now()})
            return cls(documents, fresh)
        except Conflict:
            return cls(documents, await documents.find_one(WORKS, by_id(fresh["_id"])) or fresh)

    @property
    def id(self) -> str:
        return self._stored["_id"]

    @property
    def project_id(self) -> str:
        return self._stored["project"]

    def done(self, step: str) -> Any:
        """What ``step`` came to; ``None`` when it is not done. Steps are never ``None`` themselves."""
        return self._stored["steps"].get(step)

    async def finish(self, step: str, outcome: Any) -> Any:
        await self._write(f"steps.{step}", outcome)
        self._stored["steps"][step] = outcome
        return outcome

    def answer(self, key: str) -> str | None:
        return self._stored["answers"].get(key)

    async def keep_answer(self, key: str, answer: str) -> None:
        await self._write(f"answers.{key}", answer)
        self._stored["answers"][key] = answer

    async def keep(self, fields: Mapping[str, Any]) -> None:
        """What is looked up by others: bands, vector, knowledge."""
        await self._documents.update(WORKS, by_id(self.id), Change(set=fields))
        self._stored |= fields

    async def _write(self, path: str, value: Any) -> None:
        await self._documents.update(WORKS, by_id(self.id), Change(set={path: value}))
