"""Opens hostile files in a process of their own, so that what breaks is that process."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import os
import sys
from typing import Any

from shared.domain.errors import StorageError
from shared.domain.media import Facts, Family, FileRefused, Inspected, Preview

SECONDS = 120.0
_TOO_LONG = "Opening this file takes too long or too much memory."
_log = logging.getLogger("aladdin.inspection")


class ProcessInspector:
    """See ``ports.Inspector``. One process per file; nothing of our environment but the paths goes in."""

    async def inspect(self, url: str, size: int, etag: str, kind: str, family: Family) -> Inspected:
        job = {"url": url, "size": size, "etag": etag, "kind": kind, "family": family}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "shared.adapters.inspection.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(json.dumps(job).encode()), SECONDS)
        except TimeoutError:
            raise FileRefused(_TOO_LONG) from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return _read(process.returncode or 0, out, err)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


def _read(code: int, out: bytes, err: bytes) -> Inspected:
    """A process that was killed was killed by its limits; one that failed otherwise could not read the store."""
    if code < 0:
        raise FileRefused(_TOO_LONG)
    if code:
        last = err.decode(errors="replace").strip().splitlines()[-1:] or [""]
        _log.warning("inspection failed", extra={"reason": last[0].partition(":")[0]})
        raise StorageError
    answer: dict[str, Any] = json.loads(out)
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    made: list[dict[str, Any]] = answer["previews"]
    previews = [_preview(one) for one in made]
    return Inspected(Facts(**answer["facts"]), tuple(previews), answer["text"])


def _preview(said: dict[str, Any]) -> Preview:
    body = base64.b64decode(said["body"])
    return Preview(said["size"], said["width"], said["height"], said["content_type"], body)
