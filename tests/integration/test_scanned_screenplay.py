"""A screenplay as PDF, some of whose pages are scans, goes in whole, is rewritten, and is asked about: over HTTP, with
the real reader of documents, a real database, a real Neo4j, and a model that is scripted behind its HTTP protocol."""

from __future__ import annotations

import resource
import time
from collections.abc import AsyncIterator, Collection
from typing import Any

import pytest

from shared.brain.gather.scripts import named
from shared.domain.brain import folded
from shared.domain.extraction import Extracted
from tests.corpus.draft import Draft
from tests.corpus.scanner import scanned_pdf
from tests.corpus.screenplay import CONFLICTS, FACTS, PROPS, QUESTIONS, first_draft, second_draft
from tests.corpus.sheets import pdf
from tests.gather.cinema import in_process
from tests.gather.screening import Screening
from tests.gather.scripted import knows_the_sea_cook
from tests.runs.storm import tell
from tests.upstream.running import Running

NAME = "the-sea-cook.pdf"
SCENES = 4
SCANNED, TURNED = (1, 6), {6: 180}
WHOLE_SCANNED = (1, 6, 12, 14, 16, 25, 29, 39, 49, 68, 94, 102)
WHOLE_TURNED = {12: 180, 39: 90, 68: 270}


def beginning(draft: Draft) -> Draft:
    return Draft(draft.title, draft.name, draft.scenes[:SCENES])


@pytest.fixture
async def screening(mongo_uri: str, mongo_db: Any, graph_db: Any, upstream: Running) -> AsyncIterator[Screening]:
    upstream.upstream.says = knows_the_sea_cook
    async with in_process(mongo_uri, mongo_db.name, graph_db, upstream.url) as made:
        yield made


@pytest.mark.timeout(600)
async def test_a_screenplay_with_scanned_pages_goes_in_and_is_rewritten(screening: Screening) -> None:
    first, second = beginning(first_draft()), beginning(second_draft())

    told = await screening.gather(NAME, scanned_pdf(first, SCANNED, TURNED))

    assert told["unfinished"] == []
    assert await what_is_missing(screening, first) == {}
    questions = [asked for asked in QUESTIONS if all(stands(first, sentence) for sentence in asked.sentences)]
    assert len(questions) == 4
    assert [asked.text for asked in questions if not await screening.answers(asked, first)] == []

    again = await screening.gather(NAME, pdf(second))

    assert again["supersedes"] == told["gatherItemId"]
    assert conflicts_of(again) == expected_conflicts(first)
    assert await scenes_of(screening) == set(second.page_of.items())


@pytest.mark.soak
@pytest.mark.timeout(3_600)
async def test_a_whole_screenplay_with_scanned_pages_goes_in_and_is_rewritten(screening: Screening) -> None:
    first, second = first_draft(), second_draft()
    assert {page for one in CONFLICTS for page in (first.page_of[one.scene],)} <= set(WHOLE_SCANNED)
    watch = Watch()

    told = await screening.gather(NAME, scanned_pdf(first, WHOLE_SCANNED, WHOLE_TURNED))
    watch.say("the first draft", len(first.pages), len(WHOLE_SCANNED))
    tell(f"  letters read right on the scans: {share_of_letters(screening.read[0], first, WHOLE_SCANNED):.2%}")
    missing = await what_is_missing(screening, first)
    tell(f"  found otherwise than it is: {missing or 'nothing'}")
    cards = {kind: len(await screening.cards(kind)) for kind in ("scene", "character", "location", "prop")}
    tell(f"  found: {cards}; there are {expected_counts(first)}")
    wrong = [asked.text for asked in QUESTIONS if not await screening.answers(asked, first)]
    tell(f"  questions answered right: {len(QUESTIONS) - len(wrong)} of {len(QUESTIONS)}")
    watch.start()
    again = await screening.gather(NAME, scanned_pdf(second, WHOLE_SCANNED, WHOLE_TURNED))
    watch.say("the second draft", len(second.pages), len(WHOLE_SCANNED))
    tell(f"  conflicts: {sorted(conflicts_of(again))}")
    scenes = await scenes_of(screening)

    assert told["unfinished"] == again["unfinished"] == []
    assert [page.number for page in screening.read[0].pages if page.ocr] == list(WHOLE_SCANNED)
    assert (missing, wrong) == ({}, [])
    assert again["supersedes"] == told["gatherItemId"]
    assert conflicts_of(again) == expected_conflicts(first)
    assert scenes == set(second.page_of.items())


