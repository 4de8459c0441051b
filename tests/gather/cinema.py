"""Data, query and brain in this process: over a real database, a real Neo4j, the real reader of documents, and a model
behind HTTP. Only the object store is a shelf of our own."""

from __future__ import annotations

import importlib
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import httpx

from shared.adapters.extraction.process import ProcessExtractor
from shared.adapters.r2.fake import FakeObjects
from shared.brain.gather.indexes import ensure_indexes
from shared.domain.extraction import Extracted, Scan
from shared.domain.ids import new_document_id
from shared.domain.media import file_key
from shared.domain.objects import Headers, StoredObject
from shared.orchestrator.waiting import Waiting
from tests.extraction.store import ETAG, Shelf, shelf
from tests.gather.screening import ORCHESTRATOR, SECONDS, Put, Screening
from tests.graphs import neo4j_graph
from tests.runs.service import People, environment
from tests.upstream.asking import PATIENT, model_at


class _Objects(FakeObjects):
    """Their signed addresses can be read."""

    def __init__(self, store: Shelf) -> None:
        super().__init__()
        self._store = store

    async def head(self, key: str) -> StoredObject | None:
        found = await super().head(key)
        return replace(found, etag=ETAG) if found else None

    async def presign_get(self, key: str, seconds: int, headers: Headers | None = None) -> str:
        return self._store.put(self.held[key].body)


_FUNCTIONS = {f"{ORCHESTRATOR}/data": "data", f"{ORCHESTRATOR}/query": "query", "/api/v1/brain": "brain"}


class _Paths(httpx.AsyncBaseTransport):
    """Every function by the beginning of its paths."""

    def __init__(self, apps: Mapping[str, Any]) -> None:
        self._functions = {start: httpx.ASGITransport(app, raise_app_exceptions=False) for start, app in apps.items()}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        serving = next(one for start, one in self._functions.items() if request.url.path.startswith(start))
        return await serving.handle_async_request(request)


class _Watched(ProcessExtractor):
    """Keeps what it read."""

    def __init__(self, read: list[Extracted]) -> None:
        self._read = read

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        found = await super().extract(url, size, etag, filename, scans, last=last)
        if not found.waiting:
            self._read.append(found)
        return found


@asynccontextmanager
async def in_process(mongo_uri: str, database: str, graph: Any, model_url: str) -> AsyncIterator[Screening]:
    """Somebody's own project. A POST waits until its run has ended."""
    uri = urlsplit(mongo_uri)._replace(path=f"/{database}").geturl()
    async with AsyncExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, _environment(uri, graph, model_url)))
        apps = {start: _built(name) for start, name in _FUNCTIONS.items()}
        store, read = _Objects(stack.enter_context(shelf())), list[Extracted]()
        patient = await stack.enter_async_context(neo4j_graph(graph))
        model = model_at(model_url, PATIENT)
        stack.push_async_callback(model.aclose)
        for app in apps.values():
            wiring = app.state.wiring
            stack.push_async_callback(wiring.aclose)
            vars(wiring).update(graph=patient, model=model, objects=store, extractor=_Watched(read))
            if hasattr(wiring, "hub"):
                vars(wiring)["waiting"] = Waiting(wiring.hub, wiring.worker, SECONDS)
        documents = apps[f"{ORCHESTRATOR}/data"].state.wiring.documents
        await ensure_indexes(documents)
        people = People(uri)
        stack.push_async_callback(people.client.close)
        ada = await people.sign_in()
        project = await people.project(ada["x-user"])
        client = httpx.AsyncClient(transport=_Paths(apps), base_url="http://studio.test", headers=ada, timeout=SECONDS)
        await stack.enter_async_context(client)
        yield Screening(client, project, _putting(documents, store, project), read)


def _environment(mongo_uri: str, graph: Any, model_url: str) -> dict[str, str]:
    neo4j = {"NEO4J_URI": graph.uri, "NEO4J_USER": graph.user, "NEO4J_PASSWORD": graph.password}
    return environment(mongo_uri, model_url, **neo4j)


def _built(name: str) -> Any:
    module = importlib.import_module(f"functions.{name}.app")
    settings = importlib.import_module(f"functions.{name}.settings")
    return module.build(getattr(settings, f"{name.capitalize()}Settings")())


def _putting(documents: Any, store: _Objects, project: str) -> Put:
    async def put(name: str, body: bytes) -> str:
        media, file = new_document_id(), new_document_id()
        await store.put(file_key(file), body, "application/pdf")
        told = {"_id": media, "project": project, "filename": name, "mimeType": "application/pdf"}
        kept = {"status": "active", "deletedAt": None, "url": f"/api/media/file/{name}?prefix={file}"}
        await documents.insert("media", told | kept)
        return media

    return put
