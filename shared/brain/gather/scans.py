"""Pages read from pictures of them, kept as they come: the next attempt goes on from there."""

from __future__ import annotations

from typing import Any

from shared.brain.gather.work import Work
from shared.domain.extraction import Extracted, Scan
from shared.orchestrator.modes import Job


class Scans:
    """Of one source of an item. Work is looked at after every call of the reader, and whether it is still wanted."""

    def __init__(self, work: Work, job: Job, source: str) -> None:
        self._work = work
        self._job = job
        self._step = f"scans-{source}"
        self._parts = 0
        self.known: list[Scan] = []
        while (part := work.done(f"{self._step}-{self._parts}")) is not None:
            self._take(part)

    async def keep(self, found: Extracted) -> None:
        """What ``found`` has more than was known."""
        pages = {scan.page for scan in self.known}
        fresh = [_document(scan) for scan in found.scans if scan.page not in pages]
        self._take(await self._work.finish(f"{self._step}-{self._parts}", fresh))
        done, of = len(self.known), len(self.known) + found.waiting
        note = {"stage": "step", "step": "extract", "done": done, "of": of, "unit": "pages"}
        self._job.note({**note, "progress": round(100 * done / of) if of else 100})
        await self._job.hold()

    def _take(self, part: list[dict[str, Any]]) -> None:
        self._parts += 1
        pages = {scan.page for scan in self.known}
        self.known += [scan for scan in map(_scan, part) if scan.page not in pages]


def _document(scan: Scan) -> dict[str, Any]:
    return {"page": scan.page, "rows": [{"text": text, "left": left, "gap": gap} for text, left, gap in scan.rows]}


def _scan(stored: dict[str, Any]) -> Scan:
    return Scan(stored["page"], tuple((row["text"], row["left"], row["gap"]) for row in stored["rows"]))
