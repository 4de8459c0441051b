"""API Gateway's event for a request, as the laptop's gateway makes it."""

from __future__ import annotations

import json
from typing import Any

from infra.local.gateway.events import event
from infra.local.gateway.messages import Request
from infra.local.gateway.routing import Match
from infra.local.gateway.template import Route


def api_event(method: str, target: str, **headers: str) -> dict[str, Any]:
    named = [("host", "localhost"), ("accept", "application/json"), ("user-agent", "bench"), *headers.items()]
    request = Request(method, target, "1.1", named, b"", "127.0.0.1", "00000000-0000-4000-8000-000000000000")
    return json.loads(event(request, Match(Route("ANY", "/api/{proxy+}", "bench"), {}), "local", ()))
