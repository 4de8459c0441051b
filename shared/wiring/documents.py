"""The database, for every function that has one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import DocumentsSettings

if TYPE_CHECKING:
    from shared.adapters.mongo.client import Database
    from shared.ports import Documents


class DocumentsWiring:
    """What every function with a database shares."""

    def __init__(self, settings: DocumentsSettings) -> None:
        self._documents_settings = settings
        self._closers: list[Callable[[], Awaitable[None]]] = []

    @cached_property
    def database(self) -> Database:
        from shared.adapters.mongo.client import connect, database

        client = connect(self._documents_settings.mongodb_uri.get_secret_value())
        self._closers.append(client.close)
        return database(client)

    @cached_property
    def documents(self) -> Documents:
        from shared.adapters.mongo.documents import Documents as MongoDocuments

        return MongoDocuments(self.database)

    async def aclose(self) -> None:
        """Before a snapshot is taken, and when the process ends. What is used afterwards is made anew."""
        closers, self._closers = self._closers[::-1], []
        for name in [name for name in vars(self) if not name.startswith("_")]:
            delattr(self, name)
        for close in closers:
            await close()
