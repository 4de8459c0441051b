"""What Data mode itself takes: all but the model, the network and the database, whose answers are there at once."""

from __future__ import annotations

import asyncio
import time

from bench.figures import Figure, Verdict
from bench.report import Part, Table
from shared.adapters.extraction.reading import read
from tests.corpus.screenplay import first_draft, fountain
from tests.gather.scripted import reads_the_sea_cook
from tests.gather.world import World, ages

NOTES = 40
ROUNDS = 3


async def _notes(count: int) -> float:
    """Notes a second."""
    world = await World().ready()
    started = time.perf_counter()
    for number in range(count):
        text = f"Note {number}. Person{number} is {number % 90 + 1}. " + f"Word{number} and more of it. " * 20
        await world.gather(text, ages)
    return count / (time.perf_counter() - started)


async def _screenplay() -> float:
    """Seconds from the file to the Brain."""
    world = await World().ready()
    body = fountain(first_draft()).encode()
    media = await world.media("film.fountain", "text/x-fountain")
    started = time.perf_counter()
    world.extractor.found = read(body, "film.fountain")
    await world.gather(answering=reads_the_sea_cook, media=media)
    return time.perf_counter() - started


def measure(share: float) -> tuple[Part, list[Verdict]]:
    rounds, count = max(1, round(ROUNDS * share)), max(20, round(NOTES * share))
    notes = Figure.of([asyncio.run(_notes(count)) for _ in range(rounds)])
    films = Figure.of([asyncio.run(_screenplay()) for _ in range(rounds)])
    pages = len(first_draft().pages)
    rows = [
        [f"notes, {count} one after another, a second", notes.shown(0)],
        [f"a screenplay of {pages} pages, seconds", films.shown(1)],
        ["its pages a second", f"{pages / films.median:,.0f}"],
    ]
    return Part("Bringing things in", _TOLD, [("", Table(["", "this run"], rows))]), []


_TOLD = """All that Data mode does, from reading to telling the Brain, with a scripted model that answers at
once and the offline embeddings. Each note is compared with all before it. The stores are the tests' own, in memory:
they copy what they are given and scan where a database has an index, so these are lower bounds."""
