"""Opens hostile files in a process of their own, so that what breaks is that process."""

from __future__ import annotations

import base64
import logging
from typing import Any

from shared.adapters.bounded import ChildFailed, ChildStopped, in_child
from shared.domain.errors import StorageError
from shared.domain.media import Facts, Family, FileRefused, Inspected, Preview

SECONDS = 120.0
_MOST = 64 * 1024 * 1024  # bytes of answer: three previews and a text
_TOO_LONG = "Opening this file takes too long or too much memory."
_log = logging.getLogger("aladdin.inspection")


class ProcessInspector:
    """See ``ports.Inspector``. One process per file. One that was stopped was stopped by its limits; one that failed
    otherwise could not read the store."""

    async def inspect(self, url: str, size: int, etag: str, kind: str, family: Family) -> Inspected:
        job = {"url": url, "size": size, "etag": etag, "kind": kind, "family": family}
        try:
            answer = await in_child("shared.adapters.inspection.child", job, seconds=SECONDS, most=_MOST)
        except ChildStopped:
            raise FileRefused(_TOO_LONG) from None
        except ChildFailed as error:
            _log.warning("inspection failed", extra={"reason": str(error)})
            raise StorageError from error
        return _read(answer)


def _read(answer: dict[str, Any]) -> Inspected:
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    made: list[dict[str, Any]] = answer["previews"]
    previews = [_preview(one) for one in made]
    return Inspected(Facts(**answer["facts"]), tuple(previews), answer["text"])


def _preview(said: dict[str, Any]) -> Preview:
    body = base64.b64decode(said["body"])
    return Preview(said["size"], said["width"], said["height"], said["content_type"], body)
