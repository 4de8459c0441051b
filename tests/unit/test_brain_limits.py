"""What makes vectors may cost money: a person may ask for so much of it a minute, by the API and by tools together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.memory.counters import Counters
from shared.brain.curating import Curator
from shared.orchestrator.limits import Rate
from tests.brain_world import FILM, MAYA, BrainWorld, brain_world

BASE = f"/brain/{FILM}"
HALF_PAST = datetime(2026, 5, 1, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> BrainWorld:
    """With two a minute, in a minute that does not end."""
    world = await brain_world(monkeypatch)
    wiring = world.app.state.wiring
    rate = Rate(Counters(), 2, name="brain-rate", now=lambda: HALF_PAST)
    vars(wiring)["curator"] = Curator(wiring.brain, wiring.projects, rate)
    return world


async def tool(world: BrainWorld, who: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    return (await world.ask(who, "POST", f"/mcp/{FILM}", body)).json()["result"]


async def test_searches_and_changes_by_hand_count_down_to_429(world: BrainWorld) -> None:
    found = await world.ask("eddy", "GET", f"{BASE}/search?q=lamp")
    changed = await world.ask("eddy", "PATCH", f"{BASE}/entities/{MAYA}", {"content": "Keeper."})
    for method, path, body in (
        ("GET", "/search?q=lamp", None),
        ("POST", "/entities", {"type": "character", "title": "Tom"}),
        ("PATCH", f"/entities/{MAYA}", {"content": "Nobody."}),
    ):
        refused = await world.ask("eddy", method, f"{BASE}{path}", body)
        assert (refused.status_code, refused.json()["code"]) == (429, "RATE_LIMIT_EXCEEDED")
        assert refused.json()["retryable"] is True
        assert (refused.headers["retry-after"], refused.headers["ratelimit-remaining"]) == ("30", "0")

    assert [answer.headers["ratelimit-remaining"] for answer in (found, changed)] == ["1", "0"]
    assert [entity.content for entity in await world.brain.get(FILM, [MAYA])] == ["Keeper."]


async def test_tools_share_the_limit_and_say_so_to_the_model(world: BrainWorld) -> None:
    for _ in range(2):
        assert not (await tool(world, "eddy", "search", {"query": "lamp"})).get("isError")
    refused = [
        await tool(world, "eddy", "search", {"query": "lamp"}),
        await tool(world, "eddy", "add", {"entity": {"type": "character", "title": "Tom"}}),
    ]
    by_hand = await world.ask("eddy", "GET", f"{BASE}/search?q=lamp")

    for result in refused:
        told = result["structuredContent"]
        assert (result["isError"], told["code"], told["retryAfter"]) == (True, "RATE_LIMIT_EXCEEDED", 30)
        assert told["error"] == "Too many requests. Please wait a moment."
    assert by_hand.status_code == 429


async def test_what_makes_no_vector_is_not_counted_nor_what_is_wrong(world: BrainWorld) -> None:
    for _ in range(3):
        await world.ask("eddy", "GET", f"{BASE}/entities/{MAYA}")
        await world.ask("eddy", "GET", f"{BASE}/graph")
        await world.ask("eddy", "GET", f"{BASE}/search")
        await world.ask("eddy", "POST", f"{BASE}/entities", {"type": "ghost"})
        await tool(world, "eddy", "list", {})
        await tool(world, "eddy", "search", {"query": ""})

    assert (await world.ask("eddy", "GET", f"{BASE}/search?q=lamp")).headers["ratelimit-remaining"] == "1"


async def test_others_and_services_are_not_held_up(world: BrainWorld) -> None:
    for _ in range(3):
        await world.ask("eddy", "GET", f"{BASE}/search?q=lamp")
        assert not (await tool(world, "service", "search", {"query": "lamp"})).get("isError")
        served = await world.ask("service", "GET", f"{BASE}/search?q=lamp")
        assert (served.status_code, "ratelimit-limit" in served.headers) == (200, False)

    assert (await world.ask("vic", "GET", f"{BASE}/search?q=lamp")).status_code == 200
    # The administrator in person is a person.
    signed_in = [(await world.ask("root", "GET", f"{BASE}/search?q=lamp")).status_code for _ in range(3)]
    assert signed_in == [200, 200, 429]


async def test_the_limit_is_the_deployments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "7")
    world = await brain_world(monkeypatch)

    assert (await world.ask("vic", "GET", f"{BASE}/search?q=lamp")).headers["ratelimit-limit"] == "7"
