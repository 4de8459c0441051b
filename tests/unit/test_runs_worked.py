"""Modes that work in steps: the same lease, log, books and limits; what they say at the end is the run's text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.adapters.llm.fake import Answer, FakeModel
from shared.domain.errors import DatabaseError, ModelError, ValidationFailed
from shared.domain.limits import LedgerEntry
from shared.domain.model import ModelMessage, UpstreamCall, Usage
from shared.domain.runs import MAX_CONTINUATIONS, Run
from shared.orchestrator.books import Books
from shared.orchestrator.log_writer import LeaseLost
from shared.orchestrator.modes import Job
from tests.runs.dying import Failing, Fuse
from tests.runs.world import ADA, World, stages, until

QUESTION = (ModelMessage("system", "Judge."), ModelMessage("user", "Is it so?"))
Work = Callable[[Job], Awaitable[Mapping[str, Any]]]


class Worker:
    """A worked mode that does what it is told, as often as it is told."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def work(self, job: Job) -> Mapping[str, Any]:
        return await self._work(job)


async def ask(job: Job, **settings: Any) -> str:
    return await job.ask(QUESTION, **{"temperature": 0.1, "max_tokens": 40} | settings)


async def two_steps(job: Job) -> Mapping[str, Any]:
    job.note({"stage": "step", "name": "first"})
    said = await ask(job)
    job.note({"stage": "step", "name": "second"})
    return {"message": f"The model said {said}", "gatherItemId": "item"}


def worked(work: Work, *answers: Answer) -> World:
    world = World(FakeModel(list(answers) or [Answer(("Yes", "."))]))
    world.worked["data"] = Worker(work)
    return world


async def _ended(world: World) -> Run:
    process = world.process()
    return await process.waiting().answer(await process.accept(mode="data"))


async def test_what_was_done_is_told_as_the_runs_text() -> None:
    world = worked(two_steps)
    run = await _ended(world)

    assert run.status == "completed", run.error
    assert run.result is not None
    assert run.result["message"] == await world.text(run) == "The model said Yes."
    assert (run.result["gatherItemId"], run.result["messageId"]) == ("item", run.assistant_message_id)
    assert stages(await world.log(run)) == ["started", "step", "step", "token", "complete"]
    answer = await world.answer_message(run)
    assert answer is not None
    assert answer.content == "The model said Yes."
    assert answer.metadata["gatherItemId"] == "item"


async def test_every_question_is_reserved_booked_and_settled() -> None:
    async def work(job: Job) -> Mapping[str, Any]:
        await ask(job)
        await asyncio.gather(*(ask(job, max_tokens=2_000) for _ in range(3)))
        return {"message": "Done."}

    world = worked(work)
    run = await _ended(world)

    assert [entry.outcome for entry in world.ledger] == ["finished"] * 4
    assert len({entry.id for entry in world.ledger}) == 4
    assert run.usage.completion_tokens == 8
    assert run.result is not None
    assert run.result["usage"]["totalTokens"] == run.usage.total_tokens
    assert await world.budget() == run.usage.total_tokens


async def test_questions_asked_at_once_are_paid_for_at_once() -> None:
    async def work(job: Job) -> Mapping[str, Any]:
        await asyncio.gather(*(ask(job, max_tokens=400) for _ in range(3)))
        return {"message": "Done."}

    world = worked(work)
    world.tighten(token_limit_per_day=1_000)
    run = await _ended(world)

    assert run.error is not None
    assert (run.status, run.error["code"]) == ("failed", "TOKEN_LIMIT_EXCEEDED")
    assert await world.budget() == run.usage.total_tokens


async def test_a_question_that_breaks_off_is_asked_again_of_the_model_that_spoke() -> None:
    world = worked(two_steps, Answer(("Y",), "break"), Answer(("Yes", ".")))
    run = await _ended(world)

    assert await world.text(run) == "The model said Yes."
    assert [call.models for call in world.model.calls] == [("first", "second"), ("first",)]
    assert [call.messages for call in world.model.calls] == [QUESTION, QUESTION]
    assert run.attempt == 1


