"""The functions' own apps, each built once in this process, and the way from a path to the app that serves it."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

from shared.adapters.memory.counters import Counters
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.wiring import DocumentsWiring
from tests.runs.service import environment

ORIGIN = "http://studio.test"
JSON_FUNCTIONS = ("content", "chat", "query", "brain", "data")
STREAM = "stream"
DOCUMENTS = FakeDocuments()
COUNTERS = Counters()
"""The one store of each kind that every front has; a stage empties them."""


@dataclass(frozen=True)
class Front:
    """``app`` serves the ``paths``; its ``wiring`` is what a test puts fakes into."""

    name: str
    app: Any
    wiring: Any
    paths: tuple[re.Pattern[str], ...]

    def serves(self, path: str) -> bool:
        return any(pattern.fullmatch(path) for pattern in self.paths)


@cache
def fronts() -> tuple[Front, ...]:
    """No database is connected to: whoever asks puts fakes into the wirings first."""
    settings = environment("mongodb://127.0.0.1:9/none", "http://127.0.0.1:9/v1", ALLOWED_ORIGINS=ORIGIN)
    with patch.dict(os.environ, settings), _no_database():
        stream = importlib.import_module("functions.stream.app")
        stream_settings = importlib.import_module("functions.stream.settings").StreamSettings()
        streaming = stream.StreamApp(stream_settings)
        scoped = stream.RequestScope(streaming, dialect="orchestrator", max_body_bytes=64 * 1024)
        paths = tuple(re.compile(re.escape(path)) for path in stream.PATHS)
        return (Front(STREAM, scoped, streaming.wiring, paths), *map(_json_front, JSON_FUNCTIONS))


def _json_front(name: str) -> Front:
    module = importlib.import_module(f"functions.{name}.app")
    settings_module = importlib.import_module(f"functions.{name}.settings")
    settings = getattr(settings_module, f"{name.capitalize()}Settings")()
    app = module.build(settings)
    return Front(name, app, app.state.wiring, tuple(map(_pattern, app.openapi()["paths"])))


@contextmanager
def _no_database() -> Iterator[None]:
    """What is built together with the app is handed the fakes at once."""
    with (
        patch("shared.adapters.mongo.counters.Counters", lambda _: COUNTERS),
        patch.object(DocumentsWiring, "documents", property(lambda _: DOCUMENTS)),
        patch.object(DocumentsWiring, "database", property(lambda _: None)),
    ):
        yield


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{[^{}]*\\}", "[^/]+", re.escape(path)))


def front_of(path: str) -> Front:
    """What nobody serves goes to content, which says so."""
    return next((front for front in fronts() if front.serves(path)), _named("content"))


def _named(name: str) -> Front:
    return next(front for front in fronts() if front.name == name)


def described_operations() -> dict[tuple[str, str], dict[str, Any]]:
    """The operations of the API description by method and path; ``$ref`` stays what it is."""
    from infra.openapi.document import METHODS, build

    return {
        (method.upper(), path): item[method]
        for path, item in build()["paths"].items()
        for method in METHODS
        if method in item
    }
