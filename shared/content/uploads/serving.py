"""Where the bytes of a file are to be had, for those who may read its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.content.collections.media import MEDIA
from shared.content.find import Find
from shared.content.permission import permitted, visible
from shared.content.reads import Reads
from shared.content.uploads.filenames import disposition
from shared.content.uploads.kinds import BY_NAME
from shared.content.uploads.storing import FILES
from shared.domain.errors import AladdinError, NotFound
from shared.domain.identity import Principal
from shared.domain.media import ORIGINAL, file_key, file_of_url
from shared.domain.objects import Headers
from shared.domain.query import by_id, either, eq, every
from shared.ports import Documents, Objects

SECONDS = 300
_SIZES = ("thumbnail", "card", "full")


class Serving:
    def __init__(self, documents: Documents, reads: Reads, objects: Objects) -> None:
        self._documents = documents
        self._reads = reads
        self._objects = objects

    async def address(
        self,
        filename: str,
        file_id: str | None,
        principal: Principal | None,
        *,
        download: bool = False,
        view: bool = False,
    ) -> str:
        """A signed address, good for ``SECONDS``: a secret. ``NotFound`` also for what may not be read.

        Without ``file_id`` the newest readable file of that name is meant. ``view`` shows a PDF in place: one with
        programs in it does not pass its check, and it is not served from where the studio is.
        """
        try:
            record = await self._record(filename, file_id, principal)
        except AladdinError as error:
            if error.status in (401, 403):
                raise NotFound from error
            raise
        part, content_type = _part_of(record, filename)
        kind = BY_NAME[record["kind"]]
        inline = part != ORIGINAL or kind.inline or (view and kind.family == "pdf")
        headers = Headers(content_type, disposition(filename, inline=inline and not download))
        return await self._objects.presign_get(file_key(record["_id"], part), SECONDS, headers)

    async def _record(self, filename: str, file_id: str | None, principal: Principal | None) -> dict[str, Any]:
        if file_id is None:
            file_id = await self._newest(filename, principal)
        record = await self._documents.find_one(FILES, every(by_id(file_id), eq("doomed", False)))
        if record is None:
            await self._explain(filename, file_id, principal)
            raise NotFound
        await self._reads.stored(MEDIA, record["media"], Find(), principal)
        return record

    async def _newest(self, filename: str, principal: Principal | None) -> str:
        allowed = permitted(MEDIA, "read", principal)
        if allowed is None:
            raise NotFound
        named = either(eq("filename", filename), *(eq(f"sizes.{size}.filename", filename) for size in _SIZES))
        where = every(named, allowed, visible(MEDIA))
        found = await self._documents.find(MEDIA.slug, where, sort=[("createdAt", -1)], limit=1, fields=("url",))
        file_id = file_of_url(found[0].get("url")) if found else None
        if file_id is None:
            raise NotFound
        return file_id

    async def _explain(self, filename: str, file_id: str, principal: Principal | None) -> None:
        """Tell whoever may know that the file is on its way."""
        allowed = permitted(MEDIA, "read", principal)
        if allowed is None:
            return
        waiting = every(eq("pending.ticket", file_id), allowed, visible(MEDIA))
        if await self._documents.find_one(MEDIA.slug, waiting, fields=("_id",)):
            raise NotFound("This file is still being checked.")


def _part_of(record: Mapping[str, Any], filename: str) -> tuple[str, str]:
    """The part of the file that bears this name, and its content type."""
    if filename == record["name"]:
        return ORIGINAL, BY_NAME[record["kind"]].served_as
    for size, one in record["sizes"].items():
        if filename == one["filename"]:
            return size, one["mimeType"]
    raise NotFound
