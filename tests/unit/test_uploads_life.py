"""The life of a file, with everything in memory: brought, checked, shown, replaced, deleted; and every way to die."""

from __future__ import annotations

import pytest

from shared.adapters.inspection.fake import FakeInspector
from shared.adapters.r2.fake import FakeObjects
from shared.content.collections.media import MEDIA
from shared.content.find import Find
from shared.content.uploads.checking import MOST_ATTEMPTS
from shared.content.uploads.parts import PART_SIZE
from shared.content.uploads.tickets import judge
from shared.domain.errors import StorageError, ValidationFailed
from shared.domain.media import FileRefused, file_key, file_of_url
from shared.domain.objects import Headers, StoredObject
from tests.uploads import corpus
from tests.uploads.desk import ADA, PROJECT, Desk


@pytest.fixture
async def desk() -> Desk:
    return await Desk().open()


def objects_of(desk: Desk) -> FakeObjects:
    assert isinstance(desk.objects, FakeObjects)
    return desk.objects


def inspector_of(desk: Desk) -> FakeInspector:
    assert isinstance(desk.inspector, FakeInspector)
    return desk.inspector


async def test_a_new_file_waits_and_is_then_shown(desk: Desk) -> None:
    media = await desk.create()
    before = await desk.shown(media)
    assert (before["status"], before["filename"], before["filesize"]) == (
        "processing",
        "mara.png",
        len(corpus.picture()),
    )
    assert desk.checks.asked == [media]

    assert await desk.checker.check(media)

    after = await desk.shown(media)
    assert (after["status"], after["url"], after["width"], after["version"]) == ("active", before["url"], 8, 1)
    assert after["sizes"]["card"]["filename"] == "mara-8x6.jpg"
    file_id = file_of_url(after["url"])
    assert sorted(objects_of(desk).held) == sorted(
        file_key(str(file_id), part) for part in ("original", "thumbnail", "card", "full")
    )
    assert await desk.stored("uploads") == []
    assert not {"pending", "hasFile"} & after.keys()


async def test_a_file_that_is_refused_leaves_its_reason_and_nothing_else(desk: Desk) -> None:
    inspector_of(desk).found = FileRefused("This picture is damaged.")
    media = await desk.create()

    await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["status"], shown["statusReason"], shown["url"]) == ("failed", "This picture is damaged.", None)
    assert objects_of(desk).held == {}


async def test_a_document_without_a_file_is_not_made(desk: Desk) -> None:
    with pytest.raises(ValidationFailed, match=r"No files were uploaded\."):
        await desk.content.writes.create(MEDIA, {"project": PROJECT, "mediaType": "storyboard"}, Find(), ADA)


async def test_whether_a_file_was_checked_is_nobodys_to_say(desk: Desk) -> None:
    media = await desk.create()
    await desk.content.writes.update(MEDIA, media, {"status": "active", "description": "mine"}, Find(), ADA)
    waiting = await desk.shown(media)
    assert (waiting["status"], waiting["description"]) == ("processing", "mine")

    await desk.checker.check(media)
    await desk.content.writes.update(MEDIA, media, {"status": "archived", "url": "https://evil.test"}, Find(), ADA)
    await desk.content.writes.update(MEDIA, media, {"status": "failed"}, Find(), ADA)

    shown = await desk.shown(media)
    assert shown["status"] == "archived"
    assert shown["url"].startswith("/api/media/file/")


async def test_a_replacement_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    media = await desk.create()
    await desk.checker.check(media)
    first = await desk.shown(media)

    await desk.replace(media)
    waiting = await desk.shown(media)
    assert (waiting["status"], waiting["url"]) == ("processing", first["url"])
    await desk.checker.check(media)

    second = await desk.shown(media)
    assert (second["status"], second["version"], second["filename"]) == ("active", 2, "mara-2.png")
    assert second["url"] != first["url"]
    assert "original" in await desk.serving.address("mara.png", file_of_url(first["url"]), ADA)
    urls = {version["version"].get("url") for version in await desk.stored("mediaVersions")}
    assert {first["url"], second["url"]} <= urls


async def test_an_earlier_version_comes_back_with_its_file(desk: Desk) -> None:
    media = await desk.create()
    await desk.checker.check(media)
    first = await desk.shown(media)
    await desk.replace(media)
    await desk.checker.check(media)
    [earlier] = [
        version["_id"]
        for version in await desk.stored("mediaVersions")
        if version["version"]["status"] == "active" and version["version"]["url"] == first["url"]
    ]

    await desk.content.versions.restore(MEDIA, earlier, Find(depth=0), ADA)

    restored = await desk.shown(media)
    about_the_file = ("url", "filename", "mimeType", "filesize", "sizes", "thumbnailURL", "width", "height", "version")
    assert [restored[name] for name in about_the_file] == [first[name] for name in about_the_file]
    await desk.sweep.sweep()
    assert "original" in await desk.serving.address("mara.png", file_of_url(restored["url"]), ADA)
    waiting = f"{media}:1"
    await desk.content.versions.restore(MEDIA, waiting, Find(depth=0), ADA)
    assert (await desk.shown(media))["url"] == first["url"]