class Watch:
    """What reading took: the time, and the processor time of processes that have ended."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self._began, self._used = time.monotonic(), self._children()

    def say(self, what: str, pages: int, scanned: int) -> None:
        seconds, used = time.monotonic() - self._began, self._children() - self._used
        tell(f"\n{what}: {pages} pages, {scanned} of them scans, in {seconds:.0f} s")
        tell(f"  reading it took {used:.1f} s of processor time, {used / scanned:.2f} s a scanned page")

    @staticmethod
    def _children() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def share_of_letters(found: Extracted, draft: Draft, scanned: Collection[int]) -> float:
    """Without blanks, and without the page's number."""
    wrong = total = 0
    for page in found.pages:
        if page.number in scanned:
            wanted = "".join("".join(draft.pages[page.number - 1]).split())
            read = "".join(page.text.split()).removeprefix(f"{page.number}.")
            wrong, total = wrong + changes(wanted, read), total + len(wanted)
    return 1 - wrong / total


def changes(one: str, other: str) -> int:
    """Letters to put in, take out or change until they are the same."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        above, row[0] = row[0], at
        for place, seen in enumerate(other, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (sign != seen))
    return row[-1]


def expected_counts(draft: Draft) -> dict[str, int]:
    speakers, places = len(draft.speakers), len({folded(named(place)) for place in draft.locations})
    return {"scene": len(draft.scenes), "character": speakers, "location": places, "prop": len(PROPS)}


def stands(draft: Draft, sentence: str) -> bool:
    return any(element.text == sentence for scene in draft.scenes for element in scene.elements)


def expected_conflicts(draft: Draft) -> set[tuple[str, ...]]:
    scenes = {scene.number for scene in draft.scenes}
    return {(folded(one.entity), one.name, one.before, one.after) for one in CONFLICTS if one.scene in scenes}


def conflicts_of(told: dict[str, Any]) -> set[tuple[str, ...]]:
    return {
        (folded(one["entityTitle"]), one["attribute"], one["a"]["value"], one["b"]["value"])
        for one in told["conflicts"]
    }


async def scenes_of(screening: Screening) -> set[tuple[str, int]]:
    return {(card["metadata"]["number"], card["metadata"]["page"]) for card in await screening.cards("scene")}


async def what_is_missing(screening: Screening, draft: Draft) -> dict[str, Any]:
    """What is known otherwise than ``draft`` has it, by what it is. Nothing: all is found where it stands."""
    text = " ".join(element.text for scene in draft.scenes for element in scene.elements).casefold()
    cards = {kind: await screening.cards(kind) for kind in ("character", "location", "prop")}
    found = {kind: {folded(card["title"]): card["id"] for card in some} for kind, some in cards.items()}
    props = {prop for prop in PROPS if prop in text}
    different: dict[str, Any] = {
        "scenes": await scenes_of(screening) ^ set(draft.page_of.items()),
        "characters": {folded(name) for name in draft.speakers} - found["character"].keys(),
        "locations": {folded(named(place)) for place in draft.locations} ^ found["location"].keys(),
        "props": {folded(prop) for prop in props} - found["prop"].keys(),
        "facts": [],
    }
    for fact in (fact for fact in FACTS if stands(draft, fact.sentence)):
        about = found[fact.kind].get(folded(fact.entity))
        said = await screening.facts(about) if about else []
        places = {(one["attribute"], one["value"], one["inferred"], one["source"]["page"]) for one in said}
        if (fact.name, fact.value, False, draft.page_with(fact.sentence)) not in places:
            different["facts"].append((fact.entity, fact.name, fact.value, sorted(map(str, places))))
    return {kind: some for kind, some in different.items() if some}
