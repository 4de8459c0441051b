"""First-token delay and tokens per second of every path, round by round."""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench import client, paths
from bench.figures import Figure, Verdict, added
from bench.paths import GATEWAY, LITELLM, OURS, PROXY, UPSTREAM, Way
from bench.report import Part, Table
from tests.upstream.script import parse, tokens_of

PACED = "[[ok tokens=10 every=20]] A scene at the pace of a model."
SHORT = "[[ok tokens=3 every=1]] A word."
UNPACED = "[[ok tokens=2000]] A scene as fast as it goes."
FIRST_TOKEN = {1: 50, 16: 20}
THROUGHPUT = {1: 10, 4: 5}
"""Streams at once → rounds."""
WARM_UP = 2
# A server that has just started compiles and connects: this much is not measured, of any path.
WARM_UP_STREAMS = 160
# What the round before has left to do is not this round's. A client opens its stream as soon as its run is accepted.
SETTLE_SECONDS = 0.1

Rounds = dict[int, dict[str, list[float]]]


async def _round(path: Way, script: str, at_once: int) -> list[client.Reading]:
    gc.collect()
    await asyncio.sleep(SETTLE_SECONDS)
    requests = await asyncio.gather(*(path.prepare(script) for _ in range(at_once)))
    gc.disable()
    try:
        readings = await asyncio.gather(*(client.stream(path.port, request) for request in requests))
    finally:
        gc.enable()
    wanted = list(tokens_of(script, _count(script)))
    for reading in readings:
        if reading.tokens != wanted:
            raise client.Spoiled(f"{path.name} said something else: {reading.raw[-500:]!r}")
    return readings


def _count(script: str) -> int:
    parsed = parse(script)
    assert parsed
    return parsed.count("tokens", 40)


async def _first_tokens(among: Sequence[Way], at_once: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds: each round's median over its streams."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + WARM_UP):
        for path in among:
            readings = await _round(path, PACED, at_once)
            if number >= WARM_UP:
                found[path.name].append(1000 * statistics.median(reading.first_token for reading in readings))
    return found


async def _rates(among: Sequence[Way], at_once: int, rounds: int) -> dict[str, list[float]]:
    """Tokens per second of all streams together, from opening them to the last token of the last one."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for path in among:
            readings = await _round(path, UNPACED, at_once)
            if number:
                began = min(reading.opened for reading in readings)
                ended = max(reading.opened + reading.last_token for reading in readings)
                found[path.name].append(at_once * _count(UNPACED) / (ended - began))
    return found


async def _warm_up(among: Sequence[Way]) -> None:
    for path in among:
        for _ in range(WARM_UP_STREAMS // 16):
            await _round(path, SHORT, 16)


async def _all(among: Sequence[Way], share: float) -> tuple[Rounds, Rounds]:
    def of(rounds: int) -> int:
        return max(3, round(rounds * share))

    await _warm_up(among)
    first = {at_once: await _first_tokens(among, at_once, of(rounds)) for at_once, rounds in FIRST_TOKEN.items()}
    rates = {at_once: await _rates(among, at_once, of(rounds)) for at_once, rounds in THROUGHPUT.items()}
    return first, rates


def measure(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder, paths.running(Path(folder)) as among:
        first, rates = uvloop.run(_all(among, share))
    return report(first, rates), verdicts(first, rates)


def verdicts(first: Rounds, rates: Rounds) -> list[Verdict]:
    found: list[Verdict] = []
    for at_once, by_path in first.items():
        adds = {name: added(values, by_path[UPSTREAM]).median for name, values in by_path.items()}
        streams = f"at {at_once} stream{'s' if at_once > 1 else ''}"
        found += [
            Verdict(f"first token {streams}: what we add / what the plain proxy adds", adds[OURS] / adds[PROXY], 2),
            Verdict(f"first token {streams}: what we add / what LiteLLM adds", adds[OURS] / adds[LITELLM], 0.5),
        ]
    for at_once, by_path in rates.items():
        ratio = Figure.of(by_path[OURS]).median / Figure.of(by_path[LITELLM]).median
        streams = f"{at_once} unpaced stream{'s' if at_once > 1 else ''}"
        found.append(Verdict(f"tokens per second, {streams}: ours / LiteLLM's", ratio, 8, at_most=False))
    return found


def report(first: Rounds, rates: Rounds) -> Part:
    tables = [(f"First token, {at_once} at once", _delays(by_path)) for at_once, by_path in first.items()]
    tables += [(f"Tokens per second, {at_once} at once", _speeds(by_path)) for at_once, by_path in rates.items()]
    return Part("Streams", _NOTES, tables)


def _delays(by_path: dict[str, list[float]]) -> Table:
    adds = {name: added(values, by_path[UPSTREAM]) for name, values in by_path.items()}
    rows = []
    for name in (UPSTREAM, PROXY, OURS, GATEWAY, LITELLM):
        row = [name, Figure.of(by_path[name]).shown()]
        if name == UPSTREAM:
            row += ["", "", ""]
        else:
            row += [adds[name].shown()]
            row += [f"{adds[name].median / adds[other].median:.2f}×" for other in (PROXY, LITELLM)]
        rows.append(row)
    return Table(["", "first token after, ms", "adds, ms", "/ proxy", "/ LiteLLM"], rows)


def _speeds(by_path: dict[str, list[float]]) -> Table:
    rates = {name: Figure.of(values) for name, values in by_path.items()}
    rows = [
        [
            name,
            rate.shown(0),
            f"{rate.median / rates[PROXY].median:.2f}×",
            f"{rate.median / rates[LITELLM].median:.1f}×",
        ]
        for name, rate in rates.items()
    ]
    return Table(["", "tokens/s", "/ proxy", "/ LiteLLM"], rows)


_NOTES = f"""The clock runs from before the connection is opened until the frame with the first token has arrived; for
our stream the connection opened is that of a queued run, so the lease, the reads, the call to the model and the write
to the log (a real MongoDB-protocol server, every token logged before it is sent) all fall into it. "Adds" is the
median of the rounds' differences to the scripted model asked directly; a round of several streams counts with the
median of its streams. First tokens are taken from streams of 10 tokens, 20 ms apart; tokens per second from streams of
{_count(UNPACED):,} that the model sends at once, from opening them to the last token. One client reads all of them and
checks every token of every stream. The proxy and our stream function run under uvicorn with the same options, LiteLLM
with one worker, without database, callbacks and telemetry."""