async def test_a_refused_replacement_changes_nothing_that_is_shown(desk: Desk) -> None:
    media = await desk.create()
    await desk.checker.check(media)
    first = await desk.shown(media)
    inspector_of(desk).found = FileRefused("It is damaged.")

    await desk.replace(media)
    await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["status"], shown["url"], shown["version"]) == ("active", first["url"], 1)
    assert shown["statusReason"].endswith("It is damaged.")


async def test_a_file_that_is_overtaken_is_never_shown(desk: Desk) -> None:
    media = await desk.create()

    async def replaced() -> None:
        inspector_of(desk).meanwhile = None
        await desk.replace(media, "newer.png")

    inspector_of(desk).meanwhile = replaced
    await desk.checker.check(media)
    await desk.checker.check(media)

    assert (await desk.shown(media))["filename"] == "newer.png"
    assert len([one for one in await desk.stored("mediaFiles") if not one["doomed"]]) == 1
    desk.pass_time(hours=25)
    await desk.sweep.sweep()
    assert await desk.stored("uploads") == []
    assert len({key.split("/")[1] for key in objects_of(desk).held}) == 1


async def test_what_is_overwritten_during_its_check_is_refused(desk: Desk) -> None:
    media = await desk.create()
    [key] = objects_of(desk).held

    async def overwritten() -> None:
        await objects_of(desk).put(key, corpus.PAGE, "image/png")

    inspector_of(desk).meanwhile = overwritten
    await desk.checker.check(media)

    shown = await desk.shown(media)
    assert shown["status"] == "failed"
    assert "changed while it was checked" in shown["statusReason"]
    assert not any(held.body == corpus.PAGE for held in objects_of(desk).held.values())


async def test_two_checks_of_one_file_are_one(desk: Desk) -> None:
    media = await desk.create()
    again: list[bool] = []

    async def other() -> None:
        again.append(await desk.checker.check(media))

    inspector_of(desk).meanwhile = other
    assert await desk.checker.check(media)

    assert again == [False]
    assert not await desk.checker.check(media)


class Dying(FakeObjects):
    """Dies at the n-th request after ``armed``, for good until it is disarmed."""

    def __init__(self) -> None:
        super().__init__()
        self.left: int | None = None

    def _work(self) -> None:
        super()._work()
        if self.left is not None:
            if self.left == 0:
                raise KilledHere
            self.left -= 1

    async def copy(self, source: StoredObject, key: str, headers: Headers) -> None:
        self._work()
        await super().copy(source, key, headers)


class KilledHere(BaseException):
    pass


@pytest.mark.parametrize("at", range(12))
async def test_killed_anywhere_the_next_check_finishes(at: int) -> None:
    objects = Dying()
    desk = await Desk(objects=objects).open()
    media = await desk.create()
    objects.left = at
    died = False
    try:
        await desk.checker.check(media)
    except KilledHere:
        died = True
    objects.left = None

    desk.pass_time(minutes=2)
    asked = len(desk.checks.asked)
    await desk.sweep.sweep()
    if len(desk.checks.asked) > asked:
        assert await desk.checker.check(media)

    assert (await desk.shown(media))["status"] == "active"
    desk.pass_time(hours=25)
    await desk.sweep.sweep()
    assert await desk.stored("uploads") == []
    assert {key.split("/")[0] for key in objects.held} == {"media"}
    assert len(objects.held) == 4
    assert died or at >= 8, "the earlier ones do die"


async def test_a_store_that_is_away_is_tried_again_and_given_up_in_the_end(desk: Desk) -> None:
    media = await desk.create()
    inspector_of(desk).found = StorageError()
    for _ in range(MOST_ATTEMPTS):
        assert not await desk.checker.check(media)
        assert (await desk.shown(media))["status"] == "processing"
        desk.pass_time(minutes=2)

    await desk.checker.check(media)

    assert (await desk.shown(media))["statusReason"] == "This file could not be checked. Please upload it again."


async def test_what_nobody_used_is_thrown_away(desk: Desk) -> None:
    await desk.tickets.bring(ADA, judge("a.png", "image/png", 3), b"abc")
    upload = await desk.parts.start(ADA, judge("a.mp4", "video/mp4", PART_SIZE * 2), PROJECT)
    assert upload.upload_id in objects_of(desk).uploads

    assert (await desk.sweep.sweep())["expired"] == 0
    desk.pass_time(hours=25)
    assert (await desk.sweep.sweep())["expired"] == 2

    assert (objects_of(desk).held, objects_of(desk).uploads) == ({}, {})


async def test_the_files_of_a_deleted_document_go_too(desk: Desk) -> None:
    media = await desk.create()
    await desk.checker.check(media)
    await desk.content.writes.delete(MEDIA, media, Find(), ADA)

    await desk.sweep.sweep()

    assert objects_of(desk).held == {}
    assert await desk.stored("mediaFiles") == []


async def test_a_document_deleted_during_the_check_leaves_nothing(desk: Desk) -> None:
    media = await desk.create()

    async def deleted() -> None:
        await desk.content.writes.delete(MEDIA, media, Find(), ADA)

    inspector_of(desk).meanwhile = deleted
    await desk.checker.check(media)
    desk.pass_time(hours=25)
    await desk.sweep.sweep()
    await desk.sweep.sweep()

    assert objects_of(desk).held == {}
    assert (await desk.stored("mediaFiles"), await desk.stored("uploads")) == ([], [])
