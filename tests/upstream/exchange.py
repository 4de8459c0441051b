"""One answer in the making: the tokens to say and the means to send them."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

from tests.upstream import wire
from tests.upstream.script import Question, Script, remaining, tokens_of


class Exchange:
    def __init__(
        self, writer: asyncio.StreamWriter, script: Script, model: str, body: dict[str, Any], question: Question
    ) -> None:
        self.writer = writer
        self.script = script
        self.model = model
        self.streaming = bool(body.get("stream"))
        #: Set by a behaviour after which the connection cannot be used again.
        self.hang_up = False
        self.wire = wire.Wire(model, len(json.dumps(body.get("messages"))) // 4)
        self.question = question
        tokens = tokens_of(question.asked, script.count("tokens", 40))
        self.tokens = tokens if question.prefix is None else remaining(tokens, question.prefix)

    async def open(self, content_type: str = "text/event-stream", **headers: str) -> None:
        named = {"Content-Type": content_type, "Transfer-Encoding": "chunked", "Cache-Control": "no-cache"}
        self.writer.write(wire.response_head(200, named | {k.replace("_", "-"): v for k, v in headers.items()}))

    async def send(self, data: bytes) -> None:
        self.writer.write(wire.http_chunk(data))
        await self.writer.drain()

    async def say(self, tokens: tuple[str, ...]) -> None:
        for token in tokens:
            await self.send(self.wire.delta(token))

    async def close(self, *, usage: bool = True, done: bool = True, finish_reason: str | None = "stop") -> None:
        if finish_reason:
            await self.send(self.wire.delta("", finish_reason))
        if usage:
            await self.send(self.wire.usage(len(self.tokens or ())))
        if done:
            await self.send(wire.DONE)
        self.writer.write(wire.LAST_CHUNK)

    async def whole(self, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
        self.writer.write(wire.whole(status, body, content_type, **headers))

    async def flushed(self) -> None:
        """Until the kernel has had a moment to deliver: an abort discards what is still queued."""
        await self.writer.drain()
        await asyncio.sleep(0.02)

    async def reset(self) -> None:
        """End the connection with RST."""
        await self.flushed()
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.hang_up = True


Behaviour = Callable[[Exchange], Awaitable[None]]
