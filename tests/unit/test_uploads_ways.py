"""Signed addresses, uploads in parts, and who gets a file back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.adapters.r2.fake import FakeObjects
from shared.content.uploads.parts import PART_SIZE
from shared.content.uploads.tickets import judge
from shared.content.uploads.uploads import Brought
from shared.domain.errors import Conflict, Forbidden, NotFound, ValidationFailed
from shared.domain.media import file_of_url
from tests.uploads import corpus
from tests.uploads.desk import ADA, BO, PROJECT, Desk


@pytest.fixture
async def desk() -> Desk:
    return await Desk().open()


def objects_of(desk: Desk) -> FakeObjects:
    assert isinstance(desk.objects, FakeObjects)
    return desk.objects


def brought(ticket: Any, **other: Any) -> Brought:
    said = {
        "clientUploadContext": {"prefix": ticket.id},
        "collectionSlug": "media",
        "filename": ticket.filename,
        "mimeType": ticket.mime_type,
        "size": ticket.size,
    }
    return Brought({**said, **other})


async def signed(desk: Desk, body: bytes = b"", who: Any = ADA, arrives: bool = True) -> Any:
    body = body or corpus.picture()
    ticket, url = await desk.tickets.signed(
        who, judge("mara.png", "image/png", len(body)), PROJECT if who is ADA else None
    )
    assert url == f"https://objects.test/{ticket.key}?put=600&size={len(body)}&type=image%2Fpng"
    if arrives:
        await desk.objects.put(ticket.key, body, "image/png")
    return ticket


async def test_a_file_brought_by_a_signed_address_is_found_again(desk: Desk) -> None:
    ticket = await signed(desk)

    media = await desk.created(brought(ticket))
    await desk.checker.check(media)

    assert (await desk.shown(media))["status"] == "active"


async def test_a_client_that_names_no_ticket_means_the_newest(desk: Desk) -> None:
    ticket = await signed(desk)

    media = await desk.created(brought(ticket, clientUploadContext=None))

    assert (await desk.shown(media))["url"].endswith(ticket.id)


@pytest.mark.parametrize(
    "other",
    [
        {"size": 5},
        {"clientUploadContext": {"prefix": "0" * 24}},
        {"collectionSlug": "users"},
        {"clientUploadContext": "x"},
    ],
)
async def test_a_false_claim_is_refused(desk: Desk, other: dict[str, Any]) -> None:
    ticket = await signed(desk)

    with pytest.raises(ValidationFailed) as refused:
        await desk.created(brought(ticket, **other))
    assert refused.value.details is not None
    assert refused.value.details["data"]["errors"][0]["path"] == "file"


async def test_a_file_must_have_arrived_be_ones_own_and_be_used_once(desk: Desk) -> None:
    for ticket in (await signed(desk, arrives=False), await signed(desk, who=BO)):
        with pytest.raises(ValidationFailed, match="File"):
            await desk.created(brought(ticket))
    ticket = await signed(desk)
    await desk.objects.put(ticket.key, b"shorter", "image/png")
    with pytest.raises(ValidationFailed, match="File"):
        await desk.created(brought(ticket))

    ticket = await signed(desk)
    await desk.created(brought(ticket))
    with pytest.raises(ValidationFailed, match="File") as again:
        await desk.created(brought(ticket))
    assert "used already" in json.dumps(again.value.details)


async def test_nothing_is_signed_for_a_strangers_project(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.tickets.signed(BO, judge("a.png", "image/png", 3), PROJECT)


async def test_an_upload_in_parts_goes_on_where_it_stopped(desk: Desk) -> None:
    body = corpus.film()
    size = PART_SIZE + len(body)
    ticket = await desk.parts.start(ADA, judge("take.mp4", "video/mp4", size), PROJECT)
    assert [part[2] for part in await desk.parts.sign(ADA, ticket.id, [1, 2])] == [PART_SIZE, len(body)]
    objects_of(desk).upload_part(str(ticket.upload_id), 2, body)
    objects_of(desk).upload_part(str(ticket.upload_id), 1, b"too short")

    progress = await desk.parts.progress(ADA, ticket.id)
    assert ([part.number for part in progress.arrived], progress.missing) == ([2], (1,))
    with pytest.raises(Conflict, match="1 parts are missing: 1"):
        await desk.parts.complete(ADA, ticket.id)
    objects_of(desk).upload_part(str(ticket.upload_id), 1, bytes(PART_SIZE))
    for _ in range(2):
        await desk.parts.complete(ADA, ticket.id)

    assert (await desk.parts.progress(ADA, ticket.id)).missing == ()
    found = await desk.objects.head(ticket.key)
    assert found is not None
    assert found.size == size


@pytest.mark.parametrize("numbers", [[], [0], [3], [-1], list(range(1, 102))])
async def test_only_parts_that_exist_are_signed(desk: Desk, numbers: list[int]) -> None:
    ticket = await desk.parts.start(ADA, judge("take.mp4", "video/mp4", PART_SIZE + 1), PROJECT)

    with pytest.raises(ValidationFailed):
        await desk.parts.sign(ADA, ticket.id, numbers)
    with pytest.raises(NotFound):
        await desk.parts.sign(BO, ticket.id, [1])


async def test_a_file_is_served_to_its_readers_only(desk: Desk) -> None:
    media = await desk.create()
    file_id = file_of_url((await desk.shown(media))["url"])
    with pytest.raises(NotFound, match="still being checked"):
        await desk.serving.address("mara.png", file_id, ADA)
    await desk.checker.check(media)

    assert "/original?" in await desk.serving.address("mara.png", file_id, ADA)
    assert "/original?" in await desk.serving.address("mara.png", None, ADA)
    assert "/card?" in await desk.serving.address("mara-8x6.jpg", file_id, ADA) or "/thumbnail?" in (
        await desk.serving.address("mara-8x6.jpg", file_id, ADA)
    )
    refused: list[tuple[str, str | None, Any]] = [
        ("mara.png", file_id, BO), ("mara.png", None, BO), ("mara.png", file_id, None), ("mara.png", None, None),
        ("other.png", file_id, ADA), ("mara.png", "0" * 24, ADA), ("../mara.png", file_id, ADA),
    ]  # fmt: skip
    for filename, prefix, who in refused:
        with pytest.raises(NotFound):
            await desk.serving.address(filename, prefix, who)


async def test_documents_come_as_a_download(desk: Desk) -> None:
    media = await desk.create("script.fountain", corpus.FOUNTAIN, "")
    await desk.checker.check(media)

    assert "disposition=attachment" in await desk.serving.address("script.fountain", None, ADA)
    assert "disposition=attachment" in await desk.serving.address("script.fountain", None, ADA, view=True)
    draft = await desk.create("draft.pdf", corpus.pdf(), "application/pdf")
    await desk.checker.check(draft)
    assert "disposition=attachment" in await desk.serving.address("draft.pdf", None, ADA)
    assert "disposition=inline" in await desk.serving.address("draft.pdf", None, ADA, view=True)
    assert "disposition=attachment" in await desk.serving.address("draft.pdf", None, ADA, view=True, download=True)
    picture = await desk.create()
    await desk.checker.check(picture)
    assert "disposition=inline" in await desk.serving.address("mara.png", None, ADA)
    assert "disposition=attachment" in await desk.serving.address("mara.png", None, ADA, download=True)


async def test_a_reader_may_not_bring_files(desk: Desk) -> None:
    from shared.domain.query import Change, by_id

    rows = [{"id": "1", "user": "bo", "role": "viewer"}]
    await desk.documents.update("projects", by_id(PROJECT), Change(set={"collaborators": rows}))

    with pytest.raises(Forbidden):
        await desk.tickets.signed(BO, judge("a.png", "image/png", 3), PROJECT)
