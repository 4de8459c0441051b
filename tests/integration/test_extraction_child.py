"""The real process, on documents over a real store: honest ones, and ones that want to hurt."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.extraction.child import MEMORY
from shared.adapters.extraction.process import ProcessExtractor
from shared.domain.errors import StorageError
from shared.domain.extraction import Scan
from shared.domain.media import FileRefused
from tests.corpus.screenplay import first_draft, fountain
from tests.corpus.sheets import pdf_of, picture_of
from tests.extraction.bombs import HOSTILE
from tests.extraction.documents import SCENE, docx, fdx
from tests.extraction.store import ETAG, Shelf, shelf

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def store() -> Iterator[Shelf]:
    with shelf() as kept:
        yield kept


async def what_is_said_of(store: Shelf, name: str) -> str:
    try:
        found = await extract(store, HOSTILE[name](), name)
    except FileRefused as error:
        return error.reason
    assert len(found.text) <= 1_100_000
    return f"{len(found.pages)} pages were read."


async def extract(store: Shelf, body: bytes, name: str) -> Any:
    return await ProcessExtractor().extract(store.put(body), len(body), ETAG, name)


async def test_honest_documents_are_read(store: Shelf) -> None:
    for name, body, kind in (
        ("a.docx", docx("A treatment."), "docx"),
        ("a.fdx", fdx(SCENE), "fdx"),
        ("a.md", b"# Notes", "markdown"),
        ("a.fountain", fountain(first_draft()).encode(), "fountain"),
        ("a.pdf", pdf_of([["A typed page of a treatment."]]), "pdf"),
    ):
        found = await extract(store, body, name)
        assert (found.kind, found.truncated) == (kind, False)


async def test_letters_on_a_scanned_page_are_read(store: Shelf) -> None:
    page = ["1     INT. LIGHTHOUSE - NIGHT", "", "MARA (34) climbs the stairs.", ""]
    speech = [" " * 22 + "MARA", "          Nobody was here.", "", ""]
    more = ["2     EXT. BEACH - DAY", "", "The waves bring a black spot."]

    found = await extract(store, pdf_of([[*page, *speech, *more]], scanned={1}), "scan.pdf")

    assert found.pages[0].ocr
    assert "MARA (34) climbs the stairs." in found.text
    assert found.screenplay is not None
    assert [(scene.number, scene.location) for scene in found.screenplay.scenes] == [
        ("1", "LIGHTHOUSE"),
        ("2", "BEACH"),
    ]
    [line] = found.screenplay.scenes[0].lines
    assert (line.character, line.text, line.page) == ("MARA", "Nobody was here.", 1)


async def test_a_page_that_was_read_before_is_not_read_again(store: Shelf) -> None:
    body = pdf_of([["A page that is a picture."], ["A typed page of a treatment."]], scanned={1})
    known = [Scan(1, (("What was read before.", 72.5, True),))]

    found = await ProcessExtractor().extract(store.put(body), len(body), ETAG, "scan.pdf", known)

    assert [(page.text, page.ocr) for page in found.pages] == [
        ("What was read before.", True),
        ("A typed page of a treatment.\n\n2.", False),
    ]
    assert (found.waiting, found.scans) == (0, ())


async def test_letters_on_a_picture_are_read(store: Shelf) -> None:
    import io

    body = io.BytesIO()
    picture_of(["", "WANTED", "", "Long John Silver, sea cook"]).crop((0, 0, 1000, 300)).save(body, "PNG")

    found = await extract(store, body.getvalue(), "poster.png")

    assert found.kind == "image"
    assert "Long John Silver, sea cook" in found.text


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_is_refused_or_read_in_part(store: Shelf, name: str) -> None:
    said = await what_is_said_of(store, name)

    assert said.endswith(".")
    assert "Traceback" not in said

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak <= MEMORY


async def test_a_store_that_does_not_answer_is_asked_again_later(store: Shelf) -> None:
    address = store.put(b"words")
    store.silent = True
    try:
        with pytest.raises(StorageError):
            await ProcessExtractor().extract(address, 5, ETAG, "a.txt")
    finally:
        store.silent = False
    with pytest.raises(StorageError):
        await ProcessExtractor().extract(address, 5, '"another"', "a.txt")


async def test_what_is_too_large_is_not_even_fetched(store: Shelf) -> None:
    with pytest.raises(FileRefused, match="larger than 64 MB"):
        await ProcessExtractor().extract("http://127.0.0.1:9/", 65 * 1024 * 1024, None, "a.pdf")


async def test_whoever_takes_too_long_is_stopped(store: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.extraction.process.SECONDS", 0.05)
    with pytest.raises(FileRefused, match="too long or too much memory"):
        await extract(store, b"words", "a.txt")


def test_the_function_answers_with_what_it_read(store: Shelf) -> None:
    from functions.extract.app import handler

    body = fdx(SCENE)
    event = {"url": store.put(body), "size": len(body), "etag": ETAG, "filename": "a.fdx"}

    assert handler(event, None)["found"]["screenplay"]["scenes"][0]["timeOfDay"] == "NIGHT"
    assert handler({**event, "url": store.put(b"\x7fELF\0\1\2"), "size": 7}, None) == {
        "refused": "This kind of file cannot be read as a document."
    }
    assert handler({**event, "url": "http://127.0.0.1:9/"}, None) == {"failed": "STORAGE_ERROR"}
    assert handler({**event, "url": "file:///etc/passwd"}, None) == {"failed": "VALIDATION_ERROR"}
