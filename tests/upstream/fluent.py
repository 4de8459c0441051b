"""Answers that go well, at any pace. Options: ``tokens``, ``every`` (ms), ``batch``, ``first`` (ms), ``finish``."""

from __future__ import annotations

import asyncio

from tests.upstream import wire
from tests.upstream.exchange import Behaviour, Exchange


async def ok(exchange: Exchange) -> None:
    if exchange.tokens is None:
        message = b'{"error":{"code":400,"message":"The prefix is not what was said."}}'
        await exchange.whole(400, message)
        return
    if not exchange.streaming:
        await exchange.whole(200, exchange.wire.body("".join(exchange.tokens)))
        return
    script = exchange.script
    if first := script.number("first", 0):
        await asyncio.sleep(first / 1000)
    every = script.number("every", 0)
    await exchange.open()
    if every:
        await _paced(exchange, exchange.tokens, every / 1000, script.count("batch", 1))
        await exchange.close(finish_reason=script.text("finish", "stop"))
    else:
        finish = script.text("finish", "stop")
        exchange.writer.write(_rendered(exchange.wire, exchange.model, exchange.tokens, finish))


async def _paced(exchange: Exchange, tokens: tuple[str, ...], every: float, batch: int) -> None:
    """``batch`` tokens each ``every`` seconds, by the clock, so that slow writes do not add up."""
    clock = asyncio.get_running_loop().time
    start = clock()
    for index in range(0, len(tokens), batch):
        data = b"".join(wire.http_chunk(exchange.wire.delta(token)) for token in tokens[index : index + batch])
        exchange.writer.write(data)
        await exchange.writer.drain()
        await asyncio.sleep(max(0.0, start + (index // batch + 1) * every - clock()))


_cache: dict[tuple[str, tuple[str, ...], str], bytes] = {}


def _rendered(render: wire.Wire, model: str, tokens: tuple[str, ...], finish: str) -> bytes:
    """A whole stream, one HTTP chunk a token as services send it, rendered once."""
    key = (model, tokens, finish)
    if key not in _cache:
        if len(_cache) > 64:
            _cache.clear()
        events = [*map(render.delta, tokens), render.delta("", finish), render.usage(len(tokens)), wire.DONE]
        _cache[key] = b"".join(map(wire.http_chunk, events)) + wire.LAST_CHUNK
    return _cache[key]


async def thinking(exchange: Exchange) -> None:
    """``thoughts`` reasoning deltas, ``every`` ms apart, before the answer; comment lines among them."""
    await exchange.open()
    for _ in range(exchange.script.count("thoughts", 5)):
        await exchange.send(b": OPENROUTER PROCESSING\n\n" + exchange.wire.delta("", reasoning="Hmm, let me see. "))
        await asyncio.sleep(exchange.script.number("every", 0) / 1000)
    await exchange.say(exchange.tokens or ())
    await exchange.close()


BEHAVIOURS: dict[str, Behaviour] = {"ok": ok, "thinking": thinking}
