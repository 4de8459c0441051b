"""Every malformed upstream, end to end: a typed end in time, with every token that had come, and right books."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.faults.test_llm_malformed import FAILED, INTERRUPTED, REFUSED, UNDERSTOOD
from tests.runs.service import Service, service
from tests.runs.sse import frames_of, text_of
from tests.upstream.asking import IMPATIENT
from tests.upstream.running import Running
from tests.upstream.script import full_text

Headers = dict[str, str]


@pytest.fixture
async def served(mongo_uri: str, mongo_db: Any, upstream: Running) -> AsyncIterator[Service]:
    async with service(mongo_uri, upstream.url, mongo_db.name) as made:
        yield made


@pytest.fixture
async def ada(served: Service) -> Headers:
    return await served.people.sign_in()


async def _stream(served: Service, ada: Headers, asked: str, seconds: float) -> tuple[list[Any], dict[str, Any]]:
    started = await served.start(ada, asked)
    answer = await asyncio.wait_for(served.stream.get(started["streamUrl"], headers=ada), seconds)
    run = (await served.chat.get(f"/runs/{started['runId']}", headers=ada)).json()
    frames = frames_of(answer.content)
    assert answer.status_code == 200
    assert [frame.terminal for frame in frames].count(True) == 1
    ledger = await served.people.database.usage.find({"runId": started["runId"]}).to_list(None)
    assert sum(entry["promptTokens"] + entry["completionTokens"] for entry in ledger) == run["usage"]["totalTokens"]
    assert await _held(served) == run["usage"]["totalTokens"]
    return frames, run


async def _held(served: Service) -> int:
    counters = await served.people.database.counters.find({"_id": {"$regex": "^tokens:user"}}).to_list(None)
    assert all(not counter["reservations"] for counter in counters)
    return sum(counter["total"] for counter in counters)


@pytest.mark.parametrize("script", UNDERSTOOD)
async def test_what_is_only_odd_completes(served: Service, ada: Headers, script: str) -> None:
    asked = f"[[{script}]] Rain"
    frames, run = await _stream(served, ada, asked, 8)

    assert run["status"] == "completed"
    assert text_of(frames) == run["result"]["message"] == full_text(asked)


@pytest.mark.parametrize("script", INTERRUPTED)
async def test_what_breaks_once_is_continued_to_the_whole_text(
    served: Service, ada: Headers, upstream: Running, script: str
) -> None:
    kind, _, options = script.partition(" ")
    asked = f"[[{kind} times=1 {options}]] Rain"
    frames, run = await _stream(served, ada, asked, 8)

    assert (run["status"], run["attempt"]) == ("completed", 2)
    assert text_of(frames) == run["result"]["message"] == full_text(asked)
    assert upstream.calls == ["first", "first"]


@pytest.mark.parametrize("script", ["reset", "eof", "silence", "error"])
async def test_what_breaks_again_and_again_fails_with_its_text(
    served: Service, ada: Headers, upstream: Running, script: str
) -> None:
    asked = f"[[{script}]] Rain"
    frames, run = await _stream(served, ada, asked, 4 * IMPATIENT.silence + 8)

    assert (run["status"], run["error"]["code"], run["error"]["retryable"]) == ("failed", "LLM_ERROR", True)
    assert text_of(frames) == run["result"]["message"]
    assert run["result"]["message"] != ""
    assert full_text(asked).startswith(run["result"]["message"])
    assert frames[-1].data["data"] == run["error"]
    assert upstream.calls == ["first"] * 4


@pytest.mark.parametrize(("scripts", "retryable"), [(FAILED, True), (REFUSED, False)], ids=["failed", "refused"])
async def test_what_never_says_a_token_fails_typed_and_in_time(
    served: Service, ada: Headers, scripts: list[str], retryable: bool
) -> None:
    async def one(script: str) -> None:
        answer = await asyncio.wait_for(served.ask(ada, f"[[{script}]] Rain"), IMPATIENT.first_token + 8)
        body = answer.json()
        assert (answer.status_code, body["code"], body["retryable"]) == (502, "LLM_ERROR", retryable), script
        assert "Scripted" not in answer.text, "the service's own words are for the operator"

    for start in range(0, len(scripts), 6):
        await asyncio.gather(*(one(script) for script in scripts[start : start + 6]))
    runs = await served.people.database.runs.find().to_list(None)
    assert {run["status"] for run in runs} == {"failed"}
    assert len(runs) == len(scripts)
    assert all(run["closed"] for run in runs)
    assert await _held(served) == sum(run["usage"]["promptTokens"] + run["usage"]["completionTokens"] for run in runs)


async def test_another_model_takes_over_before_the_first_token(
    served: Service, ada: Headers, upstream: Running
) -> None:
    from tests.upstream.script import Script

    upstream.upstream.by_model["first"] = Script("status", {"code": "404"})
    frames, run = await _stream(served, ada, "Rain", 8)

    assert [frame.data["data"].get("stage") for frame in frames[:2]] == ["started", "fallback"]
    assert run["result"]["model"] == "second"
    assert upstream.calls == ["first", "second"]
