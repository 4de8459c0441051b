"""The brain function over stores in memory, and the people who ask it.

Ada's film has Eddy (editor) and Vic (viewer); Sam has a film of his own; Root is the admin, with a key for a service.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.memory.counters import Counters
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.adapters.neo4j.fake import FakeGraph
from shared.auth.api_keys import ApiKeys
from shared.auth.tokens import LIFETIME, Tokens
from shared.brain.local import LocalBrain
from shared.domain.brain import Contribution, Entity, Fact, Relation, Source, entity_id

ORIGIN = "http://studio.test"
SECRET = "only-for-the-tests-of-the-brain-012345678"
PEOPLE = {"ada": "user", "eddy": "user", "vic": "user", "sam": "user", "root": "admin"}
FILM, OTHER_FILM = "adasfilm", "samsfilm"
MAYA, LAMP, HARBOUR = (
    entity_id("character", "Maya"),
    entity_id("prop", "Lamp"),
    entity_id("location", "Harbour"),
)
SCRIPT = Source("script", "script.pdf", 3, quote="MAYA, 28, lifts the lamp.")
SAID = Contribution(
    "script",
    (
        Entity(MAYA, "character", "Maya", "Keeper of the lamp.", ("Maya Chen",), {"mood": "calm"},
               (Fact("age", "28", SCRIPT),), (SCRIPT,)),
        Entity(LAMP, "prop", "Lamp", "A storm lamp.", sources=(SCRIPT,)),
    ),
    (Relation(MAYA, "OWNS", LAMP, (SCRIPT,)),),
)  # fmt: skip
THEIRS = Contribution("diary", (Entity(HARBOUR, "location", "Harbour", "Sam's secret harbour."),))


class BrainWorld:
    """``graph`` is what the Brain keeps; ``service`` is the key of Root's service."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.documents = FakeDocuments()
        self.graph = FakeGraph()
        self.brain = LocalBrain(self.graph, HashingEmbedder())
        self.tokens: dict[str, str] = {}
        self.service = "a-key-of-a-service"
        vars(app.state.wiring).update(documents=self.documents, brain=self.brain, counters=Counters())

    async def build(self) -> BrainWorld:
        for name, role in PEOPLE.items():
            await self._join(name, role)
        crew = [{"user": "eddy", "role": "editor"}, {"user": "vic", "role": "viewer"}]
        await self.documents.insert("projects", {"_id": FILM, "createdBy": "ada", "collaborators": crew})
        await self.documents.insert("projects", {"_id": OTHER_FILM, "createdBy": "sam", "collaborators": []})
        await self.brain.learn(FILM, SAID)
        await self.brain.learn(OTHER_FILM, THEIRS)
        return self

    async def _join(self, name: str, role: str) -> None:
        now = datetime.now(UTC)
        session = {"id": f"session-{name}", "createdAt": now, "expiresAt": now + LIFETIME}
        user = {"_id": name, "email": f"{name}@film.test", "role": role, "sessions": [session]}
        if name == "root":
            user["apiKeyIndex"] = ApiKeys(SECRET).index(self.service)
        await self.documents.insert("users", user)
        self.tokens[name] = Tokens(SECRET).issue(
            user_id=name, email=user["email"], session_id=session["id"], now=now, expires=session["expiresAt"]
        )

    def headers(self, who: str | None) -> dict[str, str]:
        """``service`` is Root's."""
        if who == "service":
            return {"Authorization": f"users API-Key {self.service}"}
        return {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}

    async def ask(self, who: str | None, method: str, path: str, body: Any = None, **more: str) -> httpx.Response:
        """``path`` below ``/api/v1``; ``more`` are headers, ``_`` for ``-``."""
        headers = self.headers(who) | {name.replace("_", "-"): value for name, value in more.items()}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            content = {"json": body} if body is not None else {}
            return await client.request(method, f"/api/v1{path}", headers=headers, **content)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Where it answers over real HTTP, without a slash at the end."""
        async with listening(self.app) as url:
            yield url


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def listening(app: Any) -> AsyncIterator[str]:
    """Any ASGI app over real HTTP."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        server = _Server(uvicorn.Config(app, lifespan="off", log_level="warning", access_log=False))
        serving = asyncio.create_task(server.serve([own]))
        try:
            yield f"http://127.0.0.1:{own.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


async def brain_world(monkeypatch: pytest.MonkeyPatch) -> BrainWorld:
    """With nothing built by wiring but what has no outside."""
    return await BrainWorld(brain_app(monkeypatch)).build()


def brain_app(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Any:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:9/none")
    monkeypatch.setenv("AUTH_SECRET", SECRET)
    monkeypatch.setenv("ALLOWED_ORIGINS", ORIGIN)
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    from functions.brain.app import build
    from functions.brain.settings import BrainSettings

    return build(BrainSettings())  # pyright: ignore[reportCallIssue]  read from the environment
