"""Asks the media function to check a file, over Lambda's own API."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, cast

_log = logging.getLogger("aladdin.uploads")


class LambdaChecks:
    """``function`` is a name or an alias ARN. boto3 is loaded with the first call."""

    def __init__(self, function: str) -> None:
        self._function = function
        self._client: Any = None

    async def ask(self, media_id: str) -> None:
        """See ``ports.Checks``."""
        try:
            await asyncio.to_thread(self._invoke, {"kind": "check", "mediaId": media_id})
        except Exception as error:  # noqa: BLE001  the sweep asks again; the caller has its own work to finish
            _log.warning("check not asked for", extra={"media_id": media_id, "reason": type(error).__name__})

    def _invoke(self, event: dict[str, str]) -> None:
        if self._client is None:
            import boto3  # pyright: ignore[reportMissingTypeStubs]
            from botocore.config import Config  # pyright: ignore[reportMissingTypeStubs]

            config = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 2})
            self._client = cast(Any, boto3).client("lambda", config=config)
        self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=json.dumps(event).encode())


class NobodyChecks:
    """Where no function is configured: the sweep of another deployment checks. ``asked`` is what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, media_id: str) -> None:
        self.asked.append(media_id)
