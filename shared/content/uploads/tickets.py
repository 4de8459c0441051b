"""The right to bring one file: who, what and how large is fixed before the first byte is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.content.uploads.filenames import safe_filename
from shared.content.uploads.kinds import Kind, contradicts, expected
from shared.content.uploads.storing import TICKETS, quarantine_key
from shared.domain.errors import NotFound, PayloadTooLarge, RateLimitExceeded, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.ids import new_document_id
from shared.domain.query import by_id, eq, every
from shared.ports import Documents, Objects, ProjectAccess

PUT_SECONDS = 600
MOST_OPEN = 200
LONGEST_TYPE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to upload, already judged by name, type and size in bytes."""

    filename: str
    mime_type: str
    size: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """``upload_id`` is the store's name of an upload in parts."""

    id: str
    user: str
    filename: str
    mime_type: str
    size: int
    key: str
    upload_id: str | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> UploadTicket:
        return cls(
            stored["_id"],
            stored["user"],
            stored["filename"],
            stored["mimeType"],
            stored["size"],
            stored["key"],
            stored.get("uploadId"),
        )


def judge(filename: Any, mime_type: Any, size: Any) -> Wanted:
    """Raises ``ValidationFailed`` with a sentence for the user, ``PayloadTooLarge`` for what is too large."""
    if not isinstance(filename, str) or not filename.strip() or len(filename) > 1000:
        raise ValidationFailed.of(filename="expected the name of the file")
    if not isinstance(mime_type, str) or len(mime_type) > LONGEST_TYPE or not _is_header(mime_type):
        raise ValidationFailed.of(mimeType="expected a type such as image/png")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise ValidationFailed.of(filesize="expected the size in bytes")
    name = safe_filename(filename)
    kind = expected(name, mime_type)
    if kind is None:
        raise ValidationFailed(f"{name}: this kind of file is not accepted.")
    if contradicts(kind, mime_type):
        raise ValidationFailed(f"{name}: its name says {kind.label}, but its type says {mime_type}.")
    if size == 0:
        raise ValidationFailed(f"{name}: this file is empty.")
    if size > kind.limit:
        raise PayloadTooLarge(f"{name}: at most {_size(kind.limit)} are accepted of this kind.")
    return Wanted(name, mime_type or kind.mime_type, size, kind)


def _is_header(value: str) -> bool:
    """Whether every store understands and signs it alike."""
    return value.isascii() and value.isprintable()


def _size(size: int) -> str:
    megabytes = size // (1024 * 1024)
    return f"{megabytes} MB" if megabytes < 1024 else f"{megabytes // 1024} GB"


class Tickets:
    def __init__(
        self, documents: Documents, objects: Objects, projects: ProjectAccess, now: Callable[[], datetime]
    ) -> None:
        self._documents = documents
        self._objects = objects
        self._projects = projects
        self._now = now

    async def issue(
        self, principal: Principal, wanted: Wanted, project: str | None = None, *, parts: bool = False
    ) -> UploadTicket:
        """Raises ``ProjectNotFound`` and ``Forbidden`` for a ``project`` that the caller may not change,
        ``RateLimitExceeded`` when too many of their uploads are open."""
        if project is not None:
            await self._projects.project_for(principal, project, "write")
        if await self._documents.count(TICKETS, eq("user", principal.user_id)) >= MOST_OPEN:
            raise RateLimitExceeded("Too many uploads are open. Please finish or give up some of them.")
        ticket_id = new_document_id()
        key = quarantine_key(ticket_id)
        upload_id = await self._objects.start_parts(key, wanted.mime_type) if parts else None
        stored: dict[str, Any] = {
            "_id": ticket_id,
            "user": principal.user_id,
            "filename": wanted.filename,
            "mimeType": wanted.mime_type,
            "size": wanted.size,
            "key": key,
            "createdAt": self._now(),
        }
        if upload_id is not None:
            stored["uploadId"] = upload_id
        await self._documents.insert(TICKETS, stored)
        return UploadTicket.of(stored)

    async def signed(self, principal: Principal, wanted: Wanted, project: str | None) -> tuple[UploadTicket, str]:
        """A ticket and the address to put the file to."""
        ticket = await self.issue(principal, wanted, project)
        return ticket, await self._objects.presign_put(ticket.key, ticket.size, ticket.mime_type, PUT_SECONDS)

    async def bring(self, principal: Principal, wanted: Wanted, body: bytes) -> UploadTicket:
        """A ticket whose file is there already."""
        ticket = await self.issue(principal, wanted)
        await self._objects.put(ticket.key, body, wanted.mime_type)
        return ticket

    async def mine(self, principal: Principal, ticket_id: str) -> UploadTicket:
        stored = await self._documents.find_one(TICKETS, every(by_id(ticket_id), eq("user", principal.user_id)))
        if stored is None:
            raise NotFound("There is no such upload.")
        return UploadTicket.of(stored)

    async def newest(self, principal: Principal, filename: str, size: int) -> UploadTicket:
        """For clients that do not say which upload they mean."""
        where = every(eq("user", principal.user_id), eq("filename", filename), eq("size", size))
        stored = await self._documents.find(TICKETS, where, sort=[("createdAt", -1), ("_id", -1)], limit=1)
        if not stored:
            raise NotFound("There is no such upload.")
        return UploadTicket.of(stored[0])

    async def drop(self, ticket: UploadTicket) -> None:
        """The file first: a ticket without a file is found by the sweep, a file without a ticket by nobody."""
        if ticket.upload_id is not None:
            await self._objects.abort_parts(ticket.key, ticket.upload_id)
        await self._objects.delete(ticket.key)
        await self._documents.delete(TICKETS, by_id(ticket.id))
