"""The transport under the model adapter: TLS, kept connections, slow readers, proxies, nothing left behind."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from shared.adapters.llm.client import OpenAiModel
from shared.adapters.llm.settings import Service
from shared.domain.errors import ModelError
from shared.domain.model import Tokens
from tests.upstream.asking import IMPATIENT, PATIENT, ask, model_at, question
from tests.upstream.certificate import certificate
from tests.upstream.running import Running, running
from tests.upstream.script import full_text


@pytest.fixture
async def model(upstream: Running) -> AsyncIterator[OpenAiModel]:
    model = model_at(upstream.url, PATIENT)
    yield model
    await model.aclose()


async def test_tls_is_spoken_and_trust_is_required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path)
    with running(tls=context) as upstream:
        stranger = model_at(upstream.url)
        refused = await ask(stranger, "Rain")
        await stranger.aclose()
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        model = model_at(upstream.url, PATIENT)
        told = [await ask(model, f"[[{script}]] Rain") for script in ("ok", "split", "ok tokens=3000", "reset")]
        await model.aclose()

    assert type(refused.error) is ModelError
    assert [t.text for t in told[:3]] == [full_text(f"[[{s}]] Rain") for s in ("ok", "split", "ok tokens=3000")]
    assert told[3].text
    assert told[3].error is not None


async def test_a_connection_that_the_service_closed_meanwhile_is_replaced(
    model: OpenAiModel, upstream: Running
) -> None:
    first = await ask(model, "[[untileof]] Rain")
    second = await ask(model, "Rain")
    third = await ask(model, "Rain")

    assert all(told.finished for told in (first, second, third))
    assert upstream.upstream.connections == 2
    assert len(upstream.calls) == 3


async def test_an_answer_left_in_the_middle_does_not_leak_into_the_next(model: OpenAiModel) -> None:
    async with aclosing(model.stream(question("[[ok tokens=20000]] Rain"))) as events:
        await anext(events)
    told = await ask(model, "Snow")

    assert told.text == full_text("Snow")


async def test_a_slow_reader_loses_nothing_and_what_waits_is_bounded(upstream: Running) -> None:
    asked = "[[ok tokens=30000]] Rain"
    model = model_at(upstream.url, PATIENT)
    await ask(model, asked)
    whole = full_text(asked)
    text: list[str] = []
    async with aclosing(model.stream(question(asked))) as events:
        tracemalloc.start()
        first = await anext(events)
        await asyncio.sleep(0.5)
        waiting, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert isinstance(first, Tokens)
        text += first.texts
        async for event in events:
            if isinstance(event, Tokens):
                text += event.texts

    await model.aclose()

    assert "".join(text) == whole
    # The stream is 7 MB long.
    assert waiting < 4 * 2**20


async def test_many_streams_at_once_keep_apart(model: OpenAiModel) -> None:
    scripts = [
        f"[[{kind}]] Rain {n}" for n, kind in enumerate(["ok", "split size=11", "ok every=1 batch=4", "noise"] * 25)
    ]
    told = await asyncio.gather(*(ask(model, script) for script in scripts))

    assert [one.text for one in told] == [full_text(script) for script in scripts]


async def test_nothing_is_left_running(model: OpenAiModel) -> None:
    before = asyncio.all_tasks()
    for script in ("ok", "reset", "empty", "status code=503", "longline"):
        await ask(model, f"[[{script}]] Rain")
        async with aclosing(model.stream(question("[[ok tokens=500 every=2]] Rain"))) as events:
            await anext(events)

    assert asyncio.all_tasks() == before


async def test_cancelled_at_any_moment_it_is_told_once(upstream: Running) -> None:
    for step in range(60):
        model = model_at(upstream.url, PATIENT)
        outcomes: list[str] = []
        call = question("[[ok tokens=30 every=1]] Rain")
        object.__setattr__(call, "on_call", lambda entry, into=outcomes: into.append(entry.outcome))

        async def read(model: OpenAiModel = model) -> None:
            async with aclosing(model.stream(call)) as events:  # noqa: B023 - awaited within this round
                async for _ in events:
                    pass

        reading = asyncio.create_task(read())
        await asyncio.sleep(step * 0.0007)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await model.aclose()
        assert outcomes in (["closed"], ["finished"], [])
        assert step == 0 or outcomes


async def test_a_configured_proxy_is_used(upstream: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", upstream.url.removesuffix("/v1"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    model = OpenAiModel(Service("http://model.invalid/v1", "key", IMPATIENT))
    told = await ask(model, "Rain")
    await model.aclose()

    assert told.text == full_text("Rain")
    assert upstream.upstream.calls[0].headers["host"] == "model.invalid"


async def test_a_line_break_in_a_header_is_not_sent(upstream: Running) -> None:
    model = OpenAiModel(Service(upstream.url, "key\r\nX-Evil: 1", IMPATIENT))
    told = await ask(model, "Rain")
    await model.aclose()

    assert type(told.error) is ModelError
    assert upstream.calls == []
