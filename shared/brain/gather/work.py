"""The work on one item between its attempts: every step that is done, and every answer that was paid for."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.brain.gather.request import item_id
from shared.domain.errors import Conflict
from shared.domain.query import Change, Index, by_id, eq
from shared.domain.runs import Run
from shared.ports import Documents

WORKS = "gatherWorks"
STEPS = "gatherSteps"
INDEXES = (Index(("bands",)), Index(("project", "createdAt")), Index(("kept", "createdAt")))
STEP_INDEXES = (Index(("item",)),)


class Work:
    """``WORKS`` has one document by the item's id, which stays with the item: its text, knowledge and signature. Steps
    and answers are documents of their own, and go when the item is done."""

    def __init__(self, documents: Documents, stored: dict[str, Any], steps: dict[str, Any]) -> None:
        self._documents = documents
        self._stored = stored
        self._steps = steps

    @classmethod
    async def of(cls, documents: Documents, run: Run, now: Callable[[], datetime]) -> Work:
        """What earlier attempts of the run left, or a beginning."""
        stored: dict[str, Any] = {"_id": item_id(run), "run": run.id, "project": run.project_id}
        with contextlib.suppress(Conflict):  # an earlier attempt's
            await documents.insert(WORKS, {**stored, "createdAt": now()})
        steps = await documents.find(STEPS, eq("item", stored["_id"]))
        return cls(documents, stored, {step["name"]: step["value"] for step in steps})

    @property
    def id(self) -> str:
        return self._stored["_id"]

    @property
    def project_id(self) -> str:
        return self._stored["project"]

    def done(self, step: str) -> Any:
        """What ``step`` came to; ``None`` when it is not done. Steps are never ``None`` themselves."""
        return self._steps.get(step)

    async def finish(self, step: str, outcome: Any) -> Any:
        """What it came to: the first attempt's where two are at work."""
        document = {"_id": f"{self.id}:{step}", "item": self.id, "name": step, "value": outcome}
        try:
            await self._documents.insert(STEPS, document)
        except Conflict:
            standing = await self._documents.find_one(STEPS, by_id(document["_id"]))
            outcome = standing["value"] if standing else outcome
        self._steps[step] = outcome
        return outcome

    def answer(self, key: str) -> str | None:
        return self.done(f"answer-{key}")

    async def keep_answer(self, key: str, answer: str) -> None:
        await self.finish(f"answer-{key}", answer)

    async def keep(self, fields: Mapping[str, Any]) -> None:
        """What is looked up by others: bands, vector, knowledge."""
        await self._documents.update(WORKS, by_id(self.id), Change(set=fields))


async def kept_keys(documents: Documents, item: str) -> list[str]:
    """Where in the object store something that was fetched for the item may lie."""
    steps = await documents.find(STEPS, eq("item", item), fields=("name", "value"))
    return [step["value"] for step in steps if step["name"].startswith("kept-")]


async def forget_steps(documents: Documents, item: str) -> None:
    await documents.delete_all(STEPS, eq("item", item))
