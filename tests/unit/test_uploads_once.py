"""An upload is used once, and its bytes stay what they were when they were checked."""

from __future__ import annotations

import asyncio

import pytest

from shared.adapters.inspection.fake import FakeInspector
from shared.adapters.r2.fake import FakeObjects
from shared.content.find import Find
from shared.content.uploads.tickets import judge
from shared.content.uploads.uploads import Brought
from shared.domain.media import file_key, file_of_url
from shared.domain.objects import StoredObject
from tests.uploads import corpus
from tests.uploads.desk import ADA, Desk


@pytest.fixture
async def desk() -> Desk:
    return await Desk().open()


def objects_of(desk: Desk) -> FakeObjects:
    assert isinstance(desk.objects, FakeObjects)
    return desk.objects


def inspector_of(desk: Desk) -> FakeInspector:
    assert isinstance(desk.inspector, FakeInspector)
    return desk.inspector


@pytest.mark.parametrize("again", ["another", "the same"])
async def test_one_upload_is_one_file_even_for_a_request_that_looked_before_it_was_used(desk: Desk, again: str) -> None:
    body = corpus.picture()
    ticket = await desk.tickets.bring(ADA, judge("mara.png", "image/png", len(body)), body)
    upload = Brought({"docPrefix": ticket.id, "size": len(body)})
    media = await desk.created(upload)
    late = Late(desk)
    second = asyncio.create_task(
        desk.created(upload) if again == "another" else desk.uploads.update(media, {}, upload, Find(depth=0), ADA, None)
    )
    await late.has_looked.wait()
    await desk.checker.check(media)
    late.may_go_on.set()
    made = await second
    other = made if isinstance(made, str) else media
    await objects_of(desk).put(ticket.key, body[:-1] + b"X", "image/png")  # the signed address is good for a while

    await desk.checker.check(other)

    first, last = await desk.shown(media), await desk.shown(other)
    assert objects_of(desk).held[file_key(ticket.id)].body == body
    assert (first["status"], first["version"]) == ("active", 1)
    assert "used already" in last["statusReason"]
    assert ticket.key not in objects_of(desk).held


class Late:
    """The next request that looks whether its file is there goes on only when it may."""

    def __init__(self, desk: Desk) -> None:
        self.has_looked, self.may_go_on = asyncio.Event(), asyncio.Event()
        self._objects = objects_of(desk)
        self._head = self._objects.head
        self._objects.head = self._wait  # pyright: ignore[reportAttributeAccessIssue]

    async def _wait(self, key: str) -> StoredObject | None:
        found = await self._head(key)
        self._objects.head = self._head
        self.has_looked.set()
        await self.may_go_on.wait()
        return found


async def test_an_upload_that_was_overtaken_does_not_come_back_without_its_bytes(desk: Desk) -> None:
    media = await desk.create()
    body = corpus.picture()
    ticket = await desk.tickets.bring(ADA, judge("a.png", "image/png", len(body)), body)
    upload = Brought({"docPrefix": ticket.id, "size": len(body)})
    await desk.uploads.update(media, {}, upload, Find(depth=0), ADA, None)
    overtaken = desk.checker.check(media)

    async def replaced() -> None:
        inspector_of(desk).meanwhile = None
        await desk.replace(media)

    inspector_of(desk).meanwhile = replaced
    await overtaken
    await desk.checker.check(media)
    await desk.uploads.update(media, {}, upload, Find(depth=0), ADA, None)
    await desk.checker.check(media)
    await desk.sweep.sweep()

    shown = await desk.shown(media)
    assert (shown["status"], shown["filename"]) == ("active", "mara-2.png")
    assert file_key(str(file_of_url(shown["url"]))) in objects_of(desk).held
