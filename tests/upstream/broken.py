"""Answers that fail. ``after`` is the number of tokens said before."""

from __future__ import annotations

import asyncio
import json

from tests.upstream import wire
from tests.upstream.exchange import Behaviour, Exchange


async def status(exchange: Exchange) -> None:
    """``code``, ``retry`` (a Retry-After value), ``message``."""
    script = exchange.script
    code = script.count("code", 503)
    body = json.dumps({"error": {"code": code, "message": script.text("message", "Scripted failure")}}).encode()
    headers = {"Retry_After": script.text("retry", "")} if "retry" in script.options else {}
    await exchange.whole(code, body, **headers)


async def _begin(exchange: Exchange, default: int = 5) -> None:
    await exchange.open()
    await exchange.say((exchange.tokens or ())[: exchange.script.count("after", default)])


async def reset(exchange: Exchange) -> None:
    await _begin(exchange)
    await exchange.reset()


async def refuse(exchange: Exchange) -> None:
    """RST before any answer."""
    await exchange.reset()


async def eof(exchange: Exchange) -> None:
    """A clean end of the body, without finish_reason."""
    await _begin(exchange)
    await exchange.close(usage=False, done=False, finish_reason=None)


async def nofinish(exchange: Exchange) -> None:
    """``[DONE]`` without finish_reason."""
    await _begin(exchange)
    await exchange.close(finish_reason=None)


async def cut(exchange: Exchange) -> None:
    """FIN in the middle of a chunked body."""
    await _begin(exchange)
    await exchange.flushed()
    exchange.writer.close()
    exchange.hang_up = True


async def silence(exchange: Exchange) -> None:
    """Nothing more, for ever; with ``comments`` a comment line each so many ms; with ``thoughts`` a thought."""
    await _begin(exchange)
    script = exchange.script
    while True:
        if script.count("comments", 0):
            await asyncio.sleep(script.number("comments", 0) / 1000)
            await exchange.send(b": OPENROUTER PROCESSING\n\n")
        elif script.count("thoughts", 0):
            await asyncio.sleep(script.number("thoughts", 0) / 1000)
            await exchange.send(exchange.wire.delta("", reasoning="Hmm. "))
        else:
            await asyncio.sleep(3600)


async def hang(exchange: Exchange) -> None:
    """Not even response headers."""
    await asyncio.sleep(3600)


async def error(exchange: Exchange) -> None:
    """An error object inside the 200 stream. ``code``; ``choice=1`` puts it into the choice as OpenRouter does."""
    await _begin(exchange)
    told = {"code": exchange.script.count("code", 502), "message": "Provider disconnected"}
    if exchange.script.count("choice", 0):
        choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "error", "error": told}
        await exchange.send(exchange.wire.event(choices=[choice]))
    else:
        await exchange.send(exchange.wire.event(error=told))
    await exchange.close(usage=False, finish_reason=None)


async def longline(exchange: Exchange) -> None:
    """A line of ``bytes`` bytes that never says anything."""
    await _begin(exchange, default=0)
    await exchange.send(b'data: {"choices":[{"delta":{"content":"')
    block = b"x" * 65536
    for _ in range(exchange.script.count("bytes", 10_000_000) // len(block)):
        await exchange.send(block)
    await exchange.send(b'"}}]}\n\n')
    await exchange.close()


async def empty(exchange: Exchange) -> None:
    """A completion without text. ``finish`` is its reason."""
    await exchange.open()
    await exchange.close(finish_reason=exchange.script.text("finish", "stop"))


async def html(exchange: Exchange) -> None:
    code = exchange.script.count("code", 200)
    page = b"<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>"
    await exchange.whole(code, page, "text/html")


async def redirect(exchange: Exchange) -> None:
    await exchange.whole(302, b"", Location="http://127.0.0.1:1/elsewhere")


async def badjson(exchange: Exchange) -> None:
    """A body that begins as JSON and is none."""
    await exchange.whole(200, b'{"choices": [{"message": {"content": "Sc')


async def jsonerror(exchange: Exchange) -> None:
    """200 with an error object as the whole body."""
    code = exchange.script.count("code", 502)
    await exchange.whole(200, json.dumps({"error": {"code": code, "message": "Scripted failure"}}).encode())


async def garbage(exchange: Exchange) -> None:
    """Not HTTP at all."""
    exchange.writer.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    await exchange.flushed()
    exchange.writer.close()
    exchange.hang_up = True


async def badgzip(exchange: Exchange) -> None:
    await exchange.open(Content_Encoding="gzip")
    await exchange.send(b"this is not gzip")
    await exchange.close()


async def bighead(exchange: Exchange) -> None:
    """Headers without an end."""
    exchange.writer.write(b"HTTP/1.1 200 OK\r\nX-Filler: ")
    for _ in range(200):
        exchange.writer.write(b"x" * 65_536)
        await exchange.writer.drain()
    await exchange.flushed()
    exchange.hang_up = True


async def badchunk(exchange: Exchange) -> None:
    """Chunked framing that breaks in the middle of the body."""
    await _begin(exchange)
    exchange.writer.write(b"this is no chunk size\r\n")
    await exchange.flushed()
    exchange.hang_up = True


async def upgrade(exchange: Exchange) -> None:
    exchange.writer.write(wire.response_head(101, {"Upgrade": "websocket", "Connection": "Upgrade"}))
    await exchange.flushed()


BEHAVIOURS: dict[str, Behaviour] = {
    "status": status, "reset": reset, "refuse": refuse, "eof": eof, "nofinish": nofinish, "cut": cut,
    "silence": silence, "hang": hang, "error": error, "longline": longline, "empty": empty, "html": html,
    "redirect": redirect, "badjson": badjson, "jsonerror": jsonerror, "garbage": garbage, "badgzip": badgzip,
    "bighead": bighead, "badchunk": badchunk, "upgrade": upgrade,
}  # fmt: skip
