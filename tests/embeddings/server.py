"""One server with the two protocols. What it does wrong next is put into ``troubles``; then it answers well again."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from shared.adapters.embeddings.hashing import HashingEmbedder

KEY = "jina_0123456789abcdef"
Trouble = Callable[[dict[str, Any]], bytes]


@dataclass
class VectorServer:
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    troubles: deque[bytes | Trouble] = field(default_factory=deque[bytes | Trouble])
    native: int = 64

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
                }
                body = json.loads(await reader.readexactly(int(headers["content-length"])))
                troubled = bool(self.troubles)
                writer.write(self._answer(lines[0], headers, body))
                await writer.drain()
                if troubled:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, request: str, headers: dict[str, str], body: dict[str, Any]) -> bytes:
        if headers.get("authorization") != f"Bearer {KEY}":
            return answer(401, {"detail": f"Invalid key {headers.get('authorization')}"})
        self.asked.append(body)
        vectors = self._vectors(request, body)
        if isinstance(vectors, bytes):
            return vectors
        rows = [{"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(vectors)]
        good = {"object": "list", "model": body["model"], "data": rows[::-1], "usage": {"total_tokens": 7}}
        if not self.troubles:
            return answer(200, good)
        trouble = self.troubles.popleft()
        return trouble if isinstance(trouble, bytes) else trouble(good)

    def _vectors(self, request: str, body: dict[str, Any]) -> list[list[float]] | bytes:
        if request.startswith("POST /jina "):
            texts = [each["text"] for each in body["input"]]
            known = body["task"] in ("retrieval.query", "retrieval.passage") and 128 <= body["dimensions"] <= 2048
            allowed = {"model", "task", "dimensions", "truncate", "embedding_type", "input"}
        else:
            assert request.startswith("POST /v1/embeddings "), request
            texts, known = body["input"], all(isinstance(each, str) and each for each in body["input"])
            allowed = {"model", "input", "encoding_format", "dimensions"}
        if not known or set(body) - allowed or not texts or len(texts) > 512:
            return answer(400, {"detail": "bad request"})
        make = HashingEmbedder(body.get("dimensions", self.native)).vector
        return [[3 * value for value in make(text)] for text in texts]


def answer(status: int, body: Any, headers: str = "") -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return f"HTTP/1.1 {status} X\r\ncontent-length: {len(data)}\r\n{headers}\r\n".encode() + data


def changed(**parts: Any) -> Trouble:
    """The good answer, but with these parts in its first row."""

    def trouble(good: dict[str, Any]) -> bytes:
        return answer(200, {**good, "data": [{**good["data"][0], **parts}, *good["data"][1:]]})

    return trouble


@asynccontextmanager
async def vector_server() -> AsyncIterator[VectorServer]:
    serving = VectorServer()
    server = await asyncio.start_server(serving.serve, "127.0.0.1", 0)
    serving.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield serving
    finally:
        server.close()
