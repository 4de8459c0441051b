"""The end of a check: a waiting file takes its place for good, or is thrown away with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.content.collections.media import MEDIA as COLLECTION
from shared.content.history import History
from shared.content.uploads.filenames import disposition, sized_filename
from shared.content.uploads.kinds import Kind
from shared.content.uploads.storing import FILES, MEDIA, PENDING, TICKETS, file_url, has_file
from shared.domain.errors import Conflict
from shared.domain.media import TEXT, FileRefused, Inspected, Preview, file_key, file_of_url
from shared.domain.objects import Headers, StoredObject
from shared.domain.query import Change, by_id, eq, every
from shared.ports import Documents, Objects

_EXTENSIONS = {"image/jpeg": "jpg", "image/webp": "webp"}
_MOST_TRIES = 100


class Promotion:
    def __init__(self, documents: Documents, objects: Objects, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._objects = objects
        self._now = now
        self._history = History(documents)

    async def approve(self, taken: Mapping[str, Any], kind: Kind, source: StoredObject, found: Inspected) -> None:
        """Raises ``ObjectChanged`` when ``source`` is not any more what was checked, ``FileRefused`` when its ticket
        has brought a file before."""
        pending = taken[PENDING]
        file_id, name = pending["ticket"], pending["name"]
        sizes = {preview.size: _size(name, file_id, preview) for preview in found.previews}
        if not await self._record(taken["_id"], file_id, name, kind, sizes, found):
            await self._be_first(taken, file_id)
        for preview in found.previews:
            await self._objects.put(file_key(file_id, preview.size), preview.body, preview.content_type)
        if found.text is not None:
            await self._objects.put(file_key(file_id, TEXT), found.text.encode(), "text/plain; charset=utf-8")
        headers = Headers(kind.served_as, disposition(name, inline=kind.inline))
        await self._objects.copy(source, file_key(file_id), headers)
        shown = {
            "filename": name,
            "mimeType": kind.mime_type,
            "filesize": source.size,
            "url": file_url(name, file_id),
            "thumbnailURL": sizes["thumbnail"]["url"] if "thumbnail" in sizes else None,
            "sizes": sizes,
            "width": found.facts.width,
            "height": found.facts.height,
            "contentCredentials": found.facts.credentials,
            "statusReason": None,
            "hasFile": True,
            **_technical(found),
        }

        def change(stored: Mapping[str, Any]) -> dict[str, Any]:
            if not has_file(stored):
                return {**shown, "status": "active"}
            return {
                **shown,
                "status": pending.get("before") or "active",
                "version": int(stored.get("version") or 1) + 1,
            }

        if not await self._change(taken, change):
            await self._forget(taken["_id"], file_id)
            return
        await self._clean(pending)

    async def refuse(self, taken: Mapping[str, Any], reason: str) -> None:
        """A first file fails its document; a replacement leaves what was there before."""
        pending = taken[PENDING]

        def change(stored: Mapping[str, Any]) -> dict[str, Any]:
            if has_file(stored):
                kept = f"The new file was not accepted, the earlier one stays. {reason}"
                return {"status": pending.get("before") or "active", "statusReason": kept}
            return {"status": "failed", "statusReason": reason, "url": None}

        if await self._change(taken, change):
            await self._clean(pending)

    async def _change(self, taken: Mapping[str, Any], change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> bool:
        """One atomic change from the revision that was read, as for every document with versions; whether this
        check still had the say."""
        pending = taken[PENDING]
        mine = every(
            by_id(taken["_id"]),
            eq(f"{PENDING}.ticket", pending["ticket"]),
            eq(f"{PENDING}.attempts", pending["attempts"]),
        )
        for _ in range(_MOST_TRIES):
            stored = await self._documents.find_one(MEDIA, mine)
            if stored is None or stored.get("purge"):
                return False
            await self._history.heal(COLLECTION, stored)
            now = self._now()
            values = {**change(stored), "updatedAt": now.replace(microsecond=now.microsecond // 1000 * 1000)}
            seen = every(mine, eq("rev", stored["rev"]))
            done = await self._documents.update(MEDIA, seen, Change(set=values, unset=[PENDING], inc={"rev": 1}))
            if done is not None:
                await self._history.keep(COLLECTION, done)
                return True
        raise Conflict("This document is being changed too often.")

    async def _record(
        self, media_id: str, file_id: str, name: str, kind: Kind, sizes: Mapping[str, Any], found: Inspected
    ) -> bool:
        """Before its objects, so that none is ever without a record. Whether there was none."""
        record = {
            "_id": file_id,
            "media": media_id,
            "name": name,
            "kind": kind.name,
            "sizes": {size: {key: one[key] for key in ("filename", "mimeType")} for size, one in sizes.items()},
            "hasText": found.text is not None,
            "doomed": False,
            "createdAt": self._now(),
        }
        try:
            await self._documents.insert(FILES, record)
        except Conflict:
            return False
        return True

    async def _be_first(self, taken: Mapping[str, Any], file_id: str) -> None:
        """An earlier try of this check may have made the record. A request that had looked at the ticket before its
        file was shown may have used it again, for this document or another: those bytes stay what they are."""
        record = await self._documents.find_one(FILES, by_id(file_id))
        shown = file_of_url(taken.get("url")) if has_file(taken) else None
        if record is None or record["doomed"] or record["media"] != taken["_id"] or shown == file_id:
            raise FileRefused("This upload was used already. Please upload the file again.")

    async def _forget(self, media_id: str, file_id: str) -> None:
        """Unless another try of this check has shown it meanwhile, or is about to."""
        stored: Mapping[str, Any] = await self._documents.find_one(MEDIA, by_id(media_id)) or {}
        waiting: Mapping[str, Any] = stored.get(PENDING) or {}
        shown = file_of_url(stored.get("url")) if has_file(stored) else None
        if file_id not in (shown, waiting.get("ticket")):
            await self._documents.update(FILES, by_id(file_id), Change(set={"doomed": True}))

    async def _clean(self, pending: Mapping[str, Any]) -> None:
        await self._objects.delete(pending["key"])
        await self._documents.delete(TICKETS, by_id(pending["ticket"]))


def _size(name: str, file_id: str, preview: Preview) -> dict[str, Any]:
    extension = _EXTENSIONS[preview.content_type]
    filename = sized_filename(name, preview.width, preview.height, extension)
    return {
        "url": file_url(filename, file_id),
        "filename": filename,
        "width": preview.width,
        "height": preview.height,
        "mimeType": preview.content_type,
        "filesize": len(preview.body),
    }


def _technical(found: Inspected) -> dict[str, Any]:
    facts = found.facts
    resolution = f"{facts.width}x{facts.height}" if facts.width and facts.height else None
    known = {
        "duration": facts.duration,
        "resolution": resolution,
        "fps": facts.fps,
        "sampleRate": facts.sample_rate,
        "pages": facts.pages,
    }
    return {f"technicalData.{name}": value for name, value in known.items() if value is not None}
