"""The one MongoDB client of a process, and the translation of its errors."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConfigurationError, PyMongoError

from shared.domain.errors import DatabaseError

Document = dict[str, Any]
Database = AsyncDatabase[Document]
DEFAULT_DATABASE = "aladdin"
_CODEC: CodecOptions[Document] = CodecOptions(tz_aware=True, tzinfo=UTC)


def connect(uri: str) -> AsyncMongoClient[Document]:
    """A lazily connecting client for one Lambda environment (or one laptop process).

    Writes are acknowledged by a majority and journaled where the server can: what was acknowledged is kept.
    """
    return AsyncMongoClient(
        uri,
        appname="aladdin",
        tz_aware=True,
        maxPoolSize=50,
        minPoolSize=0,
        maxIdleTimeMS=60_000,
        serverSelectionTimeoutMS=5_000,
        connectTimeoutMS=5_000,
        socketTimeoutMS=20_000,
        waitQueueTimeoutMS=5_000,
        retryWrites=not _is_local(uri),
    )


def _is_local(uri: str) -> bool:
    # The laptop's MongoDB-protocol server is a standalone: it has no retryable writes.
    return uri.startswith(("mongodb://127.0.0.1", "mongodb://localhost"))


def database(client: AsyncMongoClient[Document]) -> Database:
    try:
        name = client.get_default_database().name
    except ConfigurationError:
        name = DEFAULT_DATABASE
    return client.get_database(name, _CODEC)


@contextmanager
def translated() -> Generator[None]:
    """Driver errors leave as ``DatabaseError``; callers that expect a duplicate key catch it inside."""
    try:
        yield
    except PyMongoError as error:
        raise DatabaseError from error
