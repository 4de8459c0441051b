"""The Brain's tools as API Gateway and Lambda run them: one event, one answer, and nothing left when it is given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from mangum import Mangum

from tests.brain_world import FILM, MAYA, BrainWorld, brain_world

MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """As Lambda has it: one for all requests, running only while one is answered."""
    with asyncio.Runner() as runner:
        yield runner.get_loop()
        asyncio.set_event_loop(None)


@pytest.fixture
def world(loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> BrainWorld:
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(brain_world(monkeypatch))


def answered(world: BrainWorld, body: dict[str, Any], path: str = "/api/v1/mcp", **more: str) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream", "Host": "api.test",
        **world.headers("ada"), **{name.replace("_", "-"): value for name, value in more.items()},
    }  # fmt: skip
    event = {
        "resource": "/", "path": path, "httpMethod": "POST", "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
        "stageVariables": None, "body": json.dumps(body), "isBase64Encoded": False,
        "requestContext": {"requestId": "from-the-gateway", "identity": {"sourceIp": "192.0.2.1"}, "stage": "dev"},
    }  # fmt: skip
    context: Any = object()
    return Mangum(world.app, lifespan="off")(event, context)


def test_every_event_is_answered_whole_and_leaves_nothing(world: BrainWorld, loop: asyncio.AbstractEventLoop) -> None:
    call = {"name": "entity", "arguments": {"projectId": FILM, "ids": [MAYA]}}
    old = answered(world, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    new = answered(
        world,
        {"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": {**call, "_meta": MODERN}},
        mcp_protocol_version="2026-07-28",
        mcp_method="tools/call",
        mcp_name="entity",
    )
    noted = answered(world, {"jsonrpc": "2.0", "method": "notifications/initialized"})

    for answer in (old, new):
        told = json.loads(answer["body"])["result"]["structuredContent"]
        assert (answer["statusCode"], told["entities"][0]["title"]) == (200, "Maya")
    assert (noted["statusCode"], noted["body"]) == (202, "")
    assert asyncio.all_tasks(loop) == set()


def test_what_would_be_a_stream_is_refused_instead_of_held(world: BrainWorld) -> None:
    params = {"notifications": {"toolsListChanged": True}, "_meta": MODERN}
    answer = answered(
        world,
        {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": params},
        mcp_protocol_version="2026-07-28",
        mcp_method="subscriptions/listen",
    )

    assert "error" in json.loads(answer["body"])
    assert answer["headers"]["content-type"].startswith("application/json")


def test_a_tools_error_names_the_gateways_request(world: BrainWorld) -> None:
    call = {"name": "list", "arguments": {"projectId": "nobodys"}}
    answer = answered(world, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})

    assert json.loads(answer["body"])["result"]["structuredContent"]["requestId"] == "from-the-gateway"
