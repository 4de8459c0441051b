"""One suite over the object store and its fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from infra.local.s3proxy import LocalS3
from shared.adapters.r2.client import Bucket
from shared.adapters.r2.fake import FakeObjects
from shared.adapters.r2.objects import R2Objects
from shared.domain.errors import StorageError
from shared.domain.objects import Headers
from shared.ports import ObjectChanged, ObjectMissing, Objects

pytestmark = pytest.mark.timeout(180)
MINIMUM_PART = 5 * 1024 * 1024
PLAIN = Headers("text/plain", "attachment")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalS3]:
    with LocalS3(tmp_path_factory.mktemp("s3") / "objects") as server:
        yield server


def bucket_of(s3: LocalS3) -> Bucket:
    return Bucket(s3.uri, s3.bucket, s3.key_id, s3.secret)


@pytest.fixture(params=["fake", "r2"])
async def objects(request: pytest.FixtureRequest) -> AsyncIterator[Objects]:
    made: Objects = FakeObjects() if request.param == "fake" else R2Objects(bucket_of(request.getfixturevalue("s3")))
    yield made
    await made.aclose()


@pytest.fixture
async def r2(s3: LocalS3) -> AsyncIterator[R2Objects]:
    made = R2Objects(bucket_of(s3))
    yield made
    await made.aclose()


async def test_what_is_put_is_found_and_read_in_pieces(objects: Objects) -> None:
    await objects.put("a/one", b"0123456789", "text/plain")

    found = await objects.head("a/one")
    assert found is not None
    assert (found.size, found.content_type, found.etag[:1]) == (10, "text/plain", '"')
    assert await objects.read("a/one", 2, 3) == b"234"
    assert await objects.read("a/one", 8, 50, found.etag) == b"89"


async def test_what_is_not_there(objects: Objects) -> None:
    assert await objects.head("nothing") is None
    with pytest.raises(ObjectMissing):
        await objects.read("nothing", 0, 1)
    await objects.delete("nothing")


async def test_what_was_overwritten_is_not_what_was_seen(objects: Objects) -> None:
    await objects.put("b/one", b"first", "text/plain")
    seen = await objects.head("b/one")
    assert seen is not None
    await objects.put("b/one", b"other", "text/plain")

    with pytest.raises(ObjectChanged):
        await objects.read("b/one", 0, 5, seen.etag)
    with pytest.raises(ObjectChanged):
        await objects.copy(seen, "b/two", PLAIN)
    assert await objects.head("b/two") is None


async def test_a_copy_has_headers_of_its_own(objects: Objects) -> None:
    await objects.put("c/one", b"same", "image/png")
    seen = await objects.head("c/one")
    assert seen is not None

    await objects.copy(seen, "c/two", PLAIN)
    await objects.delete("c/one")

    copied = await objects.head("c/two")
    assert copied is not None
    assert copied.content_type == "text/plain"
    assert await objects.read("c/two", 0, 9) == b"same"
    assert await objects.head("c/one") is None


async def test_parts_become_one_object(objects: Objects) -> None:
    sent = [b"a" * MINIMUM_PART, b"b" * 10]
    upload = await objects.start_parts("d/film", "video/mp4")
    for number, body in enumerate(sent, 1):
        await send_part(objects, "d/film", upload, number, body)

    listed = await objects.parts("d/film", upload)
    assert [(part.number, part.size) for part in listed] == [(1, MINIMUM_PART), (2, 10)]
    await objects.complete_parts("d/film", upload, listed)

    found = await objects.head("d/film")
    assert found is not None
    assert found.size == MINIMUM_PART + 10
    assert await objects.read("d/film", MINIMUM_PART - 1, 3) == b"abb"
    await objects.delete("d/film")


async def test_an_upload_in_parts_can_be_given_up_twice(objects: Objects) -> None:
    upload = await objects.start_parts("e/film", "video/mp4")

    await objects.abort_parts("e/film", upload)
    await objects.abort_parts("e/film", upload)

    assert await objects.head("e/film") is None


async def send_part(objects: Objects, key: str, upload: str, number: int, body: bytes) -> None:
    url = await objects.presign_part(key, upload, number, len(body), 60)
    if isinstance(objects, FakeObjects):
        objects.upload_part(upload, number, body)
        return
    async with httpx.AsyncClient() as client:
        assert (await client.put(url, content=body)).status_code == 200


async def put(url: str, body: bytes, content_type: str) -> int:
    async with httpx.AsyncClient() as client:
        return (await client.put(url, content=body, headers={"content-type": content_type})).status_code


async def test_a_signed_address_takes_one_size_and_one_type(r2: R2Objects) -> None:
    url = await r2.presign_put("f/one", 4, "image/png", 60)

    assert await put(url, b"12345", "image/png") == 403
    assert await put(url, b"1234", "text/html") == 403
    assert await r2.head("f/one") is None
    assert await put(url, b"1234", "image/png") == 200


async def test_a_signed_address_for_reading_says_how_it_is_served_and_honours_ranges(r2: R2Objects) -> None:
    await r2.put("g/one", b"0123456789", "application/octet-stream")
    url = await r2.presign_get("g/one", 60, Headers("text/plain", 'attachment; filename="a.txt"'))

    async with httpx.AsyncClient() as client:
        whole = await client.get(url)
        part = await client.get(url, headers={"range": "bytes=2-4"})
        beyond = await client.get(url, headers={"range": "bytes=99-"})
        other = await client.get(url.replace("g/one", "g/two"))
    assert whole.headers["content-type"] == "text/plain"
    assert whole.headers["content-disposition"] == 'attachment; filename="a.txt"'
    assert (part.status_code, part.content, beyond.status_code) == (206, b"234", 416)
    assert other.status_code == 403


async def test_a_store_that_cannot_be_reached_is_a_storage_error(s3: LocalS3) -> None:
    nobody = R2Objects(Bucket("http://127.0.0.1:9", "aladdin", "local", "secret"))
    stranger = R2Objects(Bucket(s3.uri, s3.bucket, s3.key_id, "wrong"))
    calls: Any = [nobody.head("x"), stranger.put("x", b"", "text/plain")]

    for call in calls:
        with pytest.raises(StorageError):
            await call
    for made in (nobody, stranger):
        await made.aclose()


async def test_a_store_that_is_not_configured_is_a_storage_error() -> None:
    nowhere = R2Objects(Bucket("", "", "", ""))

    with pytest.raises(StorageError, match="configured"):
        await nowhere.head("x")
    with pytest.raises(StorageError, match="configured"):
        await nowhere.presign_get("x", 60)


async def test_a_large_object_is_copied_in_parts(r2: R2Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.r2.objects._COPY_PART", MINIMUM_PART)
    await r2.put("h/one", b"x" * MINIMUM_PART + b"yz", "video/mp4")
    seen = await r2.head("h/one")
    assert seen is not None

    await r2.copy(seen, "h/two", Headers("video/mp4", "inline"))

    copied = await r2.head("h/two")
    assert copied is not None
    assert (copied.size, copied.content_type) == (seen.size, "video/mp4")
    assert await r2.read("h/two", MINIMUM_PART - 1, 3) == b"xyz"
