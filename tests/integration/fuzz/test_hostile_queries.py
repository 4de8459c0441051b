"""No query string breaks a route or keeps it busy."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.backlot.fronts import fronts
from tests.backlot.stage import Stage
from tests.integration.fuzz.hostile import hostile

pytestmark = pytest.mark.timeout(300)

SUITE, SOAK = 3_000, 50_000
LONGEST_SECONDS = 1.0
EXPECTED = (200, 400)


class Asker:
    """Bytes go to the app as they are: no client of ours puts them right."""

    def __init__(self, stage: Stage) -> None:
        self._app = next(front.app for front in fronts() if front.name == "content")
        self._token = stage.tokens["sam"].encode()

    async def ask(self, path: str, query: bytes) -> int:
        said: list[int] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                said.append(message["status"])

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": f"/api/{path}", "raw_path": f"/api/{path}".encode(), "query_string": query, "root_path": "",
            "headers": [(b"authorization", b"JWT " + self._token), (b"host", b"studio.test")],
            "client": ("127.0.0.1", 1), "server": ("studio.test", 80), "state": {},
        }  # fmt: skip
        await self._app(scope, receive, send)
        return said[0]


@pytest.fixture
async def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    return Asker(await Stage().build())


async def test_no_query_string_breaks_a_route(asker: Asker) -> None:
    for number in range(SUITE):
        path, query = hostile(number)
        assert await asker.ask(path, query) in EXPECTED, f"number {number}: GET {path} {query[:200]!r}"


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_no_query_string_breaks_or_keeps_a_route_busy(asker: Asker) -> None:
    slowest = (0.0, -1)
    for number in range(SOAK):
        path, query = hostile(number)
        started = time.perf_counter()
        status = await asker.ask(path, query)
        slowest = max(slowest, (time.perf_counter() - started, number))
        assert status in EXPECTED, f"number {number}: GET {path} {query[:200]!r}"
    print(f"\n{SOAK} hostile query strings, the slowest took {slowest[0] * 1000:.0f} ms (number {slowest[1]})")  # noqa: T201
    assert slowest[0] < LONGEST_SECONDS
