"""A Brain that is stopped, silent, cut off and started again while it is asked: answers, never a failure of ours."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.neo4j.graph import Neo4jGraph
from shared.brain.local import LocalBrain
from shared.domain.brain import Contribution
from tests.runs.between import Between
from tests.runs.brain import LAMP, MAYA
from tests.runs.service import People, environment, functions
from tests.runs.sse import BASE
from tests.upstream.running import Running

SAID = Contribution("item-1", (MAYA.entity, LAMP.entity))


class Film:
    """Asked of a query function in a process of its own."""

    def __init__(self, client: httpx.AsyncClient, project: str, between: Between) -> None:
        self._client, self._project, self.between = client, project, between

    async def ask(self) -> dict[str, Any]:
        body = {"content": "[[ok tokens=3]] How old is Maya?", "projectId": self._project, "threshold": 0}
        answer = await self._client.post(f"{BASE}/query", json=body)
        assert answer.status_code == 200, answer.text
        return _consistent(answer.json())

    async def crowd(self, size: int) -> list[dict[str, Any]]:
        return await asyncio.gather(*(self.ask() for _ in range(size)))

    async def asked_until_well(self) -> None:
        """A driver may need a moment to notice that the server is back; every answer until then is one, too."""
        async with asyncio.timeout(120):
            while (await self.ask())["degraded"]:
                await asyncio.sleep(0.1)


def _consistent(body: dict[str, Any]) -> dict[str, Any]:
    """Without the Brain nothing is shown; with it, what it knows."""
    known = {MAYA.entity.id, LAMP.entity.id}
    assert {one["id"] for one in body["results"]} == (set() if body["degraded"] else known)
    assert body["message"]
    return body


@pytest.fixture
async def film(mongo_uri: str, mongo_db: Any, graph_db: Any, upstream: Running, tmp_path: Path) -> AsyncIterator[Film]:
    address = urlsplit(graph_db.uri)
    between = Between(address.hostname or "", address.port or 0)
    await between.open()
    uri = f"{mongo_uri}{mongo_db.name}"
    brain_settings = {
        "NEO4J_URI": f"bolt://127.0.0.1:{between.port}",
        "NEO4J_USER": graph_db.user,
        "NEO4J_PASSWORD": graph_db.password,
    }
    people = People(uri)
    headers = await people.sign_in()
    project = await people.project(headers["x-user"])
    graph = Neo4jGraph(graph_db.uri, graph_db.user, graph_db.password)
    brain = LocalBrain(graph, HashingEmbedder())
    async with aclosing(brain):
        await graph.ensure()
        await brain.learn(project, SAID)
        given = environment(uri, upstream.url, **brain_settings)
        with functions(given, tmp_path, "query") as [query]:
            async with httpx.AsyncClient(base_url=query.url, headers=headers, timeout=60) as client:
                yield Film(client, project, between)
        await between.open()
        await brain.forget_project(project)
    await between.stop()
    await people.client.close()


async def test_a_brain_that_goes_and_comes_back_is_missed_and_used_again(film: Film) -> None:
    assert (await film.ask())["degraded"] is False
    await film.between.stop()
    assert [body["degraded"] for body in await film.crowd(5)] == [True] * 5
    await film.between.open()
    await film.asked_until_well()


async def test_a_brain_that_is_silent_is_not_waited_for(film: Film) -> None:
    assert (await film.ask())["degraded"] is False
    film.between.silence()
    assert [body["degraded"] for body in await film.crowd(5)] == [True] * 5
    await film.between.open()
    await film.asked_until_well()


async def test_whatever_happens_in_the_middle_is_answered(film: Film) -> None:
    """Questions all the time, while the way to the Brain is cut, blocked and opened at random."""
    dice = random.Random(secrets.randbits(32))
    ended = asyncio.Event()

    async def trouble() -> None:
        while not ended.is_set():
            happens = dice.choice((film.between.stop, film.between.cut, film.between.open, film.between.silence))
            if (waiting := happens()) is not None:
                await waiting
            await asyncio.sleep(dice.uniform(0.01, 0.3))
            await film.between.open()
            await asyncio.sleep(dice.uniform(0.01, 0.1))

    causing = asyncio.create_task(trouble())
    answers = [body for _ in range(6) for body in await film.crowd(8)]
    ended.set()
    await causing

    assert len(answers) == 48
    await film.asked_until_well()
