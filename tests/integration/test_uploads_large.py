"""Large files over a real store: what is large is passed on in pieces and looked into in places, never held."""

from __future__ import annotations

import resource
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from infra.local.s3proxy import LocalS3
from shared.adapters.inspection.child import MEMORY
from shared.adapters.inspection.process import ProcessInspector
from shared.adapters.r2.client import Bucket
from shared.adapters.r2.objects import R2Objects
from shared.content.uploads.parts import PART_SIZE
from shared.content.uploads.tickets import judge
from shared.content.uploads.uploads import Brought
from tests.uploads import corpus
from tests.uploads.desk import ADA, PROJECT, Desk

MB = 1024 * 1024
PIECE = bytes(MB)


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalS3]:
    with LocalS3(tmp_path_factory.mktemp("s3") / "objects") as server:
        yield server


@pytest.fixture
async def desk(s3: LocalS3) -> AsyncIterator[Desk]:
    objects = R2Objects(Bucket(s3.uri, s3.bucket, s3.key_id, s3.secret))
    yield await Desk(objects=objects, inspector=ProcessInspector()).open()
    await objects.aclose()


def long_film(size: int) -> tuple[bytes, int]:
    """The beginning of a film of ``size`` bytes; the rest is an empty box, all zeros."""
    film = corpus.film()
    rest = size - len(film)
    return film + rest.to_bytes(4, "big") + b"free", rest - 8


async def pieces(head: bytes, zeros: int) -> AsyncIterator[bytes]:
    yield head
    while zeros > 0:
        yield PIECE[: min(zeros, MB)]
        zeros -= MB


def peak_of_ours() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def peak_of_children() -> int:
    """Of those that have ended, whichever test they belonged to."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.mark.timeout(300)
async def test_fifty_megabytes_by_a_signed_address(desk: Desk) -> None:
    size = 50 * MB
    head, zeros = long_film(size)
    ticket, url = await desk.tickets.signed(ADA, judge("long.mp4", "video/mp4", size), PROJECT)
    headers = {"content-type": "video/mp4", "content-length": str(size)}
    async with httpx.AsyncClient(timeout=120) as client:
        assert (await client.put(url, content=pieces(head, zeros), headers=headers)).status_code == 200
    before = peak_of_ours()

    media = await desk.created(Brought({"clientUploadContext": {"prefix": ticket.id}, "size": size}))
    assert await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["status"], shown["filesize"]) == ("active", size), shown
    assert peak_of_ours() - before < size


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_a_gigabyte_in_parts(desk: Desk) -> None:
    size = 1024 * MB
    head, zeros = long_film(size)
    ticket = await desk.parts.start(ADA, judge("long.mp4", "video/mp4", size), PROJECT)
    numbers = list(range(1, -(-size // PART_SIZE) + 1))
    async with httpx.AsyncClient(timeout=120) as client:
        for number, url, length in await desk.parts.sign(ADA, ticket.id, numbers):
            first = head if number == 1 else b""
            content, sent = pieces(first, length - len(first)), {"content-length": str(length)}
            assert (await client.put(url, content=content, headers=sent)).status_code == 200
    await desk.parts.complete(ADA, ticket.id)
    assert zeros > 0
    before, others = peak_of_ours(), peak_of_children()

    media = await desk.created(Brought({"clientUploadContext": {"prefix": ticket.id}, "size": size}))
    assert await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["status"], shown["filesize"]) == ("active", size), shown
    ours, theirs = peak_of_ours() - before, peak_of_children()
    assert ours < 64 * MB, f"{ours:,} bytes more than before"
    assert theirs <= max(others, MEMORY // 2), f"{theirs:,} bytes in the largest child"
    print(f"ours +{ours // MB} MB, child {theirs // MB} MB")  # noqa: T201
