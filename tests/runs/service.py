"""Chat and stream over a real database and the scripted upstream: in this process, or as processes to be killed."""

from __future__ import annotations

import asyncio
import importlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import httpx
import uvicorn
from pymongo import AsyncMongoClient

from shared.auth.tokens import Tokens
from shared.domain.ids import new_document_id
from shared.wiring import OrchestratorWiring
from tests.ports import free_port
from tests.runs.sse import BASE
from tests.upstream.asking import model_at

ROOT = Path(__file__).parents[2]
SECRET = "5e3a" * 12
Document = dict[str, Any]


def environment(mongo_uri: str, upstream_url: str, **settings: str) -> dict[str, str]:
    return {
        "MONGODB_URI": mongo_uri,
        "AUTH_SECRET": SECRET,
        "OPENROUTER_API_KEY": "sk-test-0000000000",
        "OPENROUTER_BASE_URL": upstream_url,
        "OPENROUTER_DEFAULT_MODEL": "first",
        "OPENROUTER_BACKUP_MODEL": "second",
        "OPENROUTER_VISION_MODEL": "third",
        "RATE_LIMIT_PER_MINUTE": "100000",
        "TOKEN_LIMIT_PER_DAY": "100000000",
        "TOKEN_LIMIT_TOTAL_PER_DAY": "100000000",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "WARNING",
        "POWERTOOLS_TRACE_DISABLED": "true",
    } | settings


class People:
    """Users with a live session, put straight into the database."""

    def __init__(self, mongo_uri: str) -> None:
        self.client: AsyncMongoClient[Document] = AsyncMongoClient(mongo_uri, tz_aware=True, retryWrites=False)
        self.database = self.client.get_default_database()
        self._tokens = Tokens(SECRET)

    async def sign_in(self, name: str = "ada", role: str = "user") -> dict[str, str]:
        """The headers of somebody new. ``x-user`` only tells the test who it is."""
        now = datetime.now(UTC)
        expires, user_id, session = now + timedelta(hours=2), new_document_id(), secrets.token_hex(8)
        email = f"{name}@example.org"
        sessions = [{"id": session, "createdAt": now, "expiresAt": expires}]
        user = {"_id": user_id, "email": f"{user_id}.{email}", "role": role, "sessions": sessions}
        await self.database.users.insert_one(user)
        token = self._tokens.issue(user_id=user_id, email=email, session_id=session, now=now, expires=expires)
        return {"authorization": f"JWT {token}", "x-user": user_id}

    async def project(self, owner: str, *members: str) -> str:
        project_id = new_document_id()
        crew = [{"user": member, "role": "viewer"} for member in members]
        await self.database.projects.insert_one(
            {"_id": project_id, "title": "Rain", "createdBy": owner, "collaborators": crew, "genre": "noir"}
        )
        return project_id

    async def everything(self) -> dict[str, list[Document]]:
        """Every document there is, by collection: what a refused request must not change."""
        names = ("runs", "runEvents", "conversations", "messages", "idempotency", "usage", "tickets")
        return {name: await self.database[name].find().sort("_id", 1).to_list(None) for name in names}


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _serving(app: Any) -> AsyncIterator[str]:
    config = uvicorn.Config(app, port=0, log_level="warning", access_log=False, lifespan="off")
    config.load()
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if task.done():
            await task
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        await task


@asynccontextmanager
async def _quiet() -> AsyncIterator[None]:
    with patch.dict(os.environ, {"POWERTOOLS_METRICS_DISABLED": "true"}):
        yield


class Service:
    """``chat``, ``query`` and ``stream`` are clients of the functions; each speaks as nobody until it is given
    headers. ``wirings``: of chat, stream, query."""

    def __init__(
        self, chat: httpx.AsyncClient, stream: httpx.AsyncClient, query: httpx.AsyncClient, people: People
    ) -> None:
        self.chat = chat
        self.stream = stream
        self.query = query
        self.people = people
        self.wirings: list[OrchestratorWiring] = []
        self.stream_app: Any = None

    async def ask(self, headers: Mapping[str, str], content: str, **fields: Any) -> httpx.Response:
        return await self.chat.post("/chat", json={"content": content} | fields, headers=dict(headers))

    async def start(self, headers: Mapping[str, str], content: str, **fields: Any) -> Document:
        answer = await self.ask(headers, content, stream=True, **fields)
        assert answer.status_code == 202, answer.text
        return answer.json()


@asynccontextmanager
async def service(mongo_uri: str, upstream_url: str, database: str, **settings: str) -> AsyncIterator[Service]:
    """The functions in this process, each with its own wiring and an impatient model; only stream has a socket."""
    uri = urlsplit(mongo_uri)._replace(path=f"/{database}").geturl()
    given = environment(uri, upstream_url, **settings)
    with patch.dict(os.environ, given):
        chat_module = importlib.import_module("functions.chat.app")
        stream_module = importlib.import_module("functions.stream.app")
        chat_settings = importlib.import_module("functions.chat.settings").ChatSettings()
        stream_settings = importlib.import_module("functions.stream.settings").StreamSettings()
        query_module = importlib.import_module("functions.query.app")
        query_settings = importlib.import_module("functions.query.settings").QuerySettings()
    query_app = query_module.build(query_settings)
    chat_app = chat_module.build(chat_settings)
    stream_app = stream_module.StreamApp(stream_settings)
    wirings: list[OrchestratorWiring] = [chat_app.state.wiring, stream_app.wiring, query_app.state.wiring]
    for wiring in wirings:
        vars(wiring)["model"] = model_at(upstream_url)
    people = People(uri)
    scoped = stream_module.Healthy(
        stream_module.RequestScope(stream_app, dialect="orchestrator", max_body_bytes=64 * 1024)
    )
    async with (
        _quiet(),
        _serving(scoped) as stream_url,
        _client(chat_app, "chat") as chat,
        _client(query_app, "query") as query,
        httpx.AsyncClient(base_url=stream_url, timeout=30) as stream,
    ):
        made = Service(chat, stream, query, people)
        made.wirings, made.stream_app = wirings, scoped
        models = [wiring.model for wiring in wirings]
        yield made
        for wiring, model in zip(wirings, models, strict=True):
            await wiring.aclose()
            await model.aclose()
    await people.client.close()


def _client(app: Any, host: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=f"http://{host}{BASE}", timeout=30)


class Function:
    """One function as a process of its own behind uvicorn: started, killed, started again on the same port."""

    def __init__(self, name: str, settings: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "uvicorn", f"functions.{name}.app:app", "--port", str(self.port)]
        self._command += ["--no-access-log", "--log-level", "warning"]
        self._environment = {**os.environ, **settings}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> Function:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        return self

    def wait(self, seconds: float = 30) -> Function:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/healthz", timeout=2)
                return self
            except httpx.TransportError:
                assert self._process is not None
                assert self._process.poll() is None, self._log.read_text()[-2000:]
                time.sleep(0.05)
        raise TimeoutError(self._log.read_text()[-2000:])

    async def ready(self) -> Function:
        return await asyncio.to_thread(self.wait)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def functions(settings: Mapping[str, str], home: Path, *names: str) -> Iterator[list[Function]]:
    started = [Function(name, settings, home / f"{name}-{n}.log").launch() for n, name in enumerate(names)]
    try:
        for function in started:
            function.wait()
        yield started
    finally:
        for function in started:
            function.kill()
