"""Whether everything is up: the gateway's own functions, and what the supervisor says of the other parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from infra.local.gateway.messages import Response

_UP = "up"
_NOT_SERVING = "failed"  # a page that could not be built keeps nobody else from working


class Health:
    """``state`` is the supervisor's file, ``{"parts": {name: {"state": "up", …}}}``; it may be absent."""

    def __init__(self, state: Path, functions: Callable[[], Mapping[str, str]]) -> None:
        self._state, self._functions = state, functions

    def answer(self) -> Response:
        parts = {"gateway": _UP, **self._parts(), **{f"function {k}": v for k, v in self._functions().items()}}
        up = all(state in (_UP, _NOT_SERVING) for state in parts.values())
        status = "starting" if not up else "degraded" if _NOT_SERVING in parts.values() else _UP
        body = json.dumps({"status": status, "parts": parts}, indent=2).encode() + b"\n"
        headers = [("content-type", "application/json"), ("cache-control", "no-store")]
        return Response(200 if up else 503, headers, body)

    def _parts(self) -> dict[str, str]:
        try:
            document: dict[str, Any] = json.loads(self._state.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        parts: dict[str, Any] = document.get("parts", {})
        states = {name: part["state"] if isinstance(part, dict) else str(part) for name, part in parts.items()}
        return {name: state for name, state in states.items() if name != "gateway"}
