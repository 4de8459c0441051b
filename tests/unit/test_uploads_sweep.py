"""The sweep goes on with the others when the store refuses one."""

from __future__ import annotations

from shared.adapters.r2.fake import FakeObjects
from shared.content.collections.media import MEDIA
from shared.content.find import Find
from shared.content.uploads.sweeping import MOST_FAILURES
from shared.content.uploads.tickets import judge
from shared.domain.errors import StorageError
from shared.domain.media import file_key, file_of_url
from tests.uploads.desk import ADA, Desk


class Refusing(FakeObjects):
    """Deletes nothing that is among ``kept``; ``asked`` is what it was to delete."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: set[str] = set()
        self.asked: list[str] = []

    async def delete(self, key: str) -> None:
        self.asked.append(key)
        if key in self.kept:
            raise StorageError
        await super().delete(key)


async def test_one_upload_that_cannot_be_thrown_away_keeps_no_other() -> None:
    objects = Refusing()
    desk = await Desk(objects=objects).open()
    stuck, other = [await desk.tickets.bring(ADA, judge("a.png", "image/png", 3), b"abc") for _ in range(2)]
    objects.kept = {stuck.key}
    desk.pass_time(hours=25)

    assert (await desk.sweep.sweep())["expired"] == 1
    assert [one["_id"] for one in await desk.stored("uploads")] == [stuck.id]
    assert other.key not in objects.held


async def test_one_file_that_cannot_be_thrown_away_keeps_no_other() -> None:
    objects = Refusing()
    desk = await Desk(objects=objects).open()
    for name in ("a.png", "b.png"):
        media = await desk.create(name)
        await desk.checker.check(media)
        if not objects.kept:
            objects.kept = {file_key(str(file_of_url((await desk.shown(media))["url"])))}
        await desk.content.writes.delete(MEDIA, media, Find(), ADA)

    assert (await desk.sweep.sweep())["doomed"] == 1
    objects.kept = set()
    assert (await desk.sweep.sweep())["doomed"] == 1
    assert objects.held == {}


async def test_a_store_that_is_away_is_not_asked_for_everything() -> None:
    objects = Refusing()
    desk = await Desk(objects=objects).open()
    for _ in range(MOST_FAILURES + 3):
        objects.kept.add((await desk.tickets.bring(ADA, judge("a.png", "image/png", 3), b"abc")).key)
    desk.pass_time(hours=25)

    assert (await desk.sweep.sweep())["expired"] == 0
    assert len(objects.asked) == MOST_FAILURES
