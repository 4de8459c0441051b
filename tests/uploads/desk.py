"""Uploads with everything they need, over whichever stores a test hands in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.adapters.checks import NobodyChecks
from shared.adapters.inspection.fake import FakeInspector
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.adapters.r2.fake import FakeObjects
from shared.auth.projects import ProjectAccess
from shared.content.collections import product_collections
from shared.content.content import Content
from shared.content.find import Find
from shared.content.uploads.chatting import ChatUploads
from shared.content.uploads.checking import Checker
from shared.content.uploads.indexes import ensure_indexes
from shared.content.uploads.parts import Parts
from shared.content.uploads.promotion import Promotion
from shared.content.uploads.serving import Serving
from shared.content.uploads.sweeping import UploadSweep
from shared.content.uploads.tickets import Tickets
from shared.content.uploads.uploads import Brought, FilePart, Uploads
from shared.domain.identity import Principal
from shared.ports import Documents, Inspector, Objects
from tests.uploads import corpus

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = Principal("ada", "ada@film.test", "user")
BO = Principal("bo", "bo@film.test", "user")
PROJECT = "f" * 24


class Desk:
    """``now`` is the time; ``pass_time`` moves it. ``PROJECT`` is Ada's."""

    def __init__(
        self,
        documents: Documents | None = None,
        objects: Objects | None = None,
        inspector: Inspector | None = None,
    ) -> None:
        self.now = NOW
        self.documents = documents or FakeDocuments()
        self.objects = objects or FakeObjects()
        self.inspector = inspector or FakeInspector()
        self.checks = NobodyChecks()
        self.projects = ProjectAccess(self.documents)
        self.content = Content(self.documents, product_collections(api_key_secret="x"), "s" * 40, self._now)
        self.tickets = Tickets(self.documents, self.objects, self.projects, self._now)
        self.parts = Parts(self.tickets, self.objects)
        reads, writes = self.content.reads, self.content.writes
        self.uploads = Uploads(reads, writes, self.tickets, self.objects, self.checks, self._now)
        self.chat = ChatUploads(self.uploads, self.projects)
        self.serving = Serving(self.documents, reads, self.objects)
        promotion = Promotion(self.documents, self.objects, self._now)
        self.checker = Checker(self.documents, self.objects, self.inspector, promotion, self._now)
        self.sweep = UploadSweep(self.documents, self.objects, self.tickets, self.checks, self._now)

    def _now(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)

    async def open(self) -> Desk:
        await self.content.ensure_indexes()
        await ensure_indexes(self.documents)
        project = {
            "_id": PROJECT,
            "title": "Film",
            "createdBy": "ada",
            "collaborators": [],
            "deletedAt": None,
            "rev": 1,
        }
        await self.documents.insert("projects", project)
        return self

    async def create(self, name: str = "mara.png", body: bytes | None = None, kind: str = "image/png") -> str:
        """A document whose file waits; its id."""
        part = FilePart(name, kind, corpus.picture() if body is None else body)
        return await self.created(part)

    async def created(self, file: FilePart | Brought) -> str:
        fields = {"project": PROJECT, "mediaType": "concept_art"}
        return (await self.uploads.create(fields, file, Find(depth=0), ADA)).document["id"]

    async def replace(self, media_id: str, name: str = "mara-2.png", body: bytes | None = None) -> None:
        part = FilePart(name, "image/png", corpus.picture() if body is None else body)
        await self.uploads.update(media_id, {}, part, Find(depth=0), ADA, None)

    async def shown(self, media_id: str) -> dict[str, Any]:
        from shared.content.collections.media import MEDIA

        return (await self.content.reads.find_by_id(MEDIA, media_id, Find(depth=0), ADA)).document

    async def stored(self, collection: str) -> list[dict[str, Any]]:
        from shared.domain.query import EVERYTHING

        return await self.documents.find(collection, EVERYTHING)
