"""Asks the extract function to read a document, over Lambda's own API, and waits for it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any, cast

from shared.adapters.extraction.wire import from_wire, job_to_wire
from shared.domain.errors import StorageError
from shared.domain.extraction import Extracted, Scan
from shared.domain.media import FileRefused

SECONDS = 305
"""A little more than the function may take."""
_log = logging.getLogger("aladdin.extraction")


class LambdaExtractor:
    """See ``ports.brain.Extractor``. ``function`` is a name or an alias ARN. boto3 is loaded with the first call."""

    def __init__(self, function: str, client: Any = None) -> None:
        self._function = function
        self._client = client

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        event = job_to_wire(url, size, etag, filename, scans, last=last)
        try:
            answer = await asyncio.to_thread(self._invoke, event)
            return _read(answer)
        except (FileRefused, StorageError):
            raise
        except Exception as error:  # boto3's, a broken connection's, or an answer that is none: all mean "not now"
            _log.warning("document not read", extra={"reason": type(error).__name__})
            raise StorageError from error

    def _invoke(self, event: dict[str, Any]) -> dict[str, Any]:
        if self._client is None:
            import boto3  # pyright: ignore[reportMissingTypeStubs]
            from botocore.config import Config  # pyright: ignore[reportMissingTypeStubs]

            config = Config(connect_timeout=2, read_timeout=SECONDS, retries={"total_max_attempts": 1})
            self._client = cast(Any, boto3).client("lambda", config=config)
        answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(event).encode())
        body = answer["Payload"].read()
        if "FunctionError" in answer:
            _log.warning("extraction died", extra={"reason": str(answer["FunctionError"])})
            raise StorageError
        return dict(json.loads(body))


def _read(answer: dict[str, Any]) -> Extracted:
    if "refused" in answer:
        raise FileRefused(str(answer["refused"]))
    if "found" not in answer:
        raise StorageError
    return from_wire(answer["found"])


class NobodyReads:
    """Where no function is configured: nothing can be read."""

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        raise StorageError("Documents cannot be read here: no EXTRACT_FUNCTION is set.")
