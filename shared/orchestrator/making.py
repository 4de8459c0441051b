"""One answer in the making: what every mode's way of making it has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.domain.errors import AladdinError, DatabaseError, ModelError
from shared.domain.model import ModelCall, ModelMessage
from shared.domain.runs import MAX_CONTINUATIONS, Run, RunEvent
from shared.domain.tokens import upper_bound
from shared.orchestrator.books import Books
from shared.orchestrator.holding import Holding
from shared.orchestrator.log_writer import LogWriter
from shared.orchestrator.studio import Studio

# Characters; the longest in known vocabularies are runs of 128 blanks. More than that means that the service does
# not keep to ``max_tokens`` and may never end.
LONGEST_TOKEN = 256
NO_MODEL = "none"


class Making:
    def __init__(self, studio: Studio, holding: Holding, writer: LogWriter, books: Books) -> None:
        self.studio = studio
        self.holding = holding
        self.writer = writer
        self.books = books

    @property
    def run(self) -> Run:
        return self.holding.run

    async def begin(self) -> list[RunEvent]:
        """Announce this attempt in the log; what earlier ones have logged."""
        if self.run.attempt == 1:
            self.writer.note({"stage": "started"})
            return []
        events = await self.writer.resume(self.run, {"stage": "interrupted", "attempt": self.run.attempt})
        await self.books.book_lost_attempt(self.run, events)
        return events

    async def go_on(self) -> None:
        """The next attempt after a call of the model that broke off. Raises ``ModelError`` when there were enough."""
        await self.writer.drain()
        if self.run.continuations >= MAX_CONTINUATIONS:
            raise too_often()
        await self.holding.interrupt()
        self.writer.note({"stage": "interrupted", "attempt": self.run.attempt})

    async def call(
        self, messages: Sequence[ModelMessage], models: tuple[str, ...], *, temperature: float, max_tokens: int
    ) -> ModelCall:
        """Reserves what it may cost at most, until ``called``. Raises what limits raise."""
        await self._reserve(upper_bound(messages) + max_tokens)
        return ModelCall(
            tuple(messages),
            models,
            temperature=temperature,
            max_tokens=max_tokens,
            run_id=self.run.id,
            on_call=self.books.note(self.run.attempt),
        )

    def called(self, call: ModelCall) -> None:
        """It has ended, and the books know what it used."""
        self.books.asked -= upper_bound(call.messages) + call.max_tokens

    async def book(self) -> None:
        """Write down what was used so far; what the database does not take now is written at the end."""
        try:
            await self.books.record()
            await self.books.book_late(self.run)
        except DatabaseError:
            return

    async def _reserve(self, needed: int) -> None:
        """Top up what the request reserved, when the thread, a continuation or another question needs more."""
        books, run = self.books, self.run
        books.asked += needed
        missing = books.used_tokens + books.asked - books.reserved
        if missing <= 0:
            return
        books.reserved += missing
        try:
            await self.studio.limits.reserve(run.user_id, run.id, run.request["day"], missing)
        except AladdinError:
            books.reserved -= missing
            books.asked -= needed
            raise

    async def said(self) -> dict[str, Any]:
        """What every mode's result says, once all of its text is logged."""
        await self.writer.drain()
        return {
            "success": True,
            "conversationId": self.run.conversation_id,
            "runId": self.run.id,
            "messageId": self.run.assistant_message_id,
            "message": self.writer.text,
        }

    def spent(self) -> dict[str, Any]:
        usage = self.books.booked + self.books.open_usage
        return {
            "promptTokens": usage.prompt_tokens,
            "completionTokens": usage.completion_tokens,
            "totalTokens": usage.total_tokens,
        }

    def cost(self) -> dict[str, Any]:
        """Where the model's service told it."""
        cost = (self.books.booked + self.books.open_usage).cost
        return {} if cost is None else {"cost": cost}


class Length:
    """How long an answer may become that was to have at most ``max_tokens``."""

    def __init__(self, max_tokens: int) -> None:
        self._left = max_tokens * LONGEST_TOKEN

    def add(self, texts: Sequence[str]) -> None:
        """Raises ``ModelError``."""
        self._left -= sum(map(len, texts))
        if self._left < 0:
            raise ModelError("The language model did not come to an end. What it had said is kept.")


def too_often() -> ModelError:
    return ModelError("The language model broke off too often. What it had said is kept.")
