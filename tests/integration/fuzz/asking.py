"""Generated requests, asked of the functions in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from infra.openapi.document import build
from tests.backlot.fronts import ORIGIN, front_of
from tests.backlot.stage import Stage
from tests.integration.isolation.operations import ids_of, operations

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SEED = 20261121
_EVERY_HEALTH_CHECK: Any = list(HealthCheck)


class Asking:
    """One stage and one event loop for everything that is asked."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.stage = runner.run(Stage().build())
        self.asked = 0

    def ask(self, case: Case) -> None:
        """Raises when the answer is not as described."""
        sent = requests.Request(**_plain(case.as_transport_kwargs(base_url=ORIGIN))).prepare()
        answer = self._runner.run(self._sent(sent))
        self.stage.restore()
        self.asked += 1
        # The shapes are those of whole documents: with `select` some of it is left out, as its description says.
        partial = "select" in (sent.url or "")
        case.validate_response(answer, checks=CHECKS[:-1] if partial else CHECKS)

    async def _sent(self, sent: requests.PreparedRequest) -> httpx.Response:
        headers = {
            name: value for name, value in sent.headers.items() if name.lower() not in ("content-length", "cookie")
        }
        headers["Authorization"] = f"JWT {self.stage.tokens['root']}"
        front = front_of(httpx.URL(sent.url or "").path)
        transport = httpx.ASGITransport(front.app, raise_app_exceptions=False)
        body: Any = sent.body.encode() if isinstance(sent.body, str) else sent.body
        async with httpx.AsyncClient(transport=transport) as client, asyncio.timeout(30):
            return await client.request(sent.method or "", sent.url or "", headers=_latin(headers), content=body)


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    known = ("method", "url", "headers", "params", "json", "data", "files")
    return {name: value for name, value in arguments.items() if name in known}


def _latin(headers: dict[str, Any]) -> dict[bytes, bytes]:
    return {
        name.encode("latin-1", "replace"): value
        if isinstance(value, bytes)
        else str(value).encode("latin-1", "replace")
        for name, value in headers.items()
    }


def described() -> dict[str, Any]:
    """The generators' operations by their name, such as ``GET /api/projects``."""
    schema = schemathesis.openapi.from_dict(build())
    found: list[Any] = list(schema.get_all_operations())
    return {operation.label: operation for operation in (result.ok() for result in found)}


def try_out(asking: Asking, operation: Any, examples: int) -> None:
    """Generated requests as they come, and with the ids of documents that there are."""
    known = {str(one): one for one in operations()}.get(operation.label)
    ids = {slot.name: value for slot, value in ids_of(known, "ada").items() if slot.place == "path"} if known else {}

    @seed(SEED)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=_EVERY_HEALTH_CHECK,
    )
    @given(case=operation.as_strategy())
    def tried(case: Case) -> None:
        asking.ask(case)
        if ids:
            case.path_parameters = {**(case.path_parameters or {}), **ids}
            asking.ask(case)

    try:
        tried()
    except Unsatisfiable:
        raise AssertionError(f"{operation.label}: nothing can be generated from its description") from None
