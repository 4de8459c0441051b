"""The producer: makes one run's answer, once, under a lease."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from shared.domain.errors import AladdinError, DatabaseError, InternalError
from shared.domain.runs import Run, Status
from shared.orchestrator import telemetry
from shared.orchestrator.books import Books
from shared.orchestrator.holding import WATCH_SECONDS, Holding
from shared.orchestrator.log_writer import LeaseLost, LogWriter, Publish
from shared.orchestrator.making import Making
from shared.orchestrator.speaking import Speaking
from shared.orchestrator.studio import Studio
from shared.orchestrator.working import Working


class Producer:
    """Holds ``run`` (already taken by ``owner``, of a mode of the studio's) until it has ended or belongs to somebody
    else."""

    def __init__(self, studio: Studio, run: Run, owner: str, publish: Publish) -> None:
        self._studio = studio
        self._stores = studio.stores
        self._publish = publish
        self._writer = LogWriter(studio.stores, run, owner, publish)
        self._books = Books(studio.stores, run)
        self._holding = Holding(studio.stores, run, owner, self._books)

    @property
    def run(self) -> Run:
        return self._holding.run

    async def produce(self) -> Run | None:
        """The run as it ended; ``None`` when the lease was lost or handed over first.

        Cancelling this task stops the model's call and leaves the lease to run out.
        """
        answer = asyncio.create_task(self._answer())
        helpers = [asyncio.create_task(self._writer.run()), asyncio.create_task(self._holding.keep())]
        try:
            await asyncio.wait((answer, *helpers), return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return await answer
            _report_broken(self.run.id, helpers)
            return None
        except LeaseLost:
            return None
        finally:
            await _stop(answer)
            if not helpers[0].done():
                await self._log_the_rest()
            await _stop(*helpers)
            await self._settle_the_books()

    async def hand_over(self) -> None:
        """Give the lease back; call it after ``produce`` was cancelled."""
        await self._stores.runs.hand_over(self.run, self._books.take(), self._stores.now())

    async def _answer(self) -> Run | None:
        try:
            return await self._end("completed", result=await self._make())
        except LeaseLost:
            return None
        except DatabaseError:
            # Nothing can be decided without the database: whoever takes the lease next goes on.
            return None
        except AladdinError as error:
            return await self._fail(error)
        except Exception as error:  # noqa: BLE001  a run always ends, whatever broke
            return await self._fail(InternalError(), cause=error)

    async def _make(self) -> dict[str, Any]:
        making = Making(self._studio, self._holding, self._writer, self._books)
        if spoken := self._studio.modes.spoken.get(self.run.mode):
            return await Speaking(making, spoken).make()
        return await Working(making, self._studio.modes.worked[self.run.mode]).make()

    async def _fail(self, error: AladdinError, cause: Exception | None = None) -> Run | None:
        try:
            await self._writer.drain()
            await self._books.report_failure(self.run, error, cause)
            body: dict[str, Any] = {"error": error.message, "code": error.code, "retryable": error.retryable}
            body |= {"requestId": self.run.request.get("requestId") or self.run.id}
            if error.details:
                body["details"] = error.details
            return await self._end("failed", result={"message": self._writer.text}, error=body)
        except (LeaseLost, DatabaseError):
            return None

    async def _end(self, status: Status, *, result: dict[str, Any], error: dict[str, Any] | None = None) -> Run:
        await self._books.record()
        ended = await self._holding.end(status, last_seq=self._writer.next_seq, result=result, error=error)
        self._publish([await self._studio.closing.close(ended)])
        return ended

    async def _log_the_rest(self) -> None:
        """What the model had said when it was stopped is kept, so that a successor need not say it again."""
        try:
            async with asyncio.timeout(WATCH_SECONDS):
                await self._writer.drain()
        except TimeoutError:
            return

    async def _settle_the_books(self) -> None:
        """Book what was used also when the run ended without us."""
        try:
            await self._books.record()
            if not self._holding.ended:
                await self._books.book_late(self.run)
                run = await self._stores.runs.get(self.run.id)
                if run is None:
                    # Deleted with its conversation: what it used is used all the same, what it said since goes, too.
                    await self._stores.log.delete([self.run.id])
                    await self._studio.closing.settle(replace(self.run, usage=self._books.booked))
                elif run.terminal:
                    await self._studio.closing.settle(run)
        except DatabaseError:
            self._books.give_up()


def _report_broken(run_id: str, helpers: list[asyncio.Task[None]]) -> None:
    for helper in helpers:
        if helper.done() and (error := helper.exception()) and not isinstance(error, LeaseLost):
            telemetry.producer_broke(run_id, error)


async def _stop(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
