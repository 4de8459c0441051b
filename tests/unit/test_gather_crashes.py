"""A process that is killed at any step of gathering: the next one ends with the same, pays for nothing twice, and
leaves one item."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.domain.extraction import Extracted, Fetched, Page
from tests.gather.world import DOWN, PROJECT, FakeJob, World, ages, nothing
from tests.runs.dying import Killed

URL = "https://example.org/notes.txt"
TEXT = "Maya is 34. Olga is 61. " + "It rains over the harbour and nobody minds. " * 400


class Dying:
    """A port whose process dies right after its ``fuse`` has burnt down: what was asked for is done all the same."""

    def __init__(self, inner: Any, fuse: list[int]) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        called = getattr(self._inner, name)
        if name in ("name", "collections", "run", "note", "round_trips"):
            return called

        async def call(*arguments: Any, **named: Any) -> Any:
            if self._fuse[0] <= 0:
                raise Killed(name)
            result = await called(*arguments, **named)
            self._fuse[0] -= 1
            if self._fuse[0] <= 0:
                raise Killed(name)
            return result

        return call


async def story() -> World:
    """There is an earlier version that the one to come contradicts, and a page on the internet."""
    world = await World().ready()
    await world.gather("Maya is 28. She lives by the sea.", ages, name="Notes")
    world.fetcher.pages[URL] = Fetched(URL, TEXT.encode(), "text/plain")
    world.extractor.found = Extracted("text", (Page(1, TEXT[:9_000]), Page(2, TEXT[9_000:])))
    return world


def outcome(world: World) -> dict[str, Any]:
    """What everybody can see, whenever and by whomever it was made."""
    items = [
        {name: item.get(name) for name in ("status", "brainState", "summary", "facts", "duplicates", "counts")}
        for _, item in sorted(world.all("gatherItems").items())
    ]
    conflicts = [(one["state"], one["a"]["value"], one["b"]["value"]) for one in world.all("conflicts").values()]
    claims = [(one["accepted"], len(one["items"]), one["dirty"]) for _, one in sorted(world.all("facts").items())]
    return {
        "items": items,
        "conflicts": conflicts,
        "claims": claims,
        "files": sorted(world.objects.held),
        "steps": world.all("gatherSteps"),
    }


async def knowledge(world: World) -> Any:
    found, _ = await world.brain.page(PROJECT, limit=100)
    whole = await world.brain.get(PROJECT, sorted(one.id for one in found))
    return [(one.title, [(fact.attribute, fact.value) for fact in one.facts], len(one.sources)) for one in whole]


async def killed_after(calls: int, seconds: int = 10**9) -> tuple[World, FakeJob, bool]:
    """The world when a first process died after so many calls and a second one, which dies too, came after it."""
    world = await story()
    run = world.run("The notes, second version.", name="Notes", document_url=URL)
    job = FakeJob(run, ages)
    plain = (world.objects, world.fetcher, world.extractor, world.brain)
    died = False
    for left in (calls, seconds):
        fuse = [left]
        world.objects, world.fetcher = Dying(plain[0], fuse), Dying(plain[1], fuse)  # type: ignore[assignment]
        world.extractor, world.brain = Dying(plain[2], fuse), Dying(plain[3], fuse)  # type: ignore[assignment]
        world.wire(Dying(world.documents, fuse))
        try:
            dying: Any = Dying(job, fuse)
            await world.gathering.work(dying)
        except (Killed, BaseExceptionGroup):  # dead in one task, or in several
            died = True
    world.objects, world.fetcher, world.extractor, world.brain = plain
    world.wire(world.documents)
    return world, job, died


async def test_a_process_that_dies_anywhere_is_followed_by_one_that_ends_with_the_same() -> None:
    expected: dict[str, Any] | None = None
    calls = 10**9
    whole, job, died = await killed_after(calls)
    assert not died
    expected, learnt, paid = outcome(whole), await knowledge(whole), list(job.asked)
    assert [item["status"] for item in expected["items"]] == ["superseded", "gathered"]
    assert expected["conflicts"] == [("open", "28", "34")]
    assert expected["files"] == []

    calls, deaths = 0, 0
    while True:
        calls += 1
        world, job, died = await killed_after(calls)
        if not died:
            break
        deaths += 1
        await world.sweeper.sweep()
        assert outcome(world) == expected, f"after {calls} calls"
        assert await knowledge(world) == learnt, f"after {calls} calls"
        twice = len(job.asked) - len(paid)
        # An answer that came while the process died was not kept; several are asked side by side.
        assert 0 <= twice <= 3, f"after {calls} calls: {job.asked}"
    assert deaths > 40


async def test_an_answer_that_was_kept_is_never_paid_for_again() -> None:
    world = await story()
    run = world.run("Maya is 34.", name="Notes")
    first = FakeJob(run, lambda task, asked: Exception("dead") if task == "summarise" else ages(task, asked))
    with pytest.raises(Exception, match="dead"):
        await world.gathering.work(first)

    second = FakeJob(run, ages)
    await world.gathering.work(second)

    assert first.asked == ["understand", "enrich", "summarise"]
    assert second.asked == ["summarise"]


async def test_an_attempt_that_lost_its_lease_writes_no_item() -> None:
    world = await story()
    before = copy.deepcopy(world.all("gatherItems"))
    job = FakeJob(world.run("Maya is 34."), ages)

    def lost() -> None:
        raise Killed("hold")

    job.before_hold = lost
    with pytest.raises(Killed):
        await world.gathering.work(job)
    assert world.all("gatherItems") == before
    assert world.open_conflicts() == []


async def test_a_brain_that_is_down_is_told_later_and_once() -> None:
    world = await World().ready()
    world.brain.down = True
    result = await world.gather("Maya is 28.", ages)
    item = result["gatherItemId"]
    assert result["brainState"] == "pending"
    assert "as soon as it answers" in result["message"]
    assert world.brain.learnt == []
    await world.sweeper.sweep()
    assert world.item(item)["brainState"] == "pending"

    world.brain.down = False
    await world.sweeper.sweep()
    await world.sweeper.sweep()

    assert world.item(item)["brainState"] == "learned"
    assert [said.item for said in world.brain.learnt] == [item]
    assert await world.fact("Maya", "age") == ["28"]


async def test_what_a_cancelled_run_left_is_swept_after_a_day() -> None:
    world = await story()
    kept = await world.gather("Something else entirely.", nothing)
    job = FakeJob(world.run("The page.", document_url=URL), DOWN)

    def lost() -> None:
        raise Killed("cancelled")

    job.before_hold = lost
    with pytest.raises(Killed):
        await world.gathering.work(job)
    works = set(world.all("gatherWorks"))
    await world.sweeper.sweep()
    assert set(world.all("gatherWorks")) == works
    assert world.objects.held

    world.skipped = timedelta(hours=25)
    await world.sweeper.sweep()

    assert len(works - set(world.all("gatherWorks"))) == 1
    assert world.objects.held == {}
    assert kept["gatherItemId"] in world.all("gatherWorks")


async def test_the_fake_dies_like_a_process() -> None:
    documents = Dying(FakeDocuments(), [1])
    with pytest.raises(Killed):
        await documents.insert("things", {"_id": "a"})
    with pytest.raises(Killed):
        await documents.count("things", None)
    assert json.dumps(sorted(documents.collections["things"])) == '["a"]'
