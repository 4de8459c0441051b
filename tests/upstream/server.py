"""The HTTP server: parses requests, keeps what was asked, lets a behaviour answer, notices clients that leave."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.upstream import wire
from tests.upstream.behaviours import BEHAVIOURS
from tests.upstream.exchange import Exchange
from tests.upstream.script import Question, Script, parse, question_of


@dataclass(slots=True)
class Recorded:
    """One request. ``ended`` becomes ``complete``, or ``left`` when the client went away first."""

    model: str
    run_id: str | None
    question: Question
    body: dict[str, Any]
    headers: dict[str, str]
    at: float
    ended: str | None = None
    ended_at: float | None = None


@dataclass(slots=True)
class Upstream:
    """``default`` answers what carries no script of its own; ``by_model`` overrides it for a model. ``says`` are the
    words for the messages of a request; without it they are made up."""

    default: Script = field(default_factory=Script)
    by_model: dict[str, Script] = field(default_factory=dict[str, Script])
    says: Callable[[list[dict[str, Any]]], str] | None = None
    calls: list[Recorded] = field(default_factory=list[Recorded])
    connections: int = 0
    _strikes: dict[tuple[str, str | None, str], int] = field(default_factory=dict[tuple[str, str | None, str], int])
    _server: asyncio.Server | None = None
    _handlers: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def start(self, port: int = 0, tls: ssl.SSLContext | None = None) -> int:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", port, limit=2**20, ssl=tls)
        return self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._handlers):
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    def script_for(self, call: Recorded) -> Script:
        script = parse(call.question.asked) or parse(call.model) or self.by_model.get(call.model) or self.default
        if times := script.count("times", 0):
            key = (call.model, call.run_id, call.question.asked)
            self._strikes[key] = self._strikes.get(key, 0) + 1
            if self._strikes[key] > times:
                return Script("ok", script.options)
        return script

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            early = b""
            while True:
                head = early + await reader.readuntil(b"\r\n\r\n")
                early = await self._answer(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError, _Gone):
            pass
        finally:
            self._handlers.discard(task)
            writer.close()

    async def _answer(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        start, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = start.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if not path.endswith("/chat/completions"):
            writer.write(self._control(method, path, body))
            await writer.drain()
            return b""
        call = self._record(json.loads(body), headers)
        sending = asyncio.ensure_future(self._play(call, writer))
        watching = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait({sending, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done() and not watching.result():
                raise ConnectionResetError
            await sending
            call.ended = "complete"
        except ConnectionError:
            call.ended = "left"
            raise
        finally:
            call.ended_at = time.monotonic()
            sending.cancel()
            watching.cancel()
            await asyncio.gather(sending, watching, return_exceptions=True)
        return watching.result() if not watching.cancelled() else b""

    def _record(self, body: dict[str, Any], headers: dict[str, str]) -> Recorded:
        question = question_of(body.get("messages", []))
        call = Recorded(body["model"], headers.get("x-run-id"), question, body, headers, time.monotonic())
        self.calls.append(call)
        return call

    async def _play(self, call: Recorded, writer: asyncio.StreamWriter) -> None:
        script = self.script_for(call)
        exchange = Exchange(writer, script, call.model, call.body, call.question)
        if self.says is not None:
            exchange.tokens = (self.says(call.body["messages"]),)
        await BEHAVIOURS[script.kind](exchange)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        if exchange.hang_up:
            raise _Gone

    def _control(self, method: str, path: str, body: bytes) -> bytes:
        if path == "/__calls" and method == "DELETE":
            self.calls.clear()
            self._strikes.clear()
            return wire.whole(200, b"{}")
        if path == "/__calls":
            rows = [{"model": c.model, "runId": c.run_id, "asked": c.question.asked, "prefix": c.question.prefix,
                     "ended": c.ended} for c in self.calls]  # fmt: skip
            return wire.whole(200, json.dumps(rows).encode())
        if path == "/__script" and method == "PUT":
            self.default = parse(json.loads(body)["script"]) or Script()
            return wire.whole(200, b"{}")
        if path.endswith("/models"):
            return wire.whole(200, b'{"object":"list","data":[{"id":"scripted","object":"model"}]}')
        return wire.whole(404, b'{"error":{"message":"Not Found","code":404}}')


class _Gone(Exception):
    """The connection is over, by the client's or the script's will."""
