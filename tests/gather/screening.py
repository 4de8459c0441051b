"""A screenplay brought into a project over HTTP, and what is known and asked about it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx

from shared.domain.extraction import Extracted
from tests.corpus.draft import Draft
from tests.corpus.questions import Asked

ORCHESTRATOR = "/api/v1/orchestrator"
SECONDS = 1_800.0
Document = dict[str, Any]
Put = Callable[[str, bytes], Awaitable[str]]
"""(name, PDF) → the id of the project's checked file."""


class Screening:
    """``read``: what the documents said, in the order in which they were brought in."""

    def __init__(self, client: httpx.AsyncClient, project: str, put: Put, read: Sequence[Extracted]) -> None:
        self.client, self.project, self.read = client, project, read
        self._put = put

    async def gather(self, name: str, body: bytes) -> Document:
        """The result of the run, whoever finishes it."""
        given = {"projectId": self.project, "mediaId": await self._put(name, body)}
        answer = await self.client.post(f"{ORCHESTRATOR}/data", json=given)
        assert answer.status_code in (200, 202), answer.text
        said: Document = answer.json()
        async with asyncio.timeout(SECONDS):
            while answer.status_code == 202:
                run = (await self.client.get(f"{ORCHESTRATOR}/runs/{said['runId']}")).json()
                if run["status"] not in ("pending", "running"):
                    assert run["status"] == "complete", run
                    return run["result"]
                await asyncio.sleep(0.5)
        return said

    async def cards(self, kind: str) -> list[Document]:
        """Every entity of a kind, without its facts."""
        found: list[Document] = []
        for page in range(1, 1_000):
            asked = {"type": kind, "limit": 100, "page": page, "passages": "false"}
            answer = await self.client.get(f"/api/v1/brain/{self.project}/entities", params=asked)
            assert answer.status_code == 200, answer.text
            found += answer.json()["docs"]
            if page >= answer.json()["totalPages"]:
                break
        return found

    async def facts(self, entity_id: str) -> list[Document]:
        answer = await self.client.get(f"/api/v1/brain/{self.project}/entities/{entity_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()["facts"]

    async def answers(self, asked: Asked, draft: Draft) -> bool:
        """Whether the answer is the right one, and what it cites leads to a page of ``draft`` that says so."""
        told = await self._asked(asked)
        cited = {one["id"] for one in told["citations"]}
        results = [one for one in told["results"] if one["id"] in cited]
        places = [place for one in results for place in one["metadata"]["sources"]]
        places += [fact["source"] for one in results for fact in one["metadata"]["facts"]]
        return asked.answer in told["message"] and bool({one["page"] for one in places} & set(draft.pages_of(asked)))

    async def _asked(self, asked: Asked) -> Document:
        """An answer that says that the Brain took too long is asked for again: here the machine may be busy."""
        given = {"content": asked.text, "projectId": self.project, "limit": 20, "threshold": 0}
        told: Document = {}
        for _ in range(20):
            answer = await self.client.post(f"{ORCHESTRATOR}/query", json=given, timeout=60)
            assert answer.status_code == 200, answer.text
            told = answer.json()
            if not told["degraded"]:
                break
        return told
