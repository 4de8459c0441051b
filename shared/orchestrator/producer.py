"""The producer: makes one run's answer, once, under a lease."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.errors import AladdinError, DatabaseError, InternalError, ModelError
from shared.domain.model import Fallback, Finished, ModelCall, ModelInterrupted, Tokens
from shared.domain.runs import LEASE_SECONDS, MAX_CONTINUATIONS, RENEW_SECONDS, Run, RunEvent, Status
from shared.domain.tokens import upper_bound
from shared.orchestrator import prompt, telemetry
from shared.orchestrator.attachments import Attachments, Content
from shared.orchestrator.books import Books
from shared.orchestrator.closing import Closing
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.limits import Limits
from shared.orchestrator.log_writer import LeaseLost, LogWriter, Publish
from shared.orchestrator.stores import Policy, Stores
from shared.orchestrator.suggestions import chat_suggestions
from shared.ports import LanguageModel

WATCH_SECONDS = 0.5
COMMIT_PAUSE_SECONDS = 0.2
# Characters; the longest in known vocabularies are runs of 128 blanks. More than that means that the service does
# not keep to ``max_tokens`` and may never end.
LONGEST_TOKEN = 256


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything a producer works with besides its run."""

    stores: Stores
    model: LanguageModel
    policy: Policy
    limits: Limits
    closing: Closing
    facts: ProjectFacts
    window_of: Callable[[str], int]
    attachments: Attachments | None = None


