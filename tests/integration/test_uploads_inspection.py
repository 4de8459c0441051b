"""Real files over a real store, opened by the real process."""

from __future__ import annotations

import io
import resource
from collections.abc import AsyncIterator, Iterator

import pytest
from PIL import Image

from infra.local.s3proxy import LocalS3
from shared.adapters.inspection.child import MEMORY
from shared.adapters.inspection.process import ProcessInspector
from shared.adapters.r2.client import Bucket
from shared.adapters.r2.objects import R2Objects
from shared.domain.errors import StorageError
from shared.domain.media import file_key
from tests.uploads import corpus
from tests.uploads.desk import Desk

ACCEPTED = corpus.accepted()
HOSTILE = corpus.hostile()
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalS3]:
    with LocalS3(tmp_path_factory.mktemp("s3") / "objects") as server:
        yield server


@pytest.fixture
async def desk(s3: LocalS3) -> AsyncIterator[Desk]:
    objects = R2Objects(Bucket(s3.uri, s3.bucket, s3.key_id, s3.secret))
    yield await Desk(objects=objects, inspector=ProcessInspector()).open()
    await objects.aclose()


@pytest.mark.parametrize("name", ACCEPTED)
async def test_an_honest_file_is_shown(desk: Desk, name: str) -> None:
    body, kind = ACCEPTED[name]
    media = await desk.create(name, body, kind)

    assert await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["status"], shown.get("statusReason")) == ("active", None)
    [ticket] = [record["_id"] for record in await desk.stored("mediaFiles")]
    kept = await desk.objects.head(file_key(ticket))
    assert kept is not None
    assert kept.size == len(body)
    assert await desk.objects.head(f"quarantine/{ticket}") is None


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_hostile_file_is_refused_with_a_reason(desk: Desk, what: str) -> None:
    name, body = HOSTILE[what]
    media = await desk.create(name, body, "")
    assert await desk.checker.check(media)

    shown = await desk.shown(media)
    assert shown["status"] == "failed", shown
    assert shown["statusReason"].endswith(".")
    assert "Traceback" not in shown["statusReason"]
    assert not await desk.stored("mediaFiles"), "nothing of it is kept"


async def test_previews_are_upright_and_say_nothing_of_the_place(desk: Desk) -> None:
    media = await desk.create("place.jpg", corpus.located_picture(), "image/jpeg")

    await desk.checker.check(media)

    shown = await desk.shown(media)
    assert (shown["width"], shown["height"], shown["technicalData"]["resolution"]) == (400, 640, "400x640")
    assert [shown["sizes"][size]["width"] for size in ("thumbnail", "card", "full")] == [320, 400, 400]
    assert shown["thumbnailURL"] == shown["sizes"]["thumbnail"]["url"]
    [record] = await desk.stored("mediaFiles")
    for size in ("thumbnail", "card", "full"):
        body = await desk.objects.read(file_key(record["_id"], size), 0, 1_000_000)
        with Image.open(io.BytesIO(body)) as small:
            assert small.height > small.width, "turned upright"
            assert not small.getexif()
        assert b"SecretCamera" not in body
        assert b"Exif" not in body


async def test_what_is_transparent_stays_so(desk: Desk) -> None:
    media = await desk.create("glass.png", corpus.see_through())

    await desk.checker.check(media)

    assert (await desk.shown(media))["sizes"]["thumbnail"]["mimeType"] == "image/webp"


async def test_content_credentials_are_noted(desk: Desk) -> None:
    signed, plain = await desk.create("signed.png", corpus.credentialed()), await desk.create("plain.png")

    for media in (signed, plain):
        await desk.checker.check(media)

    assert (await desk.shown(signed))["contentCredentials"] is True
    assert (await desk.shown(plain))["contentCredentials"] is False


async def test_a_film_and_a_sound_say_how_long_they_are(desk: Desk) -> None:
    film = await desk.create("take.mp4", corpus.film(frames=48), "video/mp4")
    sound = await desk.create("sea.wav", corpus.sound(1.5), "audio/wav")

    for media in (film, sound):
        await desk.checker.check(media)

    shown = await desk.shown(film)
    assert shown["technicalData"] == {"duration": 2.0, "resolution": "160x120", "fps": 24.0}
    assert shown["sizes"]["thumbnail"]["width"] == 160, "a frame of it"
    assert (await desk.shown(sound))["technicalData"] == {"duration": 1.5, "sampleRate": 16000}


async def test_what_a_document_says_is_kept_for_the_model(desk: Desk) -> None:
    bodies = {
        "a.pdf": (corpus.pdf(2, text="FADE IN"), b"FADE IN"),
        "b.fdx": (corpus.FINAL_DRAFT, b"MARA lights the lamp."),
    }
    for name, (body, said) in bodies.items():
        media = await desk.create(name, body, "")
        await desk.checker.check(media)
        [record] = [one for one in await desk.stored("mediaFiles") if one["media"] == media]
        assert said in await desk.objects.read(file_key(record["_id"], "text"), 0, 1000)


async def test_a_bomb_costs_little_memory(desk: Desk) -> None:
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    for name, body in (("text.png", corpus.text_bomb()), ("wide.png", corpus.png_bomb(9_000))):
        await desk.checker.check(await desk.create(name, body))

    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert largest < max(others + 1, MEMORY)


async def test_a_store_that_does_not_answer_is_no_verdict(desk: Desk) -> None:
    with pytest.raises(StorageError):
        await ProcessInspector().inspect("http://127.0.0.1:9/nothing", 10, '"x"', "png", "image")
