"""Quarantine, check, promotion: what nobody has looked at is shown to nobody.

A check holds a lease on the waiting file. Killed at any point, it runs again from the beginning: everything it writes
before the one change of the document has keys of its own, and everything after it is cleaning up.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.content.uploads.kinds import Kind, expected
from shared.content.uploads.promotion import Promotion
from shared.content.uploads.sniffing import HEAD, TAIL, check_agreement, check_purity
from shared.content.uploads.storing import MEDIA, PENDING
from shared.domain.errors import AladdinError
from shared.domain.media import FileRefused, Inspected
from shared.domain.objects import StoredObject
from shared.domain.query import Change, Match, by_id, eq, every
from shared.ports import Documents, Inspector, ObjectChanged, ObjectMissing, Objects

LEASE = timedelta(seconds=60)
RENEW_SECONDS = 15.0
MOST_ATTEMPTS = 4
SIGNED_SECONDS = 900
_log = logging.getLogger("aladdin.uploads")


class Checker:
    def __init__(
        self,
        documents: Documents,
        objects: Objects,
        inspector: Inspector,
        promotion: Promotion,
        now: Callable[[], datetime],
    ) -> None:
        self._documents = documents
        self._objects = objects
        self._inspector = inspector
        self._promotion = promotion
        self._now = now

    async def check(self, media_id: str) -> bool:
        """Check the waiting file of a document, if there is one that nobody else is checking. Whether it was
        decided; what the store or the database kept from being decided is tried again later."""
        taken = await self._take(media_id)
        if taken is None:
            return False
        renewing = asyncio.create_task(self._renew(media_id, taken[PENDING]))
        try:
            await self._decide(taken)
        except ObjectChanged:
            return await self._refuse(taken, "The file was changed while it was checked. Please upload it again.")
        except (AladdinError, ObjectMissing) as error:
            _log.warning("check put off", extra={"media_id": media_id, "reason": type(error).__name__})
            return False
        finally:
            renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewing
        return True

    async def _decide(self, taken: Mapping[str, Any]) -> None:
        if taken[PENDING]["attempts"] > MOST_ATTEMPTS:
            await self._refuse(taken, "This file could not be checked. Please upload it again.")
            return
        try:
            kind, source = await self._look(taken[PENDING])
            found = await self._inspect(source, kind)
            await self._promotion.approve(taken, kind, source, found)
        except FileRefused as refusal:
            await self._refuse(taken, refusal.reason)

    async def _look(self, pending: Mapping[str, Any]) -> tuple[Kind, StoredObject]:
        source = await self._objects.head(pending["key"])
        if source is None or source.size != pending["size"]:
            raise FileRefused("The file did not arrive whole. Please upload it again.")
        kind = expected(pending["name"], pending["type"])
        if kind is None:
            raise FileRefused("This kind of file is not accepted.")
        head = await self._objects.read(source.key, 0, min(HEAD, source.size), source.etag)
        start = max(0, source.size - TAIL)
        tail = head[start:] if source.size <= HEAD else await self._objects.read(source.key, start, TAIL, source.etag)
        check_agreement(kind, head)
        check_purity(kind, head, tail)
        return kind, source

    async def _inspect(self, source: StoredObject, kind: Kind) -> Inspected:
        url = await self._objects.presign_get(source.key, SIGNED_SECONDS)
        return await self._inspector.inspect(url, source.size, source.etag, kind.name, kind.family)

    async def _refuse(self, taken: Mapping[str, Any], reason: str) -> bool:
        await self._promotion.refuse(taken, reason)
        return True

    async def _take(self, media_id: str) -> dict[str, Any] | None:
        now = self._now()
        free = every(by_id(media_id), Match(f"{PENDING}.until", "lte", now))
        change = Change(set={f"{PENDING}.until": now + LEASE}, inc={f"{PENDING}.attempts": 1})
        return await self._documents.update(MEDIA, free, change)

    async def _renew(self, media_id: str, pending: Mapping[str, Any]) -> None:
        own = every(
            by_id(media_id),
            eq(f"{PENDING}.ticket", pending["ticket"]),
            eq(f"{PENDING}.attempts", pending["attempts"]),
        )
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with contextlib.suppress(AladdinError):
                await self._documents.update(MEDIA, own, Change(set={f"{PENDING}.until": self._now() + LEASE}))
