"""Starting durable executions on the durable functions' local runner."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote

from infra.local.environments.function import ACCOUNT, Function
from infra.local.environments.runtime import Answer
from infra.local.gateway.deliveries import Deliveries, digest
from infra.local.gateway.fetch import Unreachable, fetch
from infra.local.gateway.upstream import Upstream

_DEFAULT_RETENTION = 14
_RUNNING = "RUNNING"


class AlreadyStarted(Exception):
    """A durable execution of that name exists with another payload."""


class Executions:
    """The runner keeps what executions do; their names are kept here, since the runner does not compare them."""

    def __init__(self, runner: Upstream, deliveries: Deliveries) -> None:
        self._runner, self._deliveries = runner, deliveries
        self._lock = asyncio.Lock()

    async def start(self, function: Function, qualifier: str, name: str, payload: bytes) -> str:
        """The ARN of the execution called ``name``, started now unless it exists.

        Raises ``AlreadyStarted``, and ``Unreachable`` while the runner is down.
        """
        async with self._lock:
            known = self._deliveries.execution(function.name, name)
            if known is not None:
                if known[0] != digest(payload):
                    raise AlreadyStarted(name)
                return known[1]
            durable = function.durable or {}
            body = {
                "AccountId": ACCOUNT,
                "FunctionName": function.name,
                "FunctionQualifier": qualifier,
                "ExecutionName": name,
                "ExecutionTimeoutSeconds": durable.get("ExecutionTimeout", 3600),
                "ExecutionRetentionPeriodDays": durable.get("RetentionPeriodInDays", _DEFAULT_RETENTION),
                "Input": payload.decode(),
            }
            answer = await fetch(self._runner, "POST", "/start-durable-execution", json.dumps(body).encode())
            if answer.status >= 300:
                raise Unreachable(f"the runner answered {answer.status}: {answer.body[:200]!r}")
            arn = json.loads(answer.body)["ExecutionArn"]
            self._deliveries.started(function.name, name, payload, arn)
            return arn

    async def result(self, arn: str, timeout: float) -> Answer:
        """Waits for the end of an execution, ``timeout`` seconds at most; raises ``Unreachable``."""
        async with asyncio.timeout(timeout):
            while True:
                answer = await fetch(self._runner, "GET", f"/2025-12-01/durable-executions/{quote(arn, safe='')}")
                details: dict[str, Any] = json.loads(answer.body) if answer.status == 200 else {}
                if not details:
                    raise Unreachable(f"the runner answered {answer.status}")
                if details["Status"] != _RUNNING:
                    return _answer(details)
                await asyncio.sleep(0.05)


def _answer(details: dict[str, Any]) -> Answer:
    if details["Status"] == "SUCCEEDED":
        return Answer(True, str(details.get("Result") or "null").encode())
    error = details.get("Error") or {}
    body = {"errorType": error.get("ErrorType") or details["Status"], "errorMessage": error.get("ErrorMessage") or ""}
    return Answer(False, json.dumps(body).encode())
