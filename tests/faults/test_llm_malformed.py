"""Every malformed upstream: a typed end within its timeout, never a hang, and no token lost that had arrived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.adapters.llm.client import OpenAiModel
from shared.domain.errors import ModelError, ModelRefused
from shared.domain.model import ModelInterrupted
from tests.upstream.asking import IMPATIENT, PATIENT, ask, model_at
from tests.upstream.behaviours import BEHAVIOURS
from tests.upstream.running import Running
from tests.upstream.script import full_text

UNDERSTOOD = [
    "ok", "thinking", "split size=1", "split size=2", "split size=7", "split size=1000", "crlf", "noise", "surrogates",
    "gzip", "json", "mislabelled type=application/octet-stream", "mislabelled type=text/html", "nodone", "lingering",
    "lingering comments=50", "unterminated", "ok every=2 batch=5", "ok finish=length", "ok finish=content_filter",
    "ok finish=tool_calls", "untileof", "informed",
]  # fmt: skip
INTERRUPTED = [
    "reset", "eof", "nofinish", "cut", "silence", "silence after=5 comments=50", "silence after=5 thoughts=50",
    "error", "error code=401", "error choice=1", "longline after=4", "badchunk",
]  # fmt: skip
FAILED = [
    "status code=408", "status code=429", "status code=500", "status code=502", "status code=503", "refuse",
    "reset after=0", "eof after=0", "nofinish after=0", "cut after=0", "silence after=0", "hang", "error after=0",
    "silence after=0 comments=50", "silence after=0 thoughts=50", "longline", "empty", "empty finish=length", "html",
    "html code=502", "badjson", "jsonerror", "garbage", "badgzip", "status code=404", "jsonerror code=404",
    "bighead", "badchunk after=0", "upgrade",
]  # fmt: skip
REFUSED = [
    "status code=400", "status code=401", "status code=402", "status code=403", "status code=422", "redirect",
    "jsonerror code=401", "error after=0 code=402",
]  # fmt: skip


@pytest.fixture
async def model(upstream: Running) -> AsyncIterator[OpenAiModel]:
    model = model_at(upstream.url)
    yield model
    await model.aclose()


@pytest.fixture
async def patient(upstream: Running) -> AsyncIterator[OpenAiModel]:
    model = model_at(upstream.url, PATIENT)
    yield model
    await model.aclose()


def test_every_behaviour_of_the_upstream_is_in_one_of_the_lists() -> None:
    used = {script.split()[0] for script in UNDERSTOOD + INTERRUPTED + FAILED + REFUSED}
    assert set(BEHAVIOURS) - used == {"status", "lone"} - used


@pytest.mark.parametrize("script", UNDERSTOOD)
async def test_what_is_only_odd_is_understood(patient: OpenAiModel, script: str) -> None:
    asked = f"[[{script}]] Rain"
    told = await asyncio.wait_for(ask(patient, asked), 15)

    assert told.error is None
    assert told.text == full_text(asked)
    assert told.finished is not None
    assert told.outcomes == [("first", "finished")]


@pytest.mark.parametrize("script", INTERRUPTED)
async def test_what_breaks_after_a_token_is_interrupted_in_time(model: OpenAiModel, script: str) -> None:
    asked = f"[[{script}]] Rain"
    told = await asyncio.wait_for(ask(model, asked, "first", "second"), 5 * IMPATIENT.silence)

    assert isinstance(told.error, ModelInterrupted)
    assert told.text
    assert full_text(asked).startswith(told.text)
    assert told.outcomes == [("first", "interrupted")]


@pytest.mark.parametrize("script", FAILED)
async def test_what_never_says_a_token_fails_in_time(model: OpenAiModel, script: str) -> None:
    told = await asyncio.wait_for(ask(model, f"[[{script}]] Rain", "first", "second"), IMPATIENT.first_token + 1)

    assert type(told.error) is ModelError
    assert not told.texts
    assert {outcome for _, outcome in told.outcomes} == {"failed"}


@pytest.mark.parametrize("script", REFUSED)
async def test_what_is_refused_is_asked_once(patient: OpenAiModel, upstream: Running, script: str) -> None:
    told = await asyncio.wait_for(ask(patient, f"[[{script}]] Rain", "first", "second"), 5)

    assert type(told.error) is ModelRefused
    assert upstream.calls == ["first"]
    assert told.outcomes == [("first", "failed")]


async def test_half_a_surrogate_pair_becomes_a_character_that_can_be_stored(patient: OpenAiModel) -> None:
    told = await ask(patient, "[[lone]] Rain")

    assert told.text == "a\ufffdb\ufffdcd\ufffd"
    assert all(text.encode() for text in told.texts)


async def test_a_service_that_is_not_there_fails_in_time(model: OpenAiModel) -> None:
    nowhere = model_at("http://127.0.0.1:1/v1")
    told = await asyncio.wait_for(ask(nowhere, "Rain"), 2)
    await nowhere.aclose()

    assert type(told.error) is ModelError
    assert told.outcomes == [("first", "failed")] * 3
