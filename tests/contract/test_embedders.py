"""What every ``Embedder`` promises, held against the offline one and against both services' protocols."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import AsyncIterator

import pytest

from shared.adapters.embeddings.choosing import embedder_of
from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.embeddings.jina import JinaEmbedder
from shared.adapters.embeddings.openai import OpenAiEmbedder
from shared.adapters.embeddings.service import Patience
from shared.domain.errors import BrainError
from shared.ports.brain import Embedder
from tests.embeddings.server import KEY, VectorServer, answer, changed, vector_server

QUICK = Patience(backoff_first=0.01, backoff_last=0.02, timeout=20, timeout_query=20)


@pytest.fixture
async def server() -> AsyncIterator[VectorServer]:
    async with vector_server() as serving:
        yield serving


def jina(server: VectorServer, key: str = KEY) -> JinaEmbedder:
    return JinaEmbedder(key, url=f"{server.url}/jina", dimensions=128, patience=QUICK)


def openai(server: VectorServer, key: str = KEY) -> OpenAiEmbedder:
    return OpenAiEmbedder(f"{server.url}/v1/", key, model="tiny", patience=QUICK)


@pytest.fixture(params=["hashing", "jina", "openai"])
async def embedder(request: pytest.FixtureRequest, server: VectorServer) -> AsyncIterator[Embedder]:
    made: dict[str, Embedder] = {"hashing": HashingEmbedder(), "jina": jina(server), "openai": openai(server)}
    yield made[request.param]
    for each in made.values():
        await each.aclose()


@pytest.fixture(params=["jina", "openai"])
async def service(request: pytest.FixtureRequest, server: VectorServer) -> AsyncIterator[JinaEmbedder | OpenAiEmbedder]:
    made = jina(server) if request.param == "jina" else openai(server)
    yield made
    await made.aclose()


async def test_one_unit_vector_a_text_in_order(embedder: Embedder) -> None:
    texts = [
        "A lighthouse in the storm",
        "Robots on Mars",
        "",
        " ",
        "\ud83c half",
        "雨の夜",
        "A lighthouse in the storm",
    ]

    vectors = await embedder.embed(texts)

    assert len(vectors) == len(texts)
    assert {len(vector) for vector in vectors} == {embedder.dimensions}
    assert all(math.isclose(math.hypot(*vector), 1, rel_tol=1e-9) for vector in vectors)
    assert vectors[0] == vectors[-1]
    assert vectors[0] != vectors[1]


async def test_none_for_none(embedder: Embedder) -> None:
    assert await embedder.embed([]) == []


async def test_questions_are_near_their_passages(embedder: Embedder) -> None:
    passages = await embedder.embed(["The keeper of the lighthouse counts the ships", "A wedding in Naples"], "passage")
    [question] = await embedder.embed(["who keeps the lighthouse?"], "query")

    near, far = (sum(a * b for a, b in zip(question, passage, strict=True)) for passage in passages)
    assert near > far


async def test_many_texts_are_asked_for_in_batches(embedder: Embedder) -> None:
    texts = [f"scene {number}" for number in range(150)]

    assert await embedder.embed(texts) == [(await embedder.embed([text]))[0] for text in texts]


async def test_many_texts_keep_nobody_else_waiting(embedder: Embedder) -> None:
    """The event loop has its turns while they are read."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beside = asyncio.create_task(others())
    await embedder.embed(["The lighthouse keeper climbs the stairs at night. " * 20] * 100)
    assert turns > 0
    beside.cancel()


async def test_it_goes_on_after_it_was_closed(embedder: Embedder) -> None:
    before = await embedder.embed(["rain"])
    await embedder.aclose()

    assert await embedder.embed(["rain"]) == before


