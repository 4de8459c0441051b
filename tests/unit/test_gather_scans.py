"""A document of many scanned pages is read a part at a time: what was read is kept, shown, and not read again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared.brain.gather.sources import MOST_CALLS
from shared.domain.errors import StorageError
from shared.domain.extraction import Extracted, Page, Scan
from tests.gather.world import FakeJob, World, ages

PAGES = 5


class Scanner:
    """Reads one page a call, and says "Maya is 28" on the third. ``dies_at`` is the page that it cannot read yet."""

    def __init__(self, dies_at: int = 0) -> None:
        self.read: list[int] = []
        self.dies_at = dies_at

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        number = len(scans) + 1
        if number == self.dies_at:
            raise StorageError
        known = [*scans]
        if number <= PAGES and not last:
            self.read.append(number)
            text = "Maya is 28." if number == 3 else "Rain."
            known.append(Scan(number, ((text, 72.5, True),)))
        if len(known) < PAGES and not last:
            return Extracted("pdf", (), waiting=PAGES - len(known), scans=tuple(known))
        return Extracted("pdf", tuple(Page(scan.page, scan.rows[0][0], ocr=True) for scan in known), truncated=last)


async def test_every_part_is_kept_and_shown() -> None:
    world = await World().ready()
    scanner = Scanner(dies_at=4)
    world.extractor.extract = scanner.extract  # pyright: ignore[reportAttributeAccessIssue]
    run = world.run(media=await world.media("script.pdf"))
    with pytest.raises(StorageError):
        await world.gathering.work(FakeJob(run, ages))
    scanner.dies_at = 0
    job = FakeJob(run, ages)
    result = await world.gathering.work(job)

    assert scanner.read == [1, 2, 3, 4, 5]
    [fact] = world.item(result["gatherItemId"])["facts"]
    assert (fact["value"], fact["page"]) == ("28", 3)
    told = [(note["done"], note["of"]) for note in job.notes if note.get("unit") == "pages"]
    assert told == [(4, 5)]
    assert world.all("gatherSteps") == {}


async def test_a_reader_that_never_ends_is_asked_for_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.brain.gather.sources.MOST_CALLS", 3)
    assert MOST_CALLS > 3
    world = await World().ready()
    scanner = Scanner()
    world.extractor.extract = scanner.extract  # pyright: ignore[reportAttributeAccessIssue]
    result = await world.gather(media=await world.media("script.pdf"))

    assert scanner.read == [1, 2]
    assert world.item(result["gatherItemId"])["pages"] == 2
    assert "It is longer than what is read of one thing." in result["unfinished"]
