"""Data mode: one item, from what was given to what the Brain knows. Every step is found done by the next attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.brain.gather.asking import Asking
from shared.brain.gather.cast import Cast, known_people
from shared.brain.gather.conflicts import MOST_OF_A_SIDE, Conflicts, conflict_view
from shared.brain.gather.deleting import FORGOTTEN
from shared.brain.gather.duplicates import Duplicates
from shared.brain.gather.enrichment import enrich
from shared.brain.gather.extraction import Extraction
from shared.brain.gather.items import (
    ALIVE,
    EXISTS,
    ITEMS,
    Document,
    shown_knowledge,
    shown_source,
    suggestion_status,
    times,
)
from shared.brain.gather.knowledge import Knowledge, knowledge_document
from shared.brain.gather.request import Given, item_id, text_origin
from shared.brain.gather.settling import Settling
from shared.brain.gather.sources import Reading
from shared.brain.gather.summary import summarise
from shared.brain.gather.understanding import Understanding
from shared.brain.gather.work import WORKS, Work
from shared.domain.errors import BrainError, Conflict, NotFound, ProjectNotFound
from shared.domain.query import Match, among, by_id, either, eq, every
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.modes import Job
from shared.ports import Documents

_LONGEST_KEPT = 600_000
_DELETED = "The item was deleted while it was being gathered."


class Gathering:
    """The mode ``data``; see ``Worked``."""

    def __init__(
        self,
        documents: Documents,
        extraction: Extraction,
        duplicates: Duplicates,
        settling: Settling,
        conflicts: Conflicts,
        now: Callable[[], datetime],
    ) -> None:
        self._documents = documents
        self._extraction = extraction
        self._duplicates = duplicates
        self._settling = settling
        self._conflicts = conflicts
        self._now = now
        self._facts = ProjectFacts(documents)

    async def work(self, job: Job) -> Mapping[str, Any]:
        run = job.run
        await self._require_project(run.project_id)
        work = await Work.of(self._documents, run, self._now)
        given = Given.of(run)
        item = await self._documents.find_one(ITEMS, by_id(work.id))
        if item is None:
            await self._require_not_deleted(work.id)
            item = await self._make(job, work, given)
        await self._settle(job, item)
        await self._extraction.clean_up(self._documents, work.id)
        return await self._result(work.id)

    async def _make(self, job: Job, work: Work, given: Given) -> Document:
        asking = Asking(job, work)
        before = await self._before(work, job, given)
        readings = await self._extraction.read(job, work, asking, given, before)
        knowledge, facts = await self._understood(job, work, asking, readings)
        text = "\n\n".join(reading.text for reading in readings)
        summary, context = await self._summarised(job, work, asking, readings, knowledge)
        mine = await self._printed(work, knowledge, text, summary)
        duplicates = work.done("duplicates")
        if duplicates is None:
            apart: list[str] = before["ids"]
            assert job.run.project_id is not None
            found = await self._duplicates.find(job.run.project_id, work.id, text, mine, knowledge, apart)
            duplicates = await work.finish("duplicates", found)
        _step(job, "duplicates", found=len(duplicates))
        item = self._document(job, before, given, readings, knowledge, duplicates)
        item |= {"summary": summary, "context": context, **facts}
        item |= {"origins": [*before["origins"], *self._incomplete_origin(item, text)]}
        return await self._save(job, item)

    async def _before(self, work: Work, job: Job, given: Given) -> Document:
        """What this item takes the place of: the same file, address or name, or the one that was named."""
        done: Document | None = work.done("before")
        if done is not None:
            return done
        origins = await self._extraction.origins(given, job.run)
        same = [among("origins", origins)] if origins else []
        if given.supersedes:
            same.append(by_id(given.supersedes))
        if given.text:
            same.append(every(eq("origins", text_origin(given.text)), eq("degraded", True)))
        found: list[Document] = []
        if same:
            where = every(eq("project", job.run.project_id), EXISTS, ALIVE, Match("_id", "ne", work.id), either(*same))
            fields = ("identities", "degraded", "origins")
            found = await self._documents.find(ITEMS, where, sort=[("_id", -1)], fields=fields)
        again = [origin for one in found if one.get("degraded") for origin in one["origins"]]
        identities: list[str] = found[0].get("identities", []) if found else []
        ids = [one["_id"] for one in found]
        kept = [origin for origin in again if origin.startswith("text:")]
        return await work.finish("before", {"ids": ids, "identities": identities, "origins": [*origins, *kept]})

    async def _understood(
        self, job: Job, work: Work, asking: Asking, readings: Sequence[Reading]
    ) -> tuple[Knowledge, Document]:
        """All that is known of it, and what the item says about how that came about."""
        knowledge = Knowledge()
        for reading in readings:
            knowledge.add(reading.knowledge)
        project, cast = await self._about(job), await self._cast(work, readings)
        read = await Understanding(asking, work.id, project, cast).read(
            readings, knowledge, lambda done, of: _step(job, "understand", done, of, "passages")
        )
        knowledge.add(read.knowledge)
        knowledge = cast.told_as_known(knowledge)
        label, text = readings[0].label, readings[0].text
        rounds = await enrich(
            asking, knowledge, work.id, label, text, lambda done, of: _step(job, "enrich", done, of, "rounds")
        )
        unfinished: list[str] = []
        if asking.failed is not None:
            unfinished.append(f"The model could not be asked to the end: {asking.failed}")
        if read.unread:
            unfinished.append(f"{read.unread} passages were kept, but not read by the model.")
        if read.garbled:
            unfinished.append(f"{read.garbled} answers of the model could not be used.")
        if any(reading.truncated for reading in readings):
            unfinished.append("It is longer than what is read of one thing.")
        degraded = asking.failed is not None or read.garbled > 0
        return knowledge, {"iterationCount": rounds, "degraded": degraded, "unfinished": unfinished}

    async def _cast(self, work: Work, readings: Sequence[Reading]) -> Cast:
        if work.done("cast") is None:
            text = "\n".join(reading.text for reading in readings)
            await work.finish("cast", await known_people(self._documents, work.project_id, work.id, text))
        return Cast(work.done("cast"))

    async def _about(self, job: Job) -> str:
        facts = await self._facts.of(job.run.project_id) if job.run.project_id else None
        title = (facts or {}).get("title") or (facts or {}).get("name")
        return f"The film: {title}.\n" if title else ""

    async def _summarised(
        self, job: Job, work: Work, asking: Asking, readings: Sequence[Reading], knowledge: Knowledge
    ) -> tuple[str, str]:
        summary, context = await summarise(asking, readings, knowledge)
        _step(job, "summarise", 1, 1)
        return summary, context

    async def _printed(self, work: Work, knowledge: Knowledge, text: str, summary: str) -> Document:
        mine: Document | None = work.done("print")
        if mine is None:
            project = work.project_id
            mine = await self._duplicates.print_of(project, text, summary)
            kept = {"knowledge": knowledge_document(knowledge), "text": text[:_LONGEST_KEPT], **mine}
            await work.keep(kept)
            await work.finish("print", {name: mine[name] for name in ("signature", "bands", "vector", "vectorModel")})
        return mine

    def _document(
        self,
        job: Job,
        before: Document,
        given: Given,
        readings: Sequence[Reading],
        knowledge: Knowledge,
        duplicates: Sequence[Document],
    ) -> Document:
        run, status = job.run, suggestion_status(duplicates)
        content = "" if given.text == "" and given.object is None else run.request["content"]
        return {
            "_id": item_id(run),
            "project": run.project_id,
            "run": run.id,
            "conversation": run.conversation_id,
            "createdBy": run.user_id,
            **shown_source(given, readings, content),
            **shown_knowledge(knowledge),
            "duplicates": list(duplicates),
            "duplicateCheckScore": max((one["similarity"] for one in duplicates), default=0.0),
            "supersedes": before["ids"][0] if before["ids"] else None,
            "identities": [reading.origin for reading in readings],
            "status": status,
            "brainState": "held" if status == "held" else "pending",
            "brainWanted": 1,
            "rev": 1,
            **times(self._now()),
        }

    def _incomplete_origin(self, item: Document, text: str) -> list[str]:
        """An item that no model has read is known again by its text, so that sending it again finishes it."""
        return [text_origin(item["content"])] if item["degraded"] and item["content"] else []

    async def _save(self, job: Job, item: Document) -> Document:
        await job.hold()
        try:
            await self._documents.insert(ITEMS, item)
        except Conflict:
            return await self._documents.find_one(ITEMS, by_id(item["_id"])) or item
        return item

    async def _settle(self, job: Job, item: Document) -> None:
        """A Brain that is down is told by the sweep."""
        try:
            await self._require_project(item["project"])
        except ProjectNotFound:
            await self._erase(item)
            raise
        try:
            await self._settling.settle(item["_id"])
        except BrainError:
            _step(job, "brain", 0, 1)
            return
        _step(job, "brain", 1, 1)

    async def _require_project(self, project_id: str | None) -> None:
        where = every(by_id(project_id or ""), eq("deletedAt", None), Match("purge", "ne", True))
        if await self._documents.find_one("projects", where, fields=("_id",)) is None:
            raise ProjectNotFound

    async def _require_not_deleted(self, gathered: str) -> None:
        """An earlier attempt had made it, and somebody has deleted it since."""
        if await self._documents.find_one(FORGOTTEN, by_id(gathered), fields=("_id",)) is not None:
            raise NotFound(_DELETED)

    async def _erase(self, item: Document) -> None:
        """The project went while its item was being made: nobody would ever delete that."""
        await self._documents.delete(ITEMS, by_id(item["_id"]))
        await self._documents.delete(WORKS, by_id(item["_id"]))
        await self._extraction.clean_up(self._documents, item["_id"])

    async def _result(self, gathered: str) -> Document:
        item = await self._documents.find_one(ITEMS, every(by_id(gathered), EXISTS))
        if item is None:
            raise NotFound(_DELETED)
        opened, count = await self._conflicts.of_item(gathered)
        duplicates = [{name: one[name] for name in ("id", "similarity", "suggestion")} for one in item["duplicates"]]
        return {
            "gatherItemId": gathered,
            "message": _message(item, count),
            "summary": item["summary"],
            "context": item["context"],
            "duplicates": duplicates,
            "conflicts": [conflict_view(one, most=MOST_OF_A_SIDE) for one in opened],
            "iterationCount": item["iterationCount"],
            "status": item["status"],
            "degraded": item["degraded"],
            "unfinished": item["unfinished"],
            "brainState": item["brainState"],
            "supersedes": item.get("supersedes"),
            "counts": item["counts"],
        }


def _message(item: Document, conflicts: int) -> str:
    summary = item["summary"].rstrip()
    said = [f"Gathered: {summary}" if summary.endswith((".", "!", "?", "…")) else f"Gathered: {summary}."]
    if item.get("supersedes"):
        said.append("It takes the place of the earlier version.")
    if item["status"] == "held":
        said.append("It says what another item says already: decide whether to keep it.")
    elif item["duplicates"]:
        said.append("Another item says nearly the same.")
    if conflicts:
        said.append("One fact contradicts another." if conflicts == 1 else f"{conflicts} facts contradict others.")
    if item["unfinished"]:
        said.append(" ".join(item["unfinished"]))
    if item["brainState"] == "pending":
        said.append("The Brain is told as soon as it answers.")
    return " ".join(said)


def _step(job: Job, step: str, done: int = 0, of: int = 0, unit: str = "", **more: Any) -> None:
    counted: Document = {"done": done, "of": of, "progress": round(100 * done / of)} if of else {}
    job.note({"stage": "step", "step": step, **counted, **({"unit": unit} if unit else {}), **more})
