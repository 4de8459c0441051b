"""Tries, pauses, the chain, the ledger and the upstream's end of things."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import pytest

from shared.adapters.llm.client import OpenAiModel
from shared.domain.errors import ModelError
from shared.domain.model import (
    CONTINUE_INSTRUCTION,
    Finished,
    ModelCall,
    ModelInterrupted,
    ModelMessage,
    Tokens,
    UpstreamCall,
)
from tests.upstream.asking import IMPATIENT, SECRET, Told, ask, model_at, question
from tests.upstream.running import Running
from tests.upstream.script import full_text


@pytest.fixture
async def model(upstream: Running) -> AsyncIterator[OpenAiModel]:
    model = model_at(upstream.url)
    yield model
    await model.aclose()


@pytest.mark.parametrize("fault", ["status code=429", "status code=503", "refuse", "empty", "hang", "reset after=0"])
async def test_two_failures_and_the_third_try_answers(model: OpenAiModel, upstream: Running, fault: str) -> None:
    asked = f"[[{fault} times=2]] Rain"
    told = await ask(model, asked, "first", "second")

    assert told.text == full_text(asked)
    assert upstream.calls == ["first"] * 3
    assert not told.fallbacks
    assert [outcome for _, outcome in told.outcomes] == ["failed", "failed", "finished"]


async def test_three_failures_and_the_next_model_answers(model: OpenAiModel, upstream: Running) -> None:
    told = await ask(model, "Rain", "[[status code=503]]", "second")

    assert upstream.calls == ["[[status code=503]]"] * 3 + ["second"]
    assert [(f.failed, f.model, f.reason) for f in told.fallbacks] == [("[[status code=503]]", "second", "HTTP 503")]
    assert told.text == full_text("Rain")


@pytest.mark.parametrize("absent", ["[[status code=404]]", "[[empty finish=length]]"])
async def test_a_model_that_cannot_answer_is_not_asked_again(
    model: OpenAiModel, upstream: Running, absent: str
) -> None:
    told = await ask(model, "Rain", absent, "second")

    assert upstream.calls == [absent, "second"]
    assert told.finished is not None


async def test_retry_after_is_honoured_up_to_its_bound(model: OpenAiModel) -> None:
    started = time.monotonic()
    await ask(model, "[[status code=429 times=1 retry=0.1]] Rain")
    asked_for = time.monotonic() - started
    started = time.monotonic()
    told = await ask(model, "[[status code=429 times=1 retry=3600]] Snow")
    bounded = time.monotonic() - started

    assert told.finished is not None
    assert asked_for >= 0.1
    assert IMPATIENT.retry_after_longest <= bounded < 60, "not the hour that was asked for"


async def test_all_tries_together_end_in_time(upstream: Running) -> None:
    model = model_at(upstream.url, replace(IMPATIENT, first_token=0.5, silence=0.2))
    started = time.monotonic()
    told = await ask(model, "[[hang]] Rain", "first", "second", "third")
    await model.aclose()

    assert type(told.error) is ModelError
    assert 0.4 <= time.monotonic() - started < 15


async def test_the_last_retry_after_is_passed_on(model: OpenAiModel) -> None:
    told = await ask(model, "[[status code=429 retry=7]] Rain")

    assert isinstance(told.error, ModelError)
    assert told.error.retry_after == 7


@pytest.mark.parametrize("said", [1, 13, 39, 40])
async def test_an_interrupted_answer_continues_byte_for_byte(model: OpenAiModel, upstream: Running, said: int) -> None:
    asked = f"[[reset after={said} times=1]] Rain"
    broken = await ask(model, asked)
    messages = (
        ModelMessage("user", asked),
        ModelMessage("assistant", broken.text),
        ModelMessage("user", CONTINUE_INSTRUCTION),
    )
    rest = [event async for event in model.stream(ModelCall(messages, ("first",), run_id="run-1"))]

    assert isinstance(broken.error, ModelInterrupted)
    assert broken.text + "".join("".join(e.texts) for e in rest if isinstance(e, Tokens)) == full_text(asked)
    assert isinstance(rest[-1], Finished)
    assert len(upstream.calls) == 2


async def test_leaving_ends_the_upstream_call(model: OpenAiModel, upstream: Running) -> None:
    told = Told()
    async with aclosing(model.stream(question("[[ok tokens=5000 every=5]] Rain", told=told))) as events:
        await anext(events)
    left = time.monotonic()
    call = upstream.upstream.calls[0]
    while call.ended is None and time.monotonic() - left < 10:
        time.sleep(0.005)

    assert call.ended == "left"
    assert call.ended_at is not None
    assert told.outcomes == [("first", "closed")]
    assert told.ledger[0].usage.estimated


async def test_calls_after_each_other_share_a_connection(model: OpenAiModel, upstream: Running) -> None:
    for _ in range(5):
        await ask(model, "Rain")

    assert upstream.upstream.connections == 1


async def test_tokens_that_arrive_together_come_together(model: OpenAiModel) -> None:
    events = [event async for event in model.stream(question("[[ok tokens=2000]] Rain"))]

    assert sum(len(event.texts) for event in events if isinstance(event, Tokens)) == 2000
    assert len(events) < 200


async def test_usage_and_cost_are_what_the_service_says(model: OpenAiModel) -> None:
    told = await ask(model, "Rain")

    assert told.finished is not None
    assert told.finished.usage.completion_tokens == 40
    assert told.finished.usage.cost is not None
    assert not told.finished.usage.estimated
    assert told.ledger[0].usage == told.finished.usage
    assert told.ledger[0].seconds > 0


async def test_usage_is_estimated_when_the_service_is_silent_about_it(model: OpenAiModel) -> None:
    told = await ask(model, "[[nodone]] Rain")

    assert told.finished is not None
    assert told.finished.usage.estimated
    assert told.finished.usage.cost is None
    assert told.finished.usage.completion_tokens >= 40


async def test_the_request_asks_for_a_stream_and_its_usage(model: OpenAiModel, upstream: Running) -> None:
    await ask(model, "Regen \ud83d im Straßenlicht")
    call = upstream.upstream.calls[0]

    assert call.body == {
        "model": "first",
        "messages": [{"role": "user", "content": "Regen ? im Straßenlicht"}],
        "temperature": 0.7,
        "max_tokens": 2000,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert call.headers["authorization"] == f"Bearer {SECRET}"
    assert call.run_id == "run-1"


async def test_the_operator_learns_why_and_the_key_is_not_told(
    model: OpenAiModel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "shared.adapters.llm")
    told = await ask(model, f"[[status code=401 message=wrong:{SECRET}]] Rain")
    broken = await ask(model, f"[[error after=3 code=401]] {SECRET}")
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)

    assert record.__dict__["status"] == 401
    assert "wrong:[redacted]" in record.__dict__["serviceMessage"]
    for text in (*(str(r.__dict__) for r in caplog.records), *_chain(told.error), *_chain(broken.error)):
        assert SECRET not in text


def _chain(error: BaseException | None) -> list[str]:
    texts: list[str] = []
    while error is not None:
        texts.append(f"{error!r} {error} {error.__dict__}")
        assert not hasattr(error, "request")
        error = error.__cause__ or error.__context__
    return texts


async def test_a_ledger_hears_of_every_call_once(model: OpenAiModel, upstream: Running) -> None:
    heard: list[UpstreamCall] = []
    for script in ("ok", "reset", "status code=500", "hang", "silence"):
        call = replace(question(f"[[{script}]] Rain", "first", "second"), on_call=heard.append)
        try:
            async with aclosing(model.stream(call)) as events:
                async for _ in events:
                    pass
        except (ModelError, ModelInterrupted):
            pass

    assert len(heard) == len(upstream.calls)
