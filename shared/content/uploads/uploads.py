"""Bringing files into media documents: what is brought waits, unseen, until it has been checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from shared.content.collections.media import MEDIA
from shared.content.find import Find
from shared.content.permission import require
from shared.content.problems import Problems
from shared.content.reads import Reads, Shown
from shared.content.uploads.storing import PENDING, file_url, has_file
from shared.content.uploads.tickets import Tickets, UploadTicket, judge
from shared.content.writes import Writes
from shared.domain.errors import AladdinError, Conflict, NotFound
from shared.domain.identity import Principal
from shared.ports import Checks, Objects

_LONGEST_CONTEXT = 4096


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file that came inside a request, whole."""

    filename: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was put into the store: what the client says about it, as Payload's clients say it."""

    context: Mapping[str, Any]


Given = FilePart | Brought


class Uploads:
    def __init__(
        self,
        reads: Reads,
        writes: Writes,
        tickets: Tickets,
        objects: Objects,
        checks: Checks,
        now: Callable[[], datetime],
    ) -> None:
        self._reads = reads
        self._writes = writes
        self._tickets = tickets
        self._objects = objects
        self._checks = checks
        self._now = now

    async def create(self, body: Mapping[str, Any], file: Given, find: Find, principal: Principal | None) -> Shown:
        """A document whose status is ``processing``. Raises ``ValidationFailed`` that names the field ``file``."""
        require(MEDIA, "create", principal)
        assert principal is not None
        ticket = await self._ticket(principal, file)
        internal = {
            **self._waiting(ticket, None),
            "filename": ticket.filename,
            "mimeType": ticket.mime_type,
            "filesize": ticket.size,
            "url": file_url(ticket.filename, ticket.id),
        }
        try:
            shown = await self._writes.create(MEDIA, body, find, principal, internal=internal)
        except AladdinError as error:
            await self._failed(ticket, file, error)
            raise
        await self._checks.ask(shown.document["id"])
        return shown

    async def update(
        self,
        media_id: str,
        body: Mapping[str, Any],
        file: Given,
        find: Find,
        principal: Principal | None,
        if_match: str | None,
    ) -> Shown:
        """The document with a new file waiting; the one it shows stays until the new one has passed."""
        require(MEDIA, "update", principal)
        assert principal is not None
        stored = await self._reads.stored(MEDIA, media_id, find, principal)
        ticket = await self._ticket(principal, file)
        waiting = self._waiting(ticket, _status_to_go_back_to(stored))
        try:
            shown = await self._writes.update(MEDIA, media_id, body, find, principal, if_match, internal=waiting)
        except AladdinError as error:
            await self._failed(ticket, file, error)
            raise
        await self._checks.ask(media_id)
        return shown

    def _waiting(self, ticket: UploadTicket, before: str | None) -> dict[str, Any]:
        pending = {
            "ticket": ticket.id,
            "key": ticket.key,
            "name": ticket.filename,
            "type": ticket.mime_type,
            "size": ticket.size,
            "attempts": 0,
            "until": self._now(),
            "before": before,
        }
        return {PENDING: pending, "status": "processing", "statusReason": None}

    async def _ticket(self, principal: Principal, file: Given) -> UploadTicket:
        if isinstance(file, FilePart):
            wanted = judge(file.filename, file.content_type, len(file.body))
            return await self._tickets.bring(principal, wanted, file.body)
        return await self._brought(principal, file.context)

    async def _brought(self, principal: Principal, context: Mapping[str, Any]) -> UploadTicket:
        """The ticket that the client means, if the file has arrived as it was announced."""
        named, filename, size = _named_ticket(context), context.get("filename"), context.get("size")
        try:
            if named is not None:
                ticket = await self._tickets.mine(principal, named)
            elif isinstance(filename, str) and isinstance(size, int):
                ticket = await self._tickets.newest(principal, filename, size)
            else:
                raise NotFound
        except NotFound:
            raise _refused("There is no such upload, or it was used already.") from None
        if size is not None and size != ticket.size:
            raise _refused("The size is not the one that was signed.")
        if context.get("collectionSlug") not in (None, MEDIA.slug):
            raise _refused("This upload is for another collection.")
        arrived = await self._objects.head(ticket.key)
        if arrived is None:
            raise _refused("The file has not arrived yet.")
        if arrived.size != ticket.size:
            raise _refused("What has arrived is not as large as was announced.")
        return ticket

    async def _failed(self, ticket: UploadTicket, file: Given, error: AladdinError) -> None:
        """What came inside the request is thrown away; what was put into the store waits for a better request."""
        if isinstance(file, FilePart):
            await self._tickets.drop(ticket)
        elif isinstance(error, Conflict) and error.code == Conflict.code:
            raise _refused("This upload was used already.") from error


def _named_ticket(context: Mapping[str, Any]) -> str | None:
    inner: Any = context.get("clientUploadContext")
    if isinstance(inner, Mapping):
        said = cast("Mapping[str, Any]", inner)
        inner = said.get("prefix") or said.get("docPrefix")
    for value in (inner, context.get("docPrefix"), context.get("prefix")):
        if isinstance(value, str) and value:
            return value[:_LONGEST_CONTEXT]
    return None


def _status_to_go_back_to(stored: Mapping[str, Any]) -> str | None:
    if not has_file(stored):
        return None
    waiting: Mapping[str, Any] | None = stored.get(PENDING)
    return waiting.get("before") if waiting else stored.get("status")


def _refused(message: str) -> AladdinError:
    problems = Problems()
    problems.add("file", "File", message)
    try:
        problems.raise_any(MEDIA.slug)
    except AladdinError as error:
        return error
    raise AssertionError
