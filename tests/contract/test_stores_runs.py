"""Runs and their log: MongoDB and the fake answer alike."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.errors import Conflict
from shared.domain.model import Usage
from shared.domain.runs import LEASE_SECONDS, Run, RunEvent
from shared.orchestrator.stores import Stores
from shared.ports import SeqTaken
from tests.runs.stores import NOON, SPENT, a_run, memory_stores, mongo_stores, tokens

LATER = NOON + timedelta(seconds=3)
PARALLEL = 200
MODES = ("chat",)


@pytest.fixture(params=["memory", "mongo"])
async def stores(request: pytest.FixtureRequest, mongo_db: Any) -> Stores:
    return memory_stores() if request.param == "memory" else mongo_stores(mongo_db)


async def _taken(stores: Stores, **fields: Any) -> Run:
    run = a_run(**fields)
    await stores.runs.insert(run)
    taken = await stores.runs.take(run, "one", NOON)
    assert taken is not None
    return taken


async def test_a_run_is_kept_as_it_was_given(stores: Stores) -> None:
    run = a_run(project_id="p" * 24, after="earlier", parent="c:000002", request={"content": "\0 ü\u2028😀", "n": 1.5})
    await stores.runs.insert(run)

    assert await stores.runs.get(run.id) == run
    assert await stores.runs.get("unknown") is None


async def test_an_id_is_taken_once(stores: Stores) -> None:
    run = a_run()
    await stores.runs.insert(run)

    with pytest.raises(Conflict):
        await stores.runs.insert(run)


async def test_taking_a_queued_run_starts_it(stores: Stores) -> None:
    taken = await _taken(stores)

    assert (taken.status, taken.attempt, taken.continuations, taken.started_at) == ("running", 1, 0, NOON)
    assert taken.lease is not None
    assert taken.lease.owner == "one"
    assert taken.lease.expires_at == NOON + timedelta(seconds=LEASE_SECONDS)


async def test_a_crowd_takes_a_run_once(stores: Stores) -> None:
    run = a_run()
    await stores.runs.insert(run)

    taken = await asyncio.gather(*(stores.runs.take(run, f"owner-{n}", NOON) for n in range(PARALLEL)))

    winners = [one for one in taken if one is not None]
    assert len(winners) == 1
    assert await stores.runs.get(run.id) == winners[0]


async def test_a_new_run_is_taken_by_its_owner_without_having_been_seen(stores: Stores) -> None:
    run = a_run()
    await stores.runs.insert(run)

    assert await stores.runs.take_new(run.id, "somebody else", "one", NOON, MODES) is None
    crowd = await asyncio.gather(
        *(stores.runs.take_new(run.id, run.user_id, f"owner-{n}", NOON, MODES) for n in range(20))
    )
    winners = [one for one in crowd if one is not None]

    assert [(one.status, one.attempt, one.continuations, one.started_at) for one in winners] == [
        ("running", 1, 0, NOON)
    ]
    assert await stores.runs.get(run.id) == winners[0]


@pytest.mark.parametrize(
    "found", [{"after": "an earlier turn"}, {"attempt": 1}, {"status": "cancelled"}, {"mode": "data"}]
)
async def test_only_a_new_run_is_taken_unseen(stores: Stores, found: dict[str, Any]) -> None:
    run = a_run(**found)
    await stores.runs.insert(run)

    assert await stores.runs.take_new(run.id, run.user_id, "one", NOON, MODES) is None
    assert await stores.runs.get(run.id) == run


async def test_taking_over_a_dead_producers_run_counts_as_a_continuation(stores: Stores) -> None:
    first = await _taken(stores)
    second = await stores.runs.take(first, "two", LATER)

    assert second is not None
    assert (second.attempt, second.continuations, second.started_at) == (2, 1, NOON)


async def test_a_lease_that_was_renewed_since_it_was_seen_is_not_taken(stores: Stores) -> None:
    first = await _taken(stores)
    assert await stores.runs.renew(first.id, "one", first.attempt, LATER)

    assert await stores.runs.take(first, "two", LATER) is None
    assert await stores.runs.holds(first.id, first.attempt)


async def test_taking_what_was_handed_over_does_not(stores: Stores) -> None:
    first = await _taken(stores)
    free = await stores.runs.hand_over(first, SPENT, LATER)
    assert free is not None
    assert free.lease is not None
    assert free.lease.expires_at <= LATER
    second = await stores.runs.take(free, "two", LATER)

    assert second is not None
    assert (second.attempt, second.continuations, second.usage) == (2, 0, SPENT)


async def test_only_the_owner_renews(stores: Stores) -> None:
    run = await _taken(stores)

    assert await stores.runs.renew(run.id, "one", 1, LATER)
    assert not await stores.runs.renew(run.id, "two", 1, LATER)
    assert not await stores.runs.renew(run.id, "one", 2, LATER)
    kept = await stores.runs.get(run.id)
    assert kept is not None
    assert kept.lease is not None
    assert kept.lease.expires_at == LATER + timedelta(seconds=LEASE_SECONDS)


@pytest.mark.parametrize("fenced_by", ["take", "interrupt", "cancel", "commit"])
async def test_a_fenced_producer_changes_nothing(stores: Stores, fenced_by: str) -> None:
    zombie = await _taken(stores)
    await _fence(stores, zombie, fenced_by)
    before = await stores.runs.get(zombie.id)

    assert not await stores.runs.holds(zombie.id, zombie.attempt)
    assert not await stores.runs.renew(zombie.id, "one", zombie.attempt, LATER)
    assert await stores.runs.interrupt(zombie, SPENT, LATER) is None
    assert await stores.runs.hand_over(zombie, SPENT, LATER) is None
    assert await _commit(stores, zombie) is None
    assert await stores.runs.take(zombie, "three", LATER) is None
    assert await stores.runs.get(zombie.id) == before


async def _fence(stores: Stores, run: Run, by: str) -> None:
    if by == "take":
        await stores.runs.take(run, "two", LATER)
    elif by == "interrupt":
        await stores.runs.interrupt(run, Usage(), LATER)
    elif by == "cancel":
        await stores.runs.cancel(run.id, LATER)
    else:
        await _commit(stores, run)


async def _commit(stores: Stores, run: Run, **fields: Any) -> Run | None:
    given: dict[str, Any] = {"last_seq": 4, "result": {"message": "Rain."}, "error": None, "spent": SPENT, "now": LATER}
    return await stores.runs.commit(run, "completed", **(given | fields))


async def test_a_commit_ends_the_run_with_everything_at_once(stores: Stores) -> None:
    run = await _taken(stores)
    ended = await _commit(stores, run)

    assert ended is not None
    assert ended == await stores.runs.get(run.id)
    assert (ended.status, ended.last_seq, ended.result, ended.usage) == ("completed", 4, {"message": "Rain."}, SPENT)
    assert (ended.lease, ended.finished_at, ended.closed) == (None, LATER, False)


async def test_cancel_and_commit_race_and_one_wins(stores: Stores) -> None:
    for _ in range(10):
        run = await _taken(stores)
        cancelled, committed = await asyncio.gather(stores.runs.cancel(run.id, LATER), _commit(stores, run))
        standing = await stores.runs.get(run.id)

        assert (cancelled is None) != (committed is None)
        assert standing is not None
        assert standing.status == ("completed" if cancelled is None else "cancelled")


async def test_what_was_said_before_a_cancel_is_recorded_once_it_is_known(stores: Stores) -> None:
    run = await _taken(stores)
    await stores.runs.record_cancelled(run.id, last_seq=9, result={"message": "not yet"})
    await stores.runs.cancel(run.id, LATER)
    assert await stores.runs.cancel(run.id, LATER) is None
    await stores.runs.record_cancelled(run.id, last_seq=9, result={"message": "Ra"})

    standing = await stores.runs.get(run.id)
    assert standing is not None
    assert (standing.last_seq, standing.result) == (9, {"message": "Ra"})


async def test_usage_adds_up_and_unknown_cost_stays_unknown(stores: Stores) -> None:
    run = await _taken(stores)
    await stores.runs.add_usage(run.id, Usage(1, 2))
    unknown = await stores.runs.get(run.id)
    await stores.runs.interrupt(run, Usage(10, 20, 0.5, estimated=True), LATER)
    known = await stores.runs.get(run.id)

    assert unknown is not None
    assert unknown.usage == Usage(1, 2, None)
    assert known is not None
    assert known.usage == Usage(11, 22, 0.5, estimated=True)


async def test_a_run_is_closed_by_one_and_open_until_then(stores: Stores) -> None:
    runs = [a_run() for _ in range(3)]
    for run in runs:
        await stores.runs.insert(run)
    closed = await asyncio.gather(*(stores.runs.close(runs[1].id) for _ in range(20)))

    assert sorted(closed) == [False] * 19 + [True]
    assert [run.id for run in await stores.runs.open_runs(10)] == sorted((runs[0].id, runs[2].id))
    assert len(await stores.runs.open_runs(1)) == 1


async def test_runs_of_a_conversation_are_found_and_deleted(stores: Stores) -> None:
    mine, other = a_run(conversation_id="a" * 24), a_run(conversation_id="b" * 24)
    for run in (mine, other):
        await stores.runs.insert(run)
    assert await stores.runs.ids_of_conversation("a" * 24) == [mine.id]

    await stores.runs.delete([mine.id])

    assert await stores.runs.get(mine.id) is None
    assert await stores.runs.get(other.id) is not None


async def test_the_log_gives_back_what_was_appended_from_any_place(stores: Stores) -> None:
    written: list[RunEvent] = []
    for size in (1, 40, 2, 7, 1, 1, 70):
        batch = tokens(len(written) + 1, *(f"{size}/{n} \u2028😀\0" for n in range(size)))
        await stores.log.append("run", "w", batch)
        written += batch

    for after in (0, 1, 2, 20, 40, 41, 42, 43, 49, 50, 52, 100, 121, 122):
        assert await stores.log.read("run", after) == written[after:]
    assert await stores.log.read("run", 5000) == []
    assert await stores.log.read("other", 0) == []
    async with asyncio.timeout(60):  # whoever asks may name any place: it is not looked for one by one
        assert await stores.log.read("run", 10**9) == await stores.log.read("other", 10**9) == []
    assert (await stores.log.last("run"), await stores.log.last("other")) == (122, 0)


async def test_peeking_follows_a_live_log_segment_by_segment(stores: Stores) -> None:
    written, seen = [], []
    for size in (3, 1, 5, 1):
        batch = tokens(len(written) + 1, *"x" * size)
        await stores.log.append("run", "w", batch)
        written += batch
        while more := await stores.log.read("run", len(seen), peek=True):
            seen += more

    assert seen == written


async def test_a_place_in_the_log_is_given_once(stores: Stores) -> None:
    async def append(n: int) -> bool:
        try:
            await stores.log.append("run", f"writer-{n}", tokens(1, f"by {n}"))
        except SeqTaken:
            return False
        return True

    won = await asyncio.gather(*(append(n) for n in range(PARALLEL)))

    assert sum(won) == 1
    assert await stores.log.read("run", 0) == tokens(1, f"by {won.index(True)}")


async def test_repeating_an_append_is_appending_once(stores: Stores) -> None:
    for _ in range(3):
        await stores.log.append("run", "w", tokens(1, "a", "b"))
    with pytest.raises(SeqTaken):
        await stores.log.append("run", "w", tokens(1, "a", "c"))
    with pytest.raises(SeqTaken):
        await stores.log.append("run", "other", tokens(1, "a", "b"))

    assert await stores.log.read("run", 0) == tokens(1, "a", "b")


async def test_the_log_of_deleted_runs_is_gone(stores: Stores) -> None:
    for run_id in ("one", "two"):
        await stores.log.append(run_id, "w", tokens(1, "a"))
    await stores.log.delete(["one"])

    assert await stores.log.read("one", 0) == []
    assert await stores.log.read("two", 0) == tokens(1, "a")
