"""Asks the worker function for help over Lambda's own API."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from typing import Any, cast

# Longer than the worker looks after one run; a run still open after that is asked for anew.
_SAME_WITHIN_SECONDS = 900
_log = logging.getLogger("aladdin.worker")


class LambdaWorker:
    """``function`` is a name or an alias ARN. boto3 is loaded with the first call: most environments never make one."""

    def __init__(self, function: str) -> None:
        self._function = function
        self._client: Any = None

    async def attend(self, run_id: str, attempt: int) -> None:
        """See ``ports.Worker``. The execution's name makes a request repeated soon after the same execution."""
        try:
            name = f"run-{run_id}-{attempt}-{int(time.time() // _SAME_WITHIN_SECONDS)}"
            await asyncio.to_thread(self._invoke, name, {"kind": "run", "runId": run_id})
        except Exception as error:  # noqa: BLE001  the sweep asks again; the caller has its own work to finish
            _log.warning("worker not reached", extra={"run_id": run_id, "reason": type(error).__name__})

    async def collect(self) -> None:
        """See ``ports.Post``."""
        try:
            await asyncio.to_thread(self._invoke, f"mail-{uuid.uuid4().hex}", {"kind": "mail"})
        except Exception as error:  # noqa: BLE001  the sweep sends what waits
            _log.warning("worker not reached", extra={"reason": type(error).__name__})

    def _invoke(self, execution: str, event: dict[str, str]) -> None:
        self._lambda().invoke(
            FunctionName=self._function,
            InvocationType="Event",
            DurableExecutionName=execution,
            Payload=json.dumps(event).encode(),
        )

    def _lambda(self) -> Any:
        if self._client is None:
            import boto3  # pyright: ignore[reportMissingTypeStubs]
            from botocore.config import Config  # pyright: ignore[reportMissingTypeStubs]

            # Asked after the 25 s that a request may wait, and before the 29 s at which API Gateway gives up.
            config = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})
            self._client = cast(Any, boto3).client("lambda", config=config)
        return self._client


class NobodyWorks:
    """Where no worker is configured: readers and the sweep of another deployment finish runs."""

    async def attend(self, run_id: str, attempt: int) -> None:
        return None

    async def collect(self) -> None:
        return None
