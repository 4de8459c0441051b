"""A Brain that knows what it is told to know, and fails when it is told to fail; and a model that obeys everybody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from shared.adapters.llm.fake import Answer, FakeModel
from shared.brain.gather.disputes import Disputes
from shared.domain.brain import Channel, Entity, EntityType, Fact, Hit, Question, Source, entity_id
from shared.domain.ids import new_ulid
from shared.domain.model import ModelCall, ModelEvent
from shared.domain.runs import Run
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.query.mode import QueryMode
from shared.orchestrator.query.turn import query_turn
from tests.runs.world import ADA, Process, World

PROJECT = "p" * 24
DRAFT = Source("item-1", "Draft 2", page=12, shot="3A", timecode="00:10:02:05", quote="MAYA (28) lights the lamp.")
DIARY = Source("item-2", "Diary", page=3, quote="Maya has kept the brass key since the storm.")


def entity(title: str, kind: EntityType = "character", content: str = "", **fields: Any) -> Entity:
    return Entity(entity_id(kind, title), kind, title, content or f"{title} of the film.", **fields)


def hit(title: str, kind: EntityType = "character", relevance: float = 0.9, **fields: Any) -> Hit:
    channels: tuple[Channel, ...] = ("vector", "text")
    return Hit(entity(title, kind, **fields), relevance, channels)


MAYA = hit(
    "Maya",
    content="A lighthouse keeper.",
    facts=(Fact("age", "28", DRAFT), Fact("keeps", "the brass key", DIARY)),
    sources=(DRAFT, DIARY),
)
LAMP = hit("Lamp room", "location", 0.8, content="Where the lamp burns.", sources=(DRAFT,))


@dataclass(slots=True)
class ScriptedBrain:
    """``search`` answers ``hits`` after ``seconds``, or raises ``error``; only what ``knows`` returns for a text, where
    that is given. The rest of the port is nobody's business here."""

    hits: Sequence[Hit] = (MAYA, LAMP)
    error: Exception | None = None
    seconds: float = 0.0
    asked: list[tuple[str, Question]] = field(default_factory=list[tuple[str, Question]])
    by_text: dict[str, Sequence[Hit]] | None = None

    async def search(self, project_id: str, question: Question) -> list[Hit]:
        self.asked.append((project_id, question))
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        return list(self.hits if self.by_text is None else self.by_text.get(question.text, ()))


class ObeyingModel(FakeModel):
    """Does whatever anybody tells it in its prompt, a character at a time: what stands after ``SAY`` it says."""

    async def stream(self, call: ModelCall) -> AsyncGenerator[ModelEvent, None]:
        orders = [order for message in call.messages for order in re.findall(r"SAY <<(.*?)>>", str(message.content))]
        self.answers = [Answer(tuple(" ".join(orders) or "Nobody told me anything."))]
        async with aclosing(super().stream(call)) as events:
            async for event in events:
                yield event


async def asking(brain: Any, model: FakeModel | None = None, seconds: float = 3.0) -> World:
    """A world with query mode over ``brain``, and a project of Ada's to ask about."""
    world = World(model or FakeModel.saying(["She is 28 [1]", ", and keeps the lamp", " [2]."]))
    world.projects.members[PROJECT] = {ADA.user_id}
    await world.documents.insert("projects", {"_id": PROJECT, "title": "The Keeper's Debt", "genre": "drama"})
    facts = ProjectFacts(world.documents)
    world.spoken["query"] = QueryMode(
        lambda: brain,
        facts,
        world.stores.messages,
        lambda _: world.window,
        seconds,
        seconds,
        disputed=Disputes(world.documents).about,
    )
    return world


async def ask(process: Process, content: str = "How old is Maya?", **fields: Any) -> Run:
    """A question that is waited for; it must end in order. ``fields``: limit, types, threshold, conversation."""
    return await process.waiting().answer(await accept(process, content, **fields))


async def accept(
    process: Process, content: str = "How old is Maya?", conversation: str | None = None, **fields: Any
) -> Run:
    given: dict[str, Any] = {"limit": 10, "types": (), "threshold": 0.6} | fields
    turn = query_turn(content, PROJECT, conversation, **given)
    return await process.turns.accept(ADA, turn, new_ulid(), "request-1")


def answered(run: Run) -> dict[str, Any]:
    """Its result; it must have one."""
    assert run.status == "completed", run.error
    assert run.result is not None
    return run.result
