"""How long the Brain searches: projects of three sizes beside twenty others, on one real Neo4j."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

from bench.brain_bulk import Bulk
from bench.brain_data import Film
from bench.figures import Figure, Verdict
from bench.report import Part, Table
from infra.local.neo4j import LocalNeo4j
from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.neo4j.connection import Connection
from shared.adapters.neo4j.graph import Neo4jGraph
from shared.brain.local import LocalBrain
from shared.domain.brain import Question

ROUNDS, WARM_UP = 200, 40
NEIGHBOURS, THEIR_SIZE = 20, 500
USUAL, LARGE = (1_000, 20_000), (200_000,)
TARGET_AT, TARGET = 20_000, 50.0
INDEX_SECONDS = 1_200
DEPTH = 50
"""What the hybrid search asks of each channel."""

Call = Callable[[], Awaitable[Any]]


class Measured:
    """One Neo4j with what was put into it."""

    def __init__(self, graph: Neo4jGraph, sizes: tuple[int, ...]) -> None:
        self.graph = graph
        self.embedder = HashingEmbedder()
        self.brain = LocalBrain(graph, self.embedder)
        self.sizes = sizes
        self.films = {size: Film(size, seed=size) for size in sizes}
        self.loading: dict[int, float] = {}

    async def load(self, server: LocalNeo4j) -> None:
        await self.graph.ensure()
        for size, film in self.films.items():
            began = time.perf_counter()
            if size in LARGE:
                await self._bulk(f"film-{size}", film, server)
            else:
                await self._learn(f"film-{size}", film)
            self.loading[size] = size / (time.perf_counter() - began)
            print(f"  {size:,} entities: {self.loading[size]:,.0f} a second", flush=True)
        for number in range(NEIGHBOURS):
            await self._learn(f"neighbour-{number}", Film(THEIR_SIZE, seed=number))

    async def _learn(self, project: str, film: Film) -> None:
        for piece in film.pieces():
            await self.graph.learn(project, piece.said, piece.vectors, self.embedder.name)

    async def _bulk(self, project: str, film: Film, server: LocalNeo4j) -> None:
        connection = Connection(server.uri, server.user, server.password, read_seconds=60)
        async with aclosing(connection):
            await Bulk(connection, project, self.embedder.name).load(film.pieces())
            await connection.declare(f"CALL db.awaitIndexes({INDEX_SECONDS})", seconds=INDEX_SECONDS)

    def calls(self, size: int) -> dict[str, Call]:
        project, film = f"film-{size}", self.films[size]
        graph, name, pick = self.graph, self.embedder.name, random.Random(size)

        def question() -> str:
            return f"{film.text(4)} {film.title(pick.randrange(size))} {film.text(2)}"

        return {
            "vector": lambda: graph.by_vector(project, film.vectors(1)[0], name, types=(), limit=DEPTH),
            "vector, one type": lambda: graph.by_vector(
                project, film.vectors(1)[0], name, types=("prop",), limit=DEPTH
            ),
            "full text": lambda: graph.by_text(project, film.text(8), types=(), limit=DEPTH),
            "whole hybrid search": lambda: self.brain.search(project, Question(question())),
        }


async def _times(calls: dict[tuple[int, str], Call], rounds: int) -> dict[tuple[int, str], list[float]]:
    """Milliseconds; all of them take turns."""
    taken: dict[tuple[int, str], list[float]] = {key: [] for key in calls}
    for number in range(WARM_UP + rounds):
        for key, call in calls.items():
            began = time.perf_counter()
            await call()
            if number >= WARM_UP:
                taken[key].append((time.perf_counter() - began) * 1000)
    return taken


async def _measure(sizes: tuple[int, ...], rounds: int, server: LocalNeo4j) -> tuple[Part, list[Verdict]]:
    graph = Neo4jGraph(server.uri, server.user, server.password, read_seconds=60)
    try:
        measured = Measured(graph, sizes)
        await measured.load(server)
        calls = {(size, name): call for size in sizes for name, call in measured.calls(size).items()}
        taken = await _times(calls, rounds)
    finally:
        await graph.aclose()
    rows = [
        [name, f"{size:,}", Figure.of(times).shown(), f"{p95(times):,.1f}"] for (size, name), times in taken.items()
    ]
    loads = [[f"{size:,}", f"{rate:,.0f}"] for size, rate in measured.loading.items()]
    verdicts = [
        Verdict("the Brain, whole search at 20,000 entities: p95", p95(times), TARGET, unit=" ms")
        for (size, name), times in taken.items()
        if size == TARGET_AT and name.startswith("whole")
    ]
    tables = [
        ("", Table(["search", "entities", "ms", "p95, ms"], rows)),
        ("Learning", Table(["entities", "a second"], loads)),
    ]
    return Part(f"Searching the Brain, {sizes[-1]:,} entities", _NOTES, tables), verdicts


def p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


def measure(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    return _run(USUAL, share)


def measure_large(share: float = 1.0) -> tuple[Part, list[Verdict]]:
    """Takes minutes to load."""
    return _run(LARGE, share)


def _run(sizes: tuple[int, ...], share: float) -> tuple[Part, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="aladdin-bench-") as folder, LocalNeo4j(Path(folder) / "graph") as server:
        return asyncio.run(_measure(sizes, max(20, round(ROUNDS * share)), server))


_NOTES = f"""A made-up film on the laptop's Neo4j (512 MB of heap), beside {NEIGHBOURS} other projects of {THEIR_SIZE}
entities: words as common as words are, vectors of 256 numbers in clusters, scenes with whoever and whatever appears in
them. One client asks one question at a time; the sizes take turns. The channels are asked for {DEPTH} each. A whole
search embeds the question offline, asks vectors, full text and the graph at once, fuses, reads and judges. Learning
counts entities with their sources, relations, names, vectors and both indexes, 500 in one transaction. 200,000 entities
are not learnt: the same is written by three such transactions side by side, reading nothing first, and the index of
vectors is built once at the end; that is within their rate."""