async def test_a_model_that_breaks_off_too_often_or_does_not_end_is_an_error_that_work_may_handle() -> None:
    async def work(job: Job) -> Mapping[str, Any]:
        with pytest.raises(ModelError):
            await ask(job)
        return {"message": "Without the model."}

    for answer in (Answer(("Y",), "break"), Answer(("x" * 500,) * 200), Answer(ending="fail")):
        world = worked(work, answer)
        run = await _ended(world)
        assert run.status == "completed", run.error
        assert len(world.model.calls) == (1 + MAX_CONTINUATIONS if answer.ending == "break" else 1)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ValidationFailed.of(documentUrl="expected a file"), "VALIDATION_ERROR"), (KeyError("secret"), "INTERNAL_ERROR")],
)
async def test_work_that_fails_is_an_error_event(error: Exception, code: str) -> None:
    async def work(job: Job) -> Mapping[str, Any]:
        raise error

    world = worked(work)
    run = await _ended(world)
    last = (await world.log(run))[-1]

    assert (run.status, last.type, last.data["code"]) == ("failed", "error", code)
    assert "secret" not in str(last.data)


async def test_cancelling_ends_the_work_and_its_question_within_a_second() -> None:
    stopped: list[str] = []

    async def work(job: Job) -> Mapping[str, Any]:
        try:
            return {"message": await ask(job)}
        finally:
            stopped.append(job.run.id)

    world = worked(work, Answer(("Y",), "never"))
    process = world.process()
    run = await process.accept(mode="data")
    await process.hub.take(run)
    await until(lambda: world.model.calls)
    await process.cancel(run)

    await until(lambda: process.hub.live(run.id) is None, seconds=1)
    assert stopped == [run.id]
    assert [entry.outcome for entry in world.ledger] == ["closed"]
    assert (await world.run(run)).status == "cancelled"


async def test_work_whose_producer_died_is_done_again_and_says_what_was_said() -> None:
    """The first one dies after its message was logged; the second has another one to say."""
    said = iter(("The first word.", "Another word."))

    async def work(job: Job) -> Mapping[str, Any]:
        return {"message": next(said), "attempt": job.run.attempt}

    world = worked(work)
    fuse = Fuse()
    victim, heir = world.process(fuse.wrap), world.process()
    run = await victim.accept(mode="data")
    fuse.limit = len(fuse.writes) + 3  # taken, its start, its message
    await victim.hub.take(run)
    await until(lambda: victim.hub.live(run.id) is None)
    assert await world.text(run) == "The first word."
    world.clock.skip(11)
    ended = await heir.waiting().answer(await world.run(run))

    assert ended.result is not None
    assert (ended.result["message"], ended.result["attempt"]) == ("The first word.", 2)
    assert await world.text(run) == "The first word."


async def test_work_may_ask_whether_the_run_still_is_its_own() -> None:
    asked: list[bool] = []
    go_on = asyncio.Event()

    async def work(job: Job) -> Mapping[str, Any]:
        await job.hold()
        asked.append(True)
        await go_on.wait()
        with pytest.raises(LeaseLost):
            await job.hold()
        asked.append(False)
        raise LeaseLost

    world = worked(work)
    process = world.process()
    run = await process.accept(mode="data")
    await process.hub.take(run)
    await until(lambda: asked)
    await process.cancel(run)
    go_on.set()
    await until(lambda: process.hub.live(run.id) is None)

    assert asked == [True, False] or asked == [True]  # the watch may have been faster
    assert (await world.run(run)).status == "cancelled"


async def test_books_that_cannot_be_written_now_are_written_later() -> None:
    def away(stores: Any) -> Any:
        return replace(stores, runs=Failing(stores.runs, "add_usage", 1), ledger=Failing(stores.ledger, "record", 1))

    world = worked(two_steps)
    process = world.process(away)
    run = await process.waiting().answer(await process.accept(mode="data"))

    assert run.usage.completion_tokens == 2
    assert [entry.outcome for entry in world.ledger] == ["finished"]


