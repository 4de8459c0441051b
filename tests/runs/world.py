"""A studio in memory: every store a fake, a model that says what it is told to, and a clock that jumps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.adapters.llm.fake import Answer, FakeModel
from shared.adapters.memory.ledger import Ledger
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.adapters.r2.fake import FakeObjects
from shared.domain.errors import ProjectNotFound
from shared.domain.identity import Principal
from shared.domain.ids import new_ulid
from shared.domain.limits import LedgerEntry
from shared.domain.messages import Message
from shared.domain.runs import LEASE_SECONDS, Mode, Run, RunEvent, text_of
from shared.orchestrator.access import Access
from shared.orchestrator.attachments import Attachments
from shared.orchestrator.attending import Attendant
from shared.orchestrator.cancelling import cancel
from shared.orchestrator.chat_mode import ChatMode
from shared.orchestrator.closing import Closing
from shared.orchestrator.conversations import Library
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.idempotent import Idempotent
from shared.orchestrator.limits import Limits, counter_names, today
from shared.orchestrator.live import Hub
from shared.orchestrator.minding import Minder, Sweep
from shared.orchestrator.modes import Modes, Spoken, Worked
from shared.orchestrator.reader import Reader
from shared.orchestrator.stores import Policy, Stores, utc_now
from shared.orchestrator.studio import Studio
from shared.orchestrator.tickets import TicketOffice
from shared.orchestrator.turns import TurnRequest, Turns
from shared.orchestrator.waiting import Waiting
from tests.runs.stores import memory_stores

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

ADA = Principal("a" * 24, "ada@example.org", "user")
BO = Principal("b" * 24, "bo@example.org", "user")
ROOT = Principal("0" * 24, "root@example.org", "admin")
LEASE = timedelta(seconds=LEASE_SECONDS)


@dataclass(slots=True)
class Clock:
    """The real time and whatever was skipped."""

    skipped: timedelta = timedelta(0)

    def now(self) -> datetime:
        return utc_now() + self.skipped

    def skip(self, seconds: float) -> None:
        self.skipped += timedelta(seconds=seconds)


@dataclass(slots=True)
class Projects:
    """``members`` may read their projects."""

    members: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    async def project_for(self, principal: Principal, project_id: str, need: str = "read") -> dict[str, Any]:
        if principal.user_id not in self.members.get(project_id, set()):
            raise ProjectNotFound
        return {"_id": project_id}


@dataclass(slots=True)
class Workers:
    """Who was asked to attend what."""

    asked: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    async def attend(self, run_id: str, attempt: int) -> None:
        self.asked.append((run_id, attempt))


POLICY = Policy(("first", "second"), "first", "second")


class Process:
    """One process of ours: its own hub over stores that all processes share."""

    def __init__(self, world: World, stores: Stores) -> None:
        self.world = world
        self.stores = stores
        self.limits = Limits(stores, world.policy)
        self.closing = Closing(stores, self.limits, world.ended.append)
        attachments = Attachments(world.documents, world.objects)
        self.facts = ProjectFacts(world.documents)
        chat = ChatMode(self.facts, attachments)
        studio = Studio(
            stores=stores,
            model=world.model,
            policy=world.policy,
            limits=self.limits,
            closing=self.closing,
            modes=Modes({"chat": chat} | world.spoken, world.worked),
            window_of=lambda _: world.window,
        )
        self.hub = Hub(studio, world.workers)
        self.turns = Turns(stores, self.limits, world.policy, world.projects, attachments)
        self.idempotent = Idempotent(stores, wait_seconds=2)
        self.access = Access(stores, world.projects)
        self.tickets = TicketOffice(stores)
        self.library = Library(stores, self.access, world.projects, self.closing)
        self.minder = Minder(self.hub, world.workers)
        self.sweep = Sweep(self.minder, self.hub, self.library).sweep
        self.attendant = Attendant(self.hub, seconds=5)

    def waiting(self, seconds: float = 5) -> Waiting:
        return Waiting(self.hub, self.world.workers, seconds)

    async def accept(
        self, content: str = "Rain?", *, by: Principal = ADA, run_id: str = "", mode: Mode = "chat", **fields: Any
    ) -> Run:
        given: dict[str, Any] = {"max_tokens": 50} | fields
        request = TurnRequest(mode, content, **given)
        return await self.turns.accept(by, request, run_id or new_ulid(), "request-1")

    async def answer(self, content: str = "Rain?", **fields: Any) -> Run:
        """A turn that is waited for. It must end in order."""
        run = await self.answer_or_fail(content, **fields)
        assert run.status == "completed", run.error
        return run

    async def answer_or_fail(self, content: str = "Rain?", **fields: Any) -> Run:
        run = await self.waiting().answer(await self.accept(content, **fields))
        assert run.terminal
        return run

    async def cancel(self, run: Run) -> Run:
        return await cancel(self.stores, self.closing, run)

    async def read(self, run: Run, position: int = 0, heartbeat: float = 15) -> AsyncIterator[bytes]:
        """As a client of the stream that has just connected."""
        current = await self.stores.runs.get(run.id)
        assert current is not None
        async with aclosing(Reader(self.hub, current, position, heartbeat).frames()) as frames:
            async for chunk in frames:
                yield chunk

    async def watch(self, run: Run, position: int = 0, seconds: float = 5) -> bytes:
        async with asyncio.timeout(seconds):
            return b"".join([chunk async for chunk in self.read(run, position)])


@dataclass
class World:
    model: FakeModel = field(default_factory=FakeModel)
    policy: Policy = POLICY
    clock: Clock = field(default_factory=Clock)
    projects: Projects = field(default_factory=Projects)
    workers: Workers = field(default_factory=Workers)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    objects: FakeObjects = field(default_factory=FakeObjects)
    ended: list[Run] = field(default_factory=list[Run])
    window: int = 100_000
    spoken: dict[str, Spoken] = field(default_factory=dict[str, Spoken])
    worked: dict[str, Worked] = field(default_factory=dict[str, Worked])

    def __post_init__(self) -> None:
        self.stores = memory_stores(now=self.clock.now)

    def process(self, wrap: Callable[[Stores], Stores] = lambda stores: stores) -> Process:
        return Process(self, wrap(self.stores))

    def says(self, *answers: Answer) -> World:
        self.model.answers = list(answers)
        return self

    async def run(self, run: Run | str) -> Run:
        found = await self.stores.runs.get(run if isinstance(run, str) else run.id)
        assert found is not None
        return found

    async def log(self, run: Run) -> list[RunEvent]:
        return await self.stores.log.read(run.id, 0)

    async def text(self, run: Run) -> str:
        return text_of(await self.log(run))

    async def answer_message(self, run: Run) -> Message | None:
        return await self.stores.messages.get(run.conversation_id, run.turn + 1)

    @property
    def ledger(self) -> list[LedgerEntry]:
        books = self.stores.ledger
        assert isinstance(books, Ledger)
        return list(books.entries.values())

    async def budget(self, by: Principal = ADA) -> int:
        """Tokens of today that count as used or set aside; the user's counter and everybody's must agree."""
        user, everybody = counter_names(by.user_id, today(self.clock.now()))
        mine, all_ = await self.stores.counters.total(user), await self.stores.counters.total(everybody)
        assert mine == all_
        return mine

    def tighten(self, **limits: Any) -> World:
        self.policy = replace(self.policy, **limits)
        return self


def stages(events: Sequence[RunEvent]) -> list[str]:
    """The log in a few words: stages of progress, ``token`` once for any number of them, the terminal type."""
    said: list[str] = []
    for event in events:
        word = event.data["stage"] if event.type == "progress" else event.type
        if said[-1:] != ["token"] or word != "token":
            said.append(word)
    return said


async def until(true: Callable[[], Any], seconds: float = 3) -> None:
    """Wait until ``true`` (which may answer an awaitable) says so."""
    async with asyncio.timeout(seconds):
        while True:
            answer = true()
            if await answer if asyncio.iscoroutine(answer) else answer:
                return
            await asyncio.sleep(0.005)
