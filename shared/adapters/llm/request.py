"""The HTTP request of one call: what is the same every time is prepared once."""

from __future__ import annotations

import json
from typing import Any

import httpx

from shared.adapters.llm.settings import Service
from shared.domain.model import ModelCall


class Requests:
    __slots__ = ("_extensions", "_headers", "_service", "_url")

    def __init__(self, service: Service) -> None:
        self._service = service
        self._url = httpx.URL(service.url)
        host = self._url.netloc
        self._headers: list[tuple[bytes, bytes]] = [
            (b"Host", host),
            (b"Accept", b"text/event-stream"),
            # Compression of an event stream costs the first token and saves nothing.
            (b"Accept-Encoding", b"identity"),
            (b"Content-Type", b"application/json"),
            (b"User-Agent", b"aladdin"),
        ]
        if service.api_key:
            self._headers.append((b"Authorization", b"Bearer " + service.api_key.strip().encode("ascii", "replace")))
        if service.title:
            self._headers.append((b"X-Title", service.title.encode("ascii", "replace")))
        connect = service.timing.connect
        # Reads are watched by the attempt, which knows tokens from comment lines.
        self._extensions = {"timeout": {"connect": connect, "pool": connect, "write": connect, "read": None}}

    def build(self, call: ModelCall, model: str) -> httpx.Request:
        headers = self._headers
        if call.run_id and call.run_id.isascii():
            headers = [*headers, (b"X-Run-Id", call.run_id.encode())]
        return httpx.Request(
            "POST", self._url, headers=headers, content=self.body(call, model), extensions=self._extensions
        )

    def body(self, call: ModelCall, model: str) -> bytes:
        body: dict[str, Any] = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in call.messages],
            "temperature": call.temperature,
            "max_tokens": call.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if self._service.reports_cost:
            body["usage"] = {"include": True}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
