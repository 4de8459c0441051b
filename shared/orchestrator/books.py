"""A producer's book-keeping: every upstream call reaches the ledger, the run and the budget once."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence

from shared.domain.errors import AladdinError, DatabaseError
from shared.domain.limits import LedgerEntry
from shared.domain.model import ModelMessage, UpstreamCall, Usage
from shared.domain.runs import Run, RunEvent, text_of
from shared.domain.tokens import estimate, estimate_messages
from shared.orchestrator import telemetry
from shared.orchestrator.stores import Stores


class Books:
    """``booked`` is what the run's document says was used, ``open_usage`` what it does not say yet, ``reserved`` what
    the budget set aside, ``asked`` what the calls that are going on may still use."""

    def __init__(self, stores: Stores, run: Run) -> None:
        self._stores = stores
        self._run = run
        self._unwritten: list[LedgerEntry] = []
        self._numbers: dict[int, Iterator[int]] = {}
        self.open_usage = Usage()
        self.booked = run.usage
        self.reserved: int = run.request["reserved"]
        self.asked = 0

    @property
    def used_tokens(self) -> int:
        return self.booked.total_tokens + self.open_usage.total_tokens

    def note(self, attempt: int) -> Callable[[UpstreamCall], None]:
        """What the model calls of an attempt report to."""
        numbers = self._numbers.setdefault(attempt, itertools.count(1))

        def on_call(call: UpstreamCall) -> None:
            self.open_usage += call.usage
            self._unwritten.append(self._entry(f"{self._run.id}:{attempt}:{next(numbers)}", call))

        return on_call

    def take(self) -> Usage:
        """The open usage, for the write that adds it to the run's document."""
        taken, self.open_usage = self.open_usage, Usage()
        self.booked += taken
        return taken

    def put_back(self, spent: Usage) -> None:
        """``take`` undone: the write that was to add it never came through."""
        self.open_usage += spent
        self.booked = Usage(
            self.booked.prompt_tokens - spent.prompt_tokens,
            self.booked.completion_tokens - spent.completion_tokens,
            None if self.booked.cost is None else self.booked.cost - (spent.cost or 0.0),
            self.booked.estimated,
        )

    async def record(self) -> None:
        """Write the ledger; several may at once. What may not have been written is written again, which is harmless."""
        entries, self._unwritten = self._unwritten, []
        try:
            await self._stores.ledger.record(entries)
        except BaseException:
            self._unwritten = [*entries, *self._unwritten]
            raise

    async def book_late(self, run: Run) -> None:
        """Outside the run's own writes: by a producer that was cancelled or fenced off, or between its steps. Cancelled
        while it writes, it learns first whether that was written."""
        spent = self.take()
        if not spent.total_tokens and not spent.cost:
            return
        adding = asyncio.ensure_future(self._stores.runs.add_usage(run.id, spent))
        try:
            await asyncio.shield(adding)
        except asyncio.CancelledError:
            await asyncio.wait((adding,))
            if adding.exception() is not None:
                self.put_back(spent)
            raise
        except DatabaseError:
            self.put_back(spent)
            raise

    async def book_lost_attempt(self, run: Run, events: Sequence[RunEvent]) -> None:
        """An attempt that was killed told nobody what it used: the books get an estimate, marked as such."""
        lost = run.attempt - 1
        if run.continuations == 0 or await self._stores.ledger.has(f"{run.id}:{lost}:1"):
            return
        starts = [place for place, event in enumerate(events) if event.data.get("stage") == "interrupted"]
        spoken = [event for event in events[starts[-1] if starts else 0 :] if event.type == "token"]
        if not spoken:
            return
        question = estimate_messages((ModelMessage("user", run.request["content"]),))
        usage = Usage(question, estimate(text_of(spoken)), None, estimated=True)
        call = UpstreamCall(run.request.get("model") or "unknown", usage, "interrupted", 0.0)
        await self._stores.ledger.record([self._entry(f"{run.id}:{lost}:1", call)])
        self.open_usage += usage

    async def report_failure(self, run: Run, error: AladdinError, cause: Exception | None) -> None:
        telemetry.run_failed(run, error, cause)

    def give_up(self) -> None:
        telemetry.books_not_written(self._run, self.open_usage)

    def _entry(self, entry_id: str, call: UpstreamCall) -> LedgerEntry:
        return LedgerEntry(
            id=entry_id,
            run_id=self._run.id,
            user_id=self._run.user_id,
            project_id=self._run.project_id,
            model=call.model,
            outcome=call.outcome,
            prompt_tokens=call.usage.prompt_tokens,
            completion_tokens=call.usage.completion_tokens,
            cost=call.usage.cost,
            estimated=call.usage.estimated,
            seconds=round(call.seconds, 3),
            created_at=self._stores.now(),
        )
