"""Crowds: one effect for one key, and budgets and rates that no crowd passes. Over real processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.orchestrator.limits import counter_names, today
from shared.orchestrator.stores import utc_now
from tests.runs.storm import Storm, storm, tell

pytestmark = pytest.mark.serial
PARALLEL = 200
BUDGET = 30_000
RATE = 250


@pytest.fixture(scope="module")
async def studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Storm]:
    limits = {"TOKEN_LIMIT_PER_DAY": str(BUDGET), "RATE_LIMIT_PER_MINUTE": str(RATE)}
    async with storm(tmp_path_factory.mktemp("studio"), chats=2, streams=1, **limits) as made:
        yield made


@pytest.fixture
async def made(studio: Storm) -> Storm:
    """The studio with a user of this test's own, and nobody else's calls."""
    studio.ada = await studio.people.sign_in()
    studio.upstream.upstream.calls.clear()
    return studio


async def test_a_crowd_with_one_key_starts_one_run(made: Storm) -> None:
    key = {"idempotency-key": "one key"}
    body = "[[ok tokens=20 every=10]] once"
    waited = await asyncio.gather(*(made.ask(body, key) for _ in range(PARALLEL)))
    started = await asyncio.gather(
        *(made.ask(body, {"idempotency-key": "other key"}, stream=True) for _ in range(PARALLEL))
    )

    assert {answer.status_code for answer in waited} == {200}
    assert len({answer.text for answer in waited}) == 1
    assert {answer.status_code for answer in started} == {202}
    assert len({answer.text for answer in started}) == 1
    mine = made.ada["x-user"]
    assert await made.people.database.runs.count_documents({"userId": mine}) == 2
    assert await made.people.database.conversations.count_documents({"user": mine}) == 2
    assert made.upstream.calls == ["first"]
    tell(f"{PARALLEL} parallel requests with one Idempotency-Key: {len(made.upstream.calls)} model call, 1 answer")


async def test_a_crowd_never_passes_the_token_budget(made: Storm) -> None:
    database = made.people.database
    name, highest = counter_names(made.ada["x-user"], today(utc_now()))[0], 0

    async def watch() -> None:
        nonlocal highest
        while True:
            counter = await database.counters.find_one({"_id": name})
            highest = max(highest, counter["total"] if counter else 0)
            await asyncio.sleep(0.01)

    watching = asyncio.create_task(watch())
    answers = await asyncio.gather(*(made.ask(f"[[ok tokens=40 every=2]] {n}", maxTokens=900) for n in range(PARALLEL)))
    watching.cancel()

    codes = Counter(_code(answer) for answer in answers)
    assert set(codes) == {"200", "TOKEN_LIMIT_EXCEEDED"}
    assert 0 < codes["200"] < PARALLEL
    runs = await database.runs.find({"userId": made.ada["x-user"]}).to_list(None)
    used = sum(run["usage"]["promptTokens"] + run["usage"]["completionTokens"] for run in runs)
    assert (await database.counters.find_one({"_id": name}))["total"] == used  # type: ignore[index]
    assert max(highest, used) <= BUDGET
    assert len(made.upstream.calls) == codes["200"] == len(runs)
    ledger = await database.usage.find({"user": made.ada["x-user"]}).to_list(None)
    assert sum(entry["promptTokens"] + entry["completionTokens"] for entry in ledger) == used
    tell(
        f"{PARALLEL} parallel calls against {BUDGET} tokens: {codes['200']} served, at most {highest} held, overshoot 0"
    )


async def test_a_crowd_never_passes_the_rate(made: Storm) -> None:
    answers = await asyncio.gather(*(made.ask("[[ok tokens=1]] x", maxTokens=1, model="nope") for _ in range(2 * RATE)))

    codes = Counter(_code(answer) for answer in answers)
    minutes = await made.people.database.counters.count_documents({"_id": {"$regex": f"^rate:{made.ada['x-user']}"}})
    assert codes["VALIDATION_ERROR"] <= RATE * minutes
    assert codes["RATE_LIMIT_EXCEEDED"] == 2 * RATE - codes["VALIDATION_ERROR"]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-remaining"] == "0"
    tell(f"{2 * RATE} parallel requests against {RATE} a minute: {codes['VALIDATION_ERROR']} let through")


def _code(answer: httpx.Response) -> str:
    return "200" if answer.status_code == 200 else answer.json()["code"]
