"""A world that gathers in memory: a run whose model says what it is told to, documents, files, and a Brain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.extraction.fake import FakeExtractor
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.adapters.neo4j.fake import FakeGraph
from shared.adapters.r2.fake import FakeObjects
from shared.brain.gather.conflicts import Conflicts
from shared.brain.gather.duplicates import Duplicates
from shared.brain.gather.extraction import Extraction
from shared.brain.gather.forgetting import Forgetting
from shared.brain.gather.gathering import Gathering
from shared.brain.gather.indexes import ensure_indexes
from shared.brain.gather.items import ITEMS
from shared.brain.gather.ledger import CONFLICTS, Ledger
from shared.brain.gather.request import Given, item_id
from shared.brain.gather.resolving import Resolving
from shared.brain.gather.settling import Settling
from shared.brain.gather.sources import Sources
from shared.brain.gather.sweeping import GatherSweep
from shared.brain.gather.telling import Telling
from shared.brain.local import LocalBrain
from shared.domain.brain import Contribution, Entity
from shared.domain.errors import BrainError, ModelError
from shared.domain.extraction import Fetched
from shared.domain.ids import new_ulid, ulid_milliseconds
from shared.domain.media import file_key
from shared.domain.model import ModelMessage
from shared.domain.runs import Run
from shared.ports.brain import FetchRefused

PROJECT = "f" * 24
OTHER = "e" * 24
Answer = str | Exception
Answering = Callable[[str, str], Answer]
"""(task, what was asked) → what the model says."""


def nothing(task: str, asked: str) -> Answer:
    """A model that finds nothing and is done."""
    return json.dumps({"complete": True})


class FakeJob:
    """``asked`` are the tasks of the calls that were paid for; ``notes`` what was logged."""

    def __init__(self, run: Run, answering: Answering = nothing) -> None:
        self._run = run
        self.answering = answering
        self.asked: list[str] = []
        self.notes: list[dict[str, Any]] = []
        self.before_hold: Callable[[], None] = lambda: None

    @property
    def run(self) -> Run:
        return self._run

    def note(self, data: Mapping[str, Any]) -> None:
        self.notes.append(dict(data))

    async def ask(
        self, messages: Sequence[ModelMessage], *, temperature: float, max_tokens: int, pictured: bool = False
    ) -> str:
        system, question = messages[0].content, messages[-1].content
        assert isinstance(system, str)
        task = system.partition("TASK: ")[2].split()[0]
        said = self.answering(task, question if isinstance(question, str) else json.dumps(question))
        self.asked.append(task)
        if isinstance(said, Exception):
            raise said
        return said

    async def hold(self) -> None:
        self.before_hold()


class FakeFetcher:
    def __init__(self) -> None:
        self.pages: dict[str, Fetched] = {}
        self.fetched: list[str] = []

    async def fetch(self, url: str, *, most: int, seconds: float) -> Fetched:
        self.fetched.append(url)
        if url not in self.pages:
            raise FetchRefused("This address is not fetched.")
        return self.pages[url]

    async def aclose(self) -> None:
        return None


class WatchedBrain(LocalBrain):
    """``down``: it cannot be reached. ``learnt`` and ``forgotten`` are what it was told."""

    def __init__(self) -> None:
        super().__init__(FakeGraph(), HashingEmbedder())
        self.down = False
        self.learnt: list[Contribution] = []
        self.forgotten: list[str] = []

    async def learn(self, project_id: str, said: Contribution) -> None:
        self._reach()
        await super().learn(project_id, said)
        self.learnt.append(said)

    async def forget(self, project_id: str, item: str) -> None:
        self._reach()
        await super().forget(project_id, item)
        self.forgotten.append(item)

    def _reach(self) -> None:
        if self.down:
            raise BrainError


@dataclass
class World:
    documents: Any = field(default_factory=FakeDocuments)
    objects: FakeObjects = field(default_factory=FakeObjects)
    brain: WatchedBrain = field(default_factory=WatchedBrain)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    skipped: timedelta = timedelta(0)
    _milliseconds: int = ulid_milliseconds(new_ulid())

    def now(self) -> datetime:
        now = datetime.now(UTC) + self.skipped
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    async def ready(self) -> World:
        await ensure_indexes(self.documents)
        for project in (PROJECT, OTHER):
            await self.documents.insert("projects", {"_id": project, "createdBy": "ada", "title": "Tides"})
        return self

    def __post_init__(self) -> None:
        self.wire(self.documents)

    def wire(self, documents: Any) -> None:
        """Everything over ``documents``, as another process of ours would have it."""
        self.ledger = Ledger(documents, self.now)
        self.telling = Telling(documents, self.ledger, self.brain)
        self.settling = Settling(documents, self.ledger, self.telling)
        self.conflicts = Conflicts(documents, self.ledger, self.now)
        self.resolving = Resolving(documents, self.settling, self.now)
        sources = Sources(documents, self.objects, self.fetcher, self.extractor)
        self.duplicates = Duplicates(documents, HashingEmbedder())
        extraction = Extraction(sources, self.objects)
        self.gathering = Gathering(documents, extraction, self.duplicates, self.settling, self.conflicts, self.now)
        self.forgetting = Forgetting(documents, self.brain, self.telling, self.now)
        self.sweeper = GatherSweep(documents, self.objects, self.ledger, self.settling, self.forgetting, self.now)

    def run(self, content: str = "", *, project: str = PROJECT, **given: Any) -> Run:
        """Every run is a second younger than the one before: its item's id tells."""
        self._milliseconds += 1000
        asked = Given(text="" if "object" in given else content, **given)
        return Run(
            id=new_ulid(self._milliseconds),
            conversation_id="c" * 24,
            user_id="ada",
            mode="data",
            status="running",
            turn=1,
            parent=None,
            request={"content": content or "things", "fields": asked.fields()},
            created_at=self.now(),
            project_id=project,
        )

    async def gather(self, content: str = "", answering: Answering = nothing, **given: Any) -> dict[str, Any]:
        """The result of a run that comes through."""
        result, _ = await self.watched(content, answering, **given)
        return result

    async def watched(self, content: str, answering: Answering, **given: Any) -> tuple[dict[str, Any], FakeJob]:
        job = FakeJob(self.run(content, **given), answering)
        return dict(await self.gathering.work(job)), job

    async def media(self, name: str, kind: str = "application/pdf", **fields: Any) -> str:
        """A checked file of the project."""
        media_id = new_ulid()[-24:].lower()
        file_id = f"file-{media_id}"
        await self.objects.put(file_key(file_id), name.encode(), kind)
        document = {"_id": media_id, "project": PROJECT, "filename": name, "mimeType": kind, "status": "active"}
        await self.documents.insert(
            "media", {**document, "deletedAt": None, "url": f"/api/media/file/{name}?prefix={file_id}"} | fields
        )
        return media_id

    def item(self, item: str) -> dict[str, Any]:
        return self.all(ITEMS)[item]

    def all(self, collection: str) -> dict[str, dict[str, Any]]:
        return self.documents.collections.get(collection, {})

    def open_conflicts(self) -> list[dict[str, Any]]:
        return [one for one in self.all(CONFLICTS).values() if one["state"] == "open"]

    async def known(self, title: str, project: str = PROJECT) -> Entity | None:
        """An entity as the Brain knows it."""
        found, _ = await self.brain.page(project, text=title, limit=100)
        whole = await self.brain.get(project, [one.id for one in found])
        return next((one for one in whole if one.title == title), None)

    async def fact(self, title: str, attribute: str) -> list[str]:
        known = await self.known(title)
        return sorted({fact.value for fact in known.facts if fact.attribute == attribute}) if known else []


def ages(task: str, asked: str) -> Answer:
    """A model that understands "X is N" and nothing else."""
    if task != "understand":
        return json.dumps({"complete": True, "summary": "Somebody's age.", "context": "It says how old somebody is."})
    words = asked.partition("<<<")[2].partition(">>>")[0].split()
    entities, facts = [], []
    for at, word in enumerate(words[1:-1], 1):
        if word == "is" and words[at + 1].strip(".").isdigit():
            name, age = words[at - 1], words[at + 1].strip(".")
            entities.append({"name": name, "type": "character"})
            facts.append({"entity": name, "attribute": "age", "value": age, "quote": f"{name} is {age}"})
    return json.dumps({"entities": entities, "facts": facts, "relations": []})


DOWN: Answering = lambda task, asked: ModelError()  # noqa: E731
__all__ = ["DOWN", "OTHER", "PROJECT", "Answering", "FakeJob", "World", "ages", "item_id", "nothing"]