async def test_what_is_used_while_others_are_being_booked_is_booked_too() -> None:
    """Two are being written at once when a third comes: neither takes it for one of its own."""
    written: set[str] = set()
    writing: list[asyncio.Event] = []

    class Slow:
        async def record(self, entries: Sequence[LedgerEntry]) -> None:
            writing.append(go_on := asyncio.Event())
            await go_on.wait()
            written.update(entry.id for entry in entries)

    world = worked(two_steps)
    run = await world.process().accept(mode="data")
    books = Books(cast("Any", SimpleNamespace(ledger=Slow(), now=world.clock.now)), run)
    use = books.note(1)
    used = UpstreamCall("first", Usage(1, 1), "finished", 0.1)
    tasks: list[asyncio.Task[None]] = []
    for number in (1, 2):
        use(used)
        tasks.append(asyncio.create_task(books.record()))
        await until(lambda number=number: len(writing) == number)
    use(used)
    for go_on in writing:
        go_on.set()
    await asyncio.gather(*tasks)
    last = asyncio.create_task(books.record())
    await until(lambda: len(writing) == 3)
    writing[-1].set()
    await last

    assert written == {f"{run.id}:1:{number}" for number in (1, 2, 3)}


@pytest.mark.parametrize("reached", [True, False])
async def test_who_is_cancelled_while_booking_has_booked_once_or_books_later(reached: bool) -> None:
    added: list[Usage] = []
    asked, answer = asyncio.Event(), asyncio.Event()

    class Slow:
        async def add_usage(self, run_id: str, spent: Usage) -> None:
            asked.set()
            await answer.wait()
            if not reached and not added:
                added.append(Usage())
                raise DatabaseError
            added.append(spent)

    world = worked(two_steps)
    run = await world.process().accept(mode="data")
    books = Books(cast("Any", SimpleNamespace(runs=Slow(), now=world.clock.now)), run)
    books.note(1)(UpstreamCall("first", Usage(2, 3), "finished", 0.1))
    booking = asyncio.create_task(books.book_late(run))
    await asked.wait()
    booking.cancel()
    await asyncio.sleep(0)
    answer.set()
    with pytest.raises(asyncio.CancelledError):
        await booking
    await books.book_late(run)

    assert sum(spent.total_tokens for spent in added) == 5


async def test_what_could_not_be_written_is_still_to_be_written() -> None:
    world = worked(two_steps)
    process = world.process(lambda stores: replace(stores, ledger=Failing(stores.ledger, "record", 1)))
    books = Books(process.stores, await process.accept(mode="data"))
    books.note(1)(UpstreamCall("first", Usage(1, 1), "finished", 0.1))

    with pytest.raises(DatabaseError):
        await books.record()
    await books.record()

    assert len(world.ledger) == 1


@pytest.mark.parametrize(
    ("errors", "status"),
    [
        ((DatabaseError(), KeyError("a consequence")), "running"),
        ((ModelError(), KeyError("a consequence")), "LLM_ERROR"),
        ((KeyError("a fault"),), "INTERNAL_ERROR"),
    ],
)
async def test_steps_side_by_side_fail_as_one_would(errors: Sequence[Exception], status: str) -> None:
    """Without the database nothing is decided: whoever takes the lease next goes on."""

    async def work(job: Job) -> Mapping[str, Any]:
        raise ExceptionGroup("steps", [ExceptionGroup("more steps", errors)])

    world = worked(work)
    process = world.process()
    run = await process.accept(mode="data")
    await process.hub.take(run)
    await until(lambda: process.hub.live(run.id) is None)
    standing = await world.run(run)

    assert (standing.error["code"] if standing.error else standing.status) == status


async def test_only_who_may_write_the_project_may_work_on_it() -> None:
    world = worked(two_steps)
    needs: list[str] = []

    class Projects:
        async def project_for(self, principal: Any, project_id: str, need: str = "read") -> dict[str, Any]:
            needs.append(need)
            return {"_id": project_id}

    world.projects = Projects()  # type: ignore[assignment]
    process = world.process()
    await process.accept(mode="data", project_id="p" * 24, by=ADA)
    await process.accept(mode="chat", project_id="p" * 24, by=ADA)

    assert set(needs[:1]) == {"write"}
    assert needs[-1] == "read"