class Producer:
    """Holds ``run`` (already taken by ``owner``) until it has ended or belongs to somebody else."""

    def __init__(self, studio: Studio, run: Run, owner: str, publish: Publish) -> None:
        self._studio = studio
        self._stores = studio.stores
        self.run = run
        self._owner = owner
        self._publish = publish
        self._writer = LogWriter(studio.stores, run, owner, publish)
        self._books = Books(studio.stores, run)
        self._models = studio.policy.chain(run.request.get("model"), pictured=bool(run.request.get("pictured")))
        # Guards the run's own compare-and-sets against the watch that would see their middle.
        self._fence = asyncio.Lock()
        self._ended = False

    async def produce(self) -> Run | None:
        """The run as it ended; ``None`` when the lease was lost or handed over first.

        Cancelling this task stops the model's call and leaves the lease to run out.
        """
        answer = asyncio.create_task(self._answer())
        helpers = [asyncio.create_task(self._writer.run()), asyncio.create_task(self._keep())]
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
            prefix = await self._begin()
            while True:
                try:
                    finished = await self._generate(prefix)
                    return await self._complete(finished)
                except ModelInterrupted as broken:
                    prefix = await self._continue(broken)
        except LeaseLost:
            return None
        except DatabaseError:
            # Nothing can be decided without the database: whoever takes the lease next goes on.
            return None
        except AladdinError as error:
            return await self._fail(error)
        except Exception as error:  # noqa: BLE001  a run always ends, whatever broke
            return await self._fail(InternalError(), cause=error)

    async def _begin(self) -> str:
        """Announce this attempt in the log; what the log has said already is the prefix."""
        if self.run.attempt == 1:
            self._writer.note({"stage": "started"})
            return ""
        note = {"stage": "interrupted", "attempt": self.run.attempt}
        events = await self._writer.resume(self.run, note)
        self._remember_model(events)
        await self._books.book_lost_attempt(self.run, events)
        if self.run.continuations > MAX_CONTINUATIONS:
            raise _too_often()
        return self._writer.text

    async def _continue(self, broken: ModelInterrupted) -> str:
        await self._writer.drain()
        if self.run.continuations >= MAX_CONTINUATIONS:
            raise _too_often() from broken
        async with self._fence:
            run = await self._stores.runs.interrupt(self.run, self._books.take(), self._stores.now())
            if run is None:
                raise LeaseLost
            self.run = run
        self._models = (broken.model,)
        self._writer.note({"stage": "interrupted", "attempt": run.attempt})
        return self._writer.text

    def _remember_model(self, events: list[RunEvent]) -> None:
        """A continuation goes to the model that spoke: the last one a ``fallback`` named, else the first."""
        if not self._writer.text:
            return
        spoke = self._models[0]
        for event in events:
            if event.type == "progress" and event.data.get("stage") == "fallback":
                spoke = event.data["model"]
        self._models = (spoke,)

    async def _generate(self, prefix: str) -> Finished:
        call = await self._call(prefix)
        most = call.max_tokens * LONGEST_TOKEN
        async with aclosing(self._studio.model.stream(call)) as stream:
            async for event in stream:
                if isinstance(event, Tokens):
                    await self._writer.tokens(event.texts)
                    most -= sum(map(len, event.texts))
                    if most < 0:
                        raise ModelError("The language model did not come to an end. What it had said is kept.")
                elif isinstance(event, Fallback):
                    self._models = self._models[self._models.index(event.model) :]
                    self._writer.note({"stage": "fallback", "model": event.model, "failed": event.failed})
                else:
                    return event
        raise ModelError

    async def _call(self, prefix: str) -> ModelCall:
        request, run = self.run.request, self.run
        facts = await self._studio.facts.of(run.project_id) if run.project_id else None
        system = prompt.system_prompt(facts)
        window = min(self._studio.window_of(model) for model in self._models)
        question = await self._question()
        fits = prompt.fitting(system, question, prefix, window, request["maxTokens"])
        history = await prompt.thread(self._stores.messages, run, fits)
        messages = prompt.assemble(system, history, question, prefix)
        await self._reserve(upper_bound(messages) + request["maxTokens"])
        return ModelCall(
            messages,
            self._models,
            temperature=request["temperature"],
            max_tokens=request["maxTokens"],
            run_id=run.id,
            on_call=self._books.note(run.attempt, messages),
        )

    async def _question(self) -> Content:
        request, attached = self.run.request, self._studio.attachments
        if attached is None or not request.get("attachments"):
            return request["content"]
        return await attached.content(request["content"], request["attachments"], self.run.project_id)

    async def _reserve(self, needed: int) -> None:
        """Top up what the request reserved, when the thread or a continuation needs more."""
        missing = self._books.used_tokens + needed - self._books.reserved
        if missing > 0:
            run = self.run
            await self._studio.limits.reserve(run.user_id, run.id, run.request["day"], missing)
            self._books.reserved += missing

    async def _complete(self, finished: Finished) -> Run | None:
        await self._writer.drain()
        text = self._writer.text
        usage = self.run.usage + self._books.open_usage
        result: dict[str, Any] = {
            "success": True,
            "conversationId": self.run.conversation_id,
            "runId": self.run.id,
            "messageId": self.run.assistant_message_id,
            "message": text,
            "model": finished.model,
            "finishReason": finished.finish_reason,
            "usage": {
                "promptTokens": usage.prompt_tokens,
                "completionTokens": usage.completion_tokens,
                "totalTokens": usage.total_tokens,
            },
            "suggestions": chat_suggestions(text),
        }
        if usage.cost is not None:
            result["cost"] = usage.cost
        return await self._end("completed", result=result)

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

    async def _end(self, status: Status, *, result: dict[str, Any], error: dict[str, Any] | None = None) -> Run | None:
        await self._books.record()
        async with self._fence:
            ended = await self._commit(status, result, error)
            if ended is None:
                raise LeaseLost
            self._ended = True
            self.run = ended
        self._publish([await self._studio.closing.close(ended)])
        return ended

    async def _commit(self, status: Status, result: dict[str, Any], error: dict[str, Any] | None) -> Run | None:
        """Through a short outage of the database; a commit whose answer was lost is known again by its moment."""
        run, last_seq, spent, now = self.run, self._writer.next_seq, self._books.take(), self._stores.now()
        clock = asyncio.get_running_loop().time
        deadline = clock() + LEASE_SECONDS
        while True:
            try:
                ended = await self._stores.runs.commit(
                    run, status, last_seq=last_seq, result=result, error=error, spent=spent, now=now
                )
                standing = ended or await self._stores.runs.get(run.id)
            except DatabaseError:
                if clock() > deadline:
                    self._books.put_back(spent)
                    raise
                await asyncio.sleep(COMMIT_PAUSE_SECONDS)
                continue
            ours = standing is not None and (standing.attempt, standing.finished_at) == (run.attempt, now)
            return standing if ours else None

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
            if not self._ended:
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

    async def _keep(self) -> None:
        """Renew the lease, and notice within half a second when it is gone. Ends only by being cancelled or lost."""
        clock = asyncio.get_running_loop().time
        sure_until = clock() + LEASE_SECONDS
        renewed = clock()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                async with self._fence:
                    if self._ended:
                        continue
                    asked = clock()
                    if asked - renewed >= RENEW_SECONDS:
                        held = await self._stores.runs.renew(
                            self.run.id, self._owner, self.run.attempt, self._stores.now()
                        )
                        if held:
                            renewed, sure_until = asked, asked + LEASE_SECONDS
                    else:
                        held = await self._stores.runs.holds(self.run.id, self.run.attempt)
            except DatabaseError:
                held = clock() < sure_until
            if not held:
                raise LeaseLost


def _too_often() -> ModelError:
    return ModelError("The language model broke off too often. What it had said is kept.")


def _report_broken(run_id: str, helpers: list[asyncio.Task[None]]) -> None:
    for helper in helpers:
        if helper.done() and (error := helper.exception()) and not isinstance(error, LeaseLost):
            telemetry.producer_broke(run_id, error)


async def _stop(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
