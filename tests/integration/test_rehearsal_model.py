"""The rehearsal model over HTTP, as its own process: what a laptop's product talks to."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from shared.adapters.llm.client import OpenAiModel
from shared.adapters.llm.settings import Service
from shared.domain.model import CONTINUE_INSTRUCTION, Finished, ModelCall, ModelMessage, Tokens
from tests.ports import free_port

ASKED = "Write three loglines about a lighthouse keeper who hears voices"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    port = free_port()
    environment = {"REHEARSAL_TOKENS_PER_SECOND": "400", "REHEARSAL_FIRST_TOKEN_MS": "20", "PATH": ""}
    command = [sys.executable, "-m", "infra.local.rehearsal", "--port", str(port)]
    with subprocess.Popen(command, env=environment) as process:
        try:
            for _ in range(200):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/healthz")
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


@pytest.fixture
async def model(url: str) -> AsyncIterator[OpenAiModel]:
    model = OpenAiModel(Service(url))
    yield model
    await model.aclose()


async def said(model: OpenAiModel, *messages: ModelMessage, max_tokens: int = 2000) -> tuple[str, Finished]:
    text, finished = "", None
    async for event in model.stream(ModelCall(messages, ("rehearsal",), max_tokens=max_tokens)):
        if isinstance(event, Tokens):
            text += "".join(event.texts)
        elif isinstance(event, Finished):
            finished = event
    assert finished is not None
    return text, finished


async def test_it_answers_with_the_users_words_and_says_what_it_is(model: OpenAiModel) -> None:
    text, finished = await said(model, ModelMessage("user", ASKED))

    assert "lighthouse keeper who hears voices" in text
    assert "Rehearsal model" in text
    assert "OPENROUTER_API_KEY" in text
    assert finished.finish_reason == "stop"
    assert not finished.usage.estimated
    assert finished.usage.cost == 0


async def test_the_same_question_gets_the_same_answer(model: OpenAiModel) -> None:
    first, _ = await said(model, ModelMessage("user", ASKED))
    again, _ = await said(model, ModelMessage("user", ASKED))
    other, _ = await said(model, ModelMessage("user", ASKED + " and sings"))

    assert first == again != other


@pytest.mark.parametrize("at", [1, 57, 300])
async def test_a_broken_answer_goes_on_with_the_very_same_text(model: OpenAiModel, at: int) -> None:
    system = ModelMessage("system", 'Facts:\n{"title": "Salt", "genre": "thriller"}')
    whole, _ = await said(model, system, ModelMessage("user", ASKED))
    prefix = whole[:at]
    rest, _ = await said(
        model,
        system,
        ModelMessage("user", ASKED),
        ModelMessage("assistant", prefix),
        ModelMessage("user", CONTINUE_INSTRUCTION),
    )

    assert prefix + rest == whole
    assert "Salt" in whole


async def test_it_stops_at_max_tokens_and_counts_what_it_said(model: OpenAiModel) -> None:
    text, finished = await said(model, ModelMessage("user", ASKED), max_tokens=11)

    assert finished.finish_reason == "length"
    assert finished.usage.completion_tokens == 11
    assert len(text) < 90


async def test_it_answers_without_a_stream(url: str, model: OpenAiModel) -> None:
    streamed, _ = await said(model, ModelMessage("user", ASKED))
    body = httpx.post(f"{url}/chat/completions", json={"messages": [{"role": "user", "content": ASKED}]}).json()

    assert body["choices"][0]["message"]["content"] == streamed
    assert body["usage"]["total_tokens"] == body["usage"]["prompt_tokens"] + body["usage"]["completion_tokens"]


async def test_it_keeps_its_pace(model: OpenAiModel) -> None:
    started = time.monotonic()
    _, finished = await said(model, ModelMessage("user", ASKED), max_tokens=60)

    assert time.monotonic() - started > 0.1
    assert finished.usage.completion_tokens == 60


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"messages":[]}', '{"messages":"hi"}', '{"messages":[1]}', '{"messages":[{}],"max_tokens":"7"}'],
)
def test_what_it_cannot_read_it_refuses(url: str, body: str) -> None:
    answer = httpx.post(f"{url}/chat/completions", content=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 400


def test_it_lists_its_models_and_embeds(url: str) -> None:
    names = [row["id"] for row in httpx.get(f"{url}/models").json()["data"]]
    body = httpx.post(f"{url}/embeddings", json={"model": names[1], "input": ["rain", "rain on a street"]}).json()

    assert names == ["rehearsal", "rehearsal-embedding"]
    assert [len(row["embedding"]) for row in body["data"]] == [256, 256]
    assert httpx.post(f"{url}/embeddings", json={"input": 7}).status_code == 400
