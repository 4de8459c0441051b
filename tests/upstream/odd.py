"""Answers that look strange and must be understood all the same."""

from __future__ import annotations

import asyncio
import json
import zlib

from tests.upstream import wire
from tests.upstream.exchange import Behaviour, Exchange


def _stream(exchange: Exchange) -> bytes:
    """The whole event stream without HTTP framing."""
    tokens = exchange.tokens or ()
    events = [*map(exchange.wire.delta, tokens), exchange.wire.delta("", "stop"), exchange.wire.usage(len(tokens))]
    return b"".join(events) + wire.DONE


async def split(exchange: Exchange) -> None:
    """``size`` bytes at a time, each in its own HTTP chunk and TCP segment: UTF-8 and lines are cut anywhere."""
    await exchange.open()
    data, size = _stream(exchange), exchange.script.count("size", 7)
    for start in range(0, len(data), size):
        await exchange.send(data[start : start + size])
        if start % 700 < size:
            await asyncio.sleep(0)
    exchange.writer.write(wire.LAST_CHUNK)


async def crlf(exchange: Exchange) -> None:
    """CRLF line ends, cut between CR and LF."""
    await exchange.open()
    for line in _stream(exchange).split(b"\n"):
        await exchange.send(line + b"\r")
        await exchange.send(b"\n")
    exchange.writer.write(wire.LAST_CHUNK)


async def noise(exchange: Exchange) -> None:
    """Everything harmless that services mix into a stream."""
    render = exchange.wire
    await exchange.open()
    await exchange.send(b"\xef\xbb\xbf\n\n: OPENROUTER PROCESSING\n\nretry: 100\nevent: message\nid: 7\n")
    strange = [
        b"data: not json\n\n", b"data:\n\n", b"data: null\n\n", b"data: []\n\n", b"data: 7\n\n", b"data: {}\n\n",
        b"data: " + b"[" * 100_000 + b"\n\n", b"nonsense without a colon\n\n", b"data: {\"choices\":null}\n\n",
        render.event(choices=[]), render.event(choices=[None]), render.event(choices=[{}]),
        render.event(choices=[{"index": 0, "delta": None}]), render.event(choices=[{"index": 0, "delta": {}}]),
        render.delta(None), render.delta(""), render.event(choices=[{"index": 1, "delta": {"content": "other"}}]),
        render.event(error=None, choices=[]), render.delta(None, reasoning="Let me think."),
        render.event(choices=[{"index": 0, "delta": {"content": 7}}]), render.event(usage=None, choices=[]),
        render.event(usage={"prompt_tokens": "many"}, choices=[]), b": ping\n",
    ]  # fmt: skip
    for index, token in enumerate(exchange.tokens or ()):
        await exchange.send(strange[index % len(strange)])
        await exchange.send(render.delta(token))
    await exchange.close()


async def surrogates(exchange: Exchange) -> None:
    """JSON escapes; pairs are split over two deltas."""
    await exchange.open()
    for token in exchange.tokens or ():
        escaped = json.dumps(token)[1:-1]
        for unit in _halves(escaped):
            await exchange.send(b'data: {"choices":[{"delta":{"content":"%b"}}]}\n\n' % unit.encode())
    await exchange.close()


def _halves(escaped: str) -> list[str]:
    head, mark, rest = escaped.partition("\\ud83d")
    return [head + mark, *_halves(rest)] if mark else [escaped]


async def lone(exchange: Exchange) -> None:
    """Half a surrogate pair that never meets its other half; one at the very end."""
    await exchange.open()
    for content in ("a\\ud83d", "b", "\\ude00c", "d\\udbff"):
        await exchange.send(b'data: {"choices":[{"delta":{"content":"%b"}}]}\n\n' % content.encode())
    await exchange.close()


async def gzip(exchange: Exchange) -> None:
    await exchange.open(Content_Encoding="gzip")
    press = zlib.compressobj(wbits=31)
    for event in _stream(exchange).split(b"\n\n"):
        await exchange.send(press.compress(event + b"\n\n") + press.flush(zlib.Z_SYNC_FLUSH))
    await exchange.send(press.flush())
    exchange.writer.write(wire.LAST_CHUNK)


async def json_body(exchange: Exchange) -> None:
    """The answer to a request that did not ask for a stream."""
    await exchange.whole(200, exchange.wire.body("".join(exchange.tokens or ())))


async def mislabelled(exchange: Exchange) -> None:
    """An event stream that says it is something else (``type``)."""
    await exchange.open(exchange.script.text("type", "text/plain"))
    await exchange.send(_stream(exchange))
    exchange.writer.write(wire.LAST_CHUNK)


async def nodone(exchange: Exchange) -> None:
    await exchange.open()
    await exchange.say(exchange.tokens or ())
    await exchange.close(done=False, usage=False)


async def lingering(exchange: Exchange) -> None:
    """Says that it has finished and keeps the connection open, with comment lines when ``comments`` is set."""
    await exchange.open()
    await exchange.say(exchange.tokens or ())
    await exchange.send(exchange.wire.delta("", "stop"))
    while True:
        await asyncio.sleep(exchange.script.number("comments", 3_600_000) / 1000)
        await exchange.send(b": still here\n\n")


async def unterminated(exchange: Exchange) -> None:
    """The last line has no line end."""
    await exchange.open()
    await exchange.say(exchange.tokens or ())
    await exchange.send(exchange.wire.delta("", "stop").rstrip())
    exchange.writer.write(wire.LAST_CHUNK)


async def untileof(exchange: Exchange) -> None:
    """Neither length nor chunks: the body ends with the connection, as in HTTP/1.0."""
    head = {"Content-Type": "text/event-stream", "Connection": "close"}
    exchange.writer.write(wire.response_head(200, head) + _stream(exchange))
    await exchange.flushed()
    exchange.hang_up = True


async def informed(exchange: Exchange) -> None:
    """Informational responses before the answer."""
    exchange.writer.write(wire.response_head(100, {}) + wire.response_head(103, {"Link": "</a.css>; rel=preload"}))
    await exchange.flushed()
    await exchange.open()
    await exchange.say(exchange.tokens or ())
    await exchange.close()


BEHAVIOURS: dict[str, Behaviour] = {
    "split": split, "crlf": crlf, "noise": noise, "surrogates": surrogates, "lone": lone, "gzip": gzip,
    "json": json_body, "mislabelled": mislabelled, "nodone": nodone, "lingering": lingering,
    "unterminated": unterminated, "untileof": untileof, "informed": informed,
}  # fmt: skip