@pytest.mark.parametrize(
    "trouble",
    [
        answer(500, b"<html>oops"),
        answer(429, {}, "retry-after: 0.01\r\n"),
        answer(408, {}),
        answer(503, {}, "retry-after: never\r\n"),
        b"",
        b"HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\n{",
        b"nothing of HTTP\r\n\r\n",
        answer(200, b"{"),
        answer(200, b"no gzip", "content-encoding: gzip\r\n"),
        answer(200, b"[" * 100_000),
        answer(200, {"data": []}),
        answer(200, {"error": {"message": "overloaded"}}),
        changed(index=7),
        changed(index=True),
        changed(embedding=[1.0, 2.0]),
        changed(embedding=[]),
        changed(embedding="AAAA"),
        changed(embedding=[0.0] * 64),
        changed(embedding=["1"] * 64),
        lambda good: answer(200, json.dumps(good).replace("0.0", "NaN").encode()),
        lambda good: answer(200, {**good, "data": good["data"] * 2}),
    ],
)
async def test_what_goes_wrong_once_is_tried_again(
    service: JinaEmbedder | OpenAiEmbedder, server: VectorServer, trouble: bytes
) -> None:
    good = await service.embed(["rain", "a lamp"])
    server.troubles.append(trouble)

    assert await service.embed(["rain", "a lamp"]) == good
    assert len(server.asked) == 3


async def test_what_goes_wrong_again_and_again_is_a_brain_error(
    service: JinaEmbedder | OpenAiEmbedder, server: VectorServer
) -> None:
    server.troubles.extend([answer(503, {})] * 50)

    with pytest.raises(BrainError):
        await service.embed(["rain"])
    assert len(server.asked) == 4
    with pytest.raises(BrainError):
        await service.embed(["rain"], "query")
    assert len(server.asked) == 4 + 2


async def test_nobody_waits_for_a_service_that_wants_an_hour(
    service: JinaEmbedder | OpenAiEmbedder, server: VectorServer
) -> None:
    server.troubles.append(answer(429, {}, "retry-after: 3600\r\n"))

    with pytest.raises(BrainError):
        await service.embed(["rain"])
    assert len(server.asked) == 1


async def test_a_refused_key_is_not_repeated_and_not_logged(
    server: VectorServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = jina(server, "sk-wrong-0123456789")

    with pytest.raises(BrainError) as raised:
        await wrong.embed(["rain"])

    await wrong.aclose()
    assert server.asked == []
    assert "sk-wrong" not in caplog.text + repr(raised.value) + repr(wrong.__dict__)
    assert "status 401" in caplog.text


async def test_a_service_that_is_not_there_is_a_brain_error() -> None:
    nobody = OpenAiEmbedder("http://127.0.0.1:9/v1", patience=QUICK)

    with pytest.raises(BrainError):
        await nobody.embed(["rain"], "query")
    await nobody.aclose()


async def test_an_answer_without_end_is_cut(server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    service = openai(server)
    monkeypatch.setattr(
        service,
        "_endpoint",
        type(service._endpoint)(f"{server.url}/v1/embeddings", KEY, "tiny", biggest_answer=100, patience=QUICK),
    )

    with pytest.raises(BrainError):
        await service.embed(["rain"], "query")
    await service.aclose()


async def test_jina_is_told_what_the_text_is_for(server: VectorServer) -> None:
    service = jina(server)
    await service.embed(["x" * 20_000], "passage")
    await service.embed(["who?"], "query")
    await service.aclose()

    passage, query = server.asked
    assert (passage["task"], query["task"]) == ("retrieval.passage", "retrieval.query")
    assert passage["model"] == "jina-embeddings-v4"
    assert passage["dimensions"] == 128
    assert len(passage["input"][0]["text"]) == 8_000


def test_the_settings_choose() -> None:
    nothing = {"jina_api_key": "", "base_url": "", "api_key": "", "model": "", "dimensions": 0}

    names = [
        embedder_of(**{**nothing, **given}).name  # type: ignore[arg-type]
        for given in (
            {},
            {"dimensions": 64},
            {"base_url": "http://localhost:11434/v1"},
            {"base_url": "http://localhost:11434/v1", "model": "nomic-embed-text", "dimensions": 768},
            {"jina_api_key": "k", "base_url": "http://localhost:11434/v1"},
        )
    ]

    assert names == [
        "hashing-2/256",
        "hashing-2/64",
        "text-embedding-3-small",
        "nomic-embed-text/768",
        "jina-embeddings-v4/512",
    ]
