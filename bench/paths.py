"""The ways from the scripted model to a client that are compared with each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench import client, servers
from bench.litellm import litellm
from bench.people import sign_in
from infra.local.mongo import LocalMongo

UPSTREAM, PROXY, OURS, GATEWAY, LITELLM = (
    "the scripted model itself", "plain httpx-to-Starlette proxy", "**our stream, log on**",
    "our stream through the laptop gateway", "LiteLLM proxy",
)  # fmt: skip
MOST_TOKENS = 8_000


@dataclass(frozen=True, slots=True)
class Way:
    """``prepare`` makes the raw request of one stream that says what the script asks for; it is not measured."""

    name: str
    port: int
    prepare: Callable[[str], Awaitable[bytes]]


@contextmanager
def running(folder: Path) -> Iterator[list[Way]]:
    """Every path, in the order of the table."""
    with ExitStack() as stack:
        model_port = stack.enter_context(servers.upstream(folder))
        model_url = f"http://127.0.0.1:{model_port}/v1"
        mongo = stack.enter_context(LocalMongo(folder / "documents.mv"))
        env = servers.settings(mongo, model_url)
        proxy_port = stack.enter_context(servers.proxy(folder, model_url))
        stream_port = stack.enter_context(servers.stream_function(folder, env))
        gateway_port = stack.enter_context(servers.gateway(folder, env))
        other = stack.enter_context(litellm(folder, model_url))
        queued = _Queue(gateway_port, sign_in(env))
        yield [
            Way(UPSTREAM, model_port, _completions()),
            Way(PROXY, proxy_port, _completions()),
            Way(OURS, stream_port, queued.prepare),
            Way(GATEWAY, gateway_port, queued.prepare),
            Way(LITELLM, other.port, _completions(authorization=f"Bearer {other.key}")),
        ]


def _completions(**headers: str) -> Callable[[str], Awaitable[bytes]]:
    async def prepare(script: str) -> bytes:
        messages = [{"role": "user", "content": script}]
        body = {"model": servers.MODEL, "messages": messages, "stream": True, "max_tokens": MOST_TOKENS}
        return client.post("/v1/chat/completions", body, **headers)

    return prepare


class _Queue:
    """Queued runs of our own, made by the chat function through the gateway."""

    def __init__(self, port: int, authorization: str) -> None:
        self._headers = {"authorization": authorization}
        self._url = f"http://127.0.0.1:{port}/api/v1/orchestrator/chat"

    async def prepare(self, script: str) -> bytes:
        body: dict[str, Any] = {"content": script, "stream": True, "maxTokens": MOST_TOKENS}
        async with httpx.AsyncClient(timeout=30) as http:
            answer = await http.post(self._url, json=body, headers=self._headers)
        accepted = answer.raise_for_status().json()
        path = f"/api/v1/orchestrator/stream?conversationId={accepted['conversationId']}&mode=chat"
        return client.get(f"{path}&runId={accepted['runId']}", **self._headers)
