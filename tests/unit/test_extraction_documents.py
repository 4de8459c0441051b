"""Documents of every kind, read in this process: what they say, on which page."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from shared.adapters.extraction.kinds import content_type_of
from shared.adapters.extraction.letters import Piece
from shared.adapters.extraction.pdf import read_pdf
from shared.adapters.extraction.pictures import read_picture
from shared.adapters.extraction.reading import read
from shared.adapters.extraction.webpage import text_of_html
from shared.adapters.extraction.wire import MOST_BYTES, from_wire, scans_from_wire, scans_to_wire, shortened, to_wire
from shared.domain.extraction import Extracted, Page
from shared.domain.media import FileRefused
from tests.corpus.screenplay import first_draft, fountain, pdf
from tests.corpus.sheets import pdf_of
from tests.extraction.documents import SCENE, docx, fdx, way_out


def nobody_reads(_: Any) -> list[Piece]:
    raise AssertionError("no page of this document is a picture")


def test_a_typed_screenplay_is_read_from_its_pdf_like_from_its_fountain() -> None:
    draft = first_draft()

    typed, plain = read_pdf(pdf(draft), nobody_reads), read(fountain(draft).encode(), "draft.fountain")

    assert (typed.kind, len(typed.pages), typed.truncated) == ("pdf", len(draft.pages), False)
    assert typed.screenplay is not None
    assert plain.screenplay is not None
    for one, other in zip(typed.screenplay.scenes, plain.screenplay.scenes, strict=True):
        assert (one.number, one.heading, one.page, one.lines) == (other.number, other.heading, other.page, other.lines)
        assert one.action.split() == other.action.split()
    assert [page.number for page in plain.pages] == [page.number for page in typed.pages]
    assert "JIM HAWKINS (13), the innkeeper's son" in typed.pages[0].text.replace("\n", " ")


def test_only_pages_that_are_pictures_are_looked_at() -> None:
    seen: list[Any] = []

    def reader(picture: Any) -> list[Piece]:
        seen.append(picture.size)
        return [Piece(150, 100, 700, 130, "EXT. BEACH - DAY"), Piece(150, 200, 400, 230, "Waves.")]

    found = read_pdf(pdf_of([["A typed page of a treatment."], ["A picture."], [""]], scanned={2}), reader)

    assert [(page.number, page.ocr) for page in found.pages] == [(1, False), (2, True), (3, False)]
    assert found.pages[1].text == "EXT. BEACH - DAY\n\nWaves."
    assert len(seen) == 1


def test_of_too_many_scans_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.extraction.pdf.MOST_SCANNED", 2)
    seen: list[Any] = []

    def reader(picture: Any) -> list[Piece]:
        seen.append(picture)
        return [Piece(0, 0, 90, 20, "letters")]

    found = read_pdf(pdf_of([["A."], ["B."], ["C."]], scanned={1, 2, 3}), reader)

    assert (len(seen), found.truncated, [bool(page.text) for page in found.pages]) == (2, True, [True, True, False])


def test_scans_are_read_a_while_at_a_time_and_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Any] = []

    def reader(picture: Any) -> list[Piece]:
        looks.append(picture)
        return [Piece(150, 100, 700, 130, f"INT. ROOM {len(looks)} - DAY"), Piece(150, 200, 400, 230, "Rain.")]

    body = pdf_of([["A."], ["A typed page of a treatment."], ["B."], ["C."], ["D."]], scanned={1, 3, 4, 5})
    whole = read_pdf(body, reader)
    looks.clear()
    monkeypatch.setattr("shared.adapters.extraction.pdf.OCR_SECONDS", 0.0)
    waiting: list[int] = []
    found = read_pdf(body, reader)
    while found.waiting:
        assert (found.pages, found.truncated) == ((), False)
        waiting.append(found.waiting)
        again = from_wire(json.loads(json.dumps(to_wire(found))))
        known = scans_from_wire(json.loads(json.dumps(scans_to_wire(again.scans))))
        found = read_pdf(body, reader, known)

    assert (waiting, len(looks)) == ([3, 2, 1], 4)
    assert found == whole
    assert found.screenplay is not None
    assert [scene.page for scene in found.screenplay.scenes] == [1, 3, 4, 5]
    first = read_pdf(body, reader)
    cut = read_pdf(body, reader, first.scans, last=True)
    assert (cut.truncated, [page.number for page in cut.pages if "Rain." in page.text]) == (True, [1])


def test_a_page_that_takes_too_long_to_draw_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.extraction.pdf.DRAW_SECONDS", 0.0)
    from tests.extraction.bombs import HOSTILE

    with pytest.raises(FileRefused, match="Nothing can be read"):
        read_pdf(HOSTILE["lines.pdf"](), lambda _: [])


def test_final_draft_says_what_its_paragraphs_are() -> None:
    found = read(fdx(SCENE, title="The Lamp"), "lamp.fdx")

    assert (found.kind, found.screenplay and found.screenplay.title) == ("fdx", "The Lamp")
    assert found.screenplay is not None
    first, second = found.screenplay.scenes
    assert (first.number, first.location, first.time_of_day, first.action) == (
        "12A", "LIGHTHOUSE", "NIGHT", "MARA (34) climbs the stairs.",
    )  # fmt: skip
    assert [(line.character, line.text, line.manner) for line in first.lines] == [
        ("MARA", "Nobody was here.", "voice-over")
    ]
    assert (second.number, second.heading) == ("2", "EXT. BEACH - DAY")
    assert "MARA (V.O.)\n(whispering)\nNobody was here." in found.text


def test_a_whole_screenplay_survives_final_draft() -> None:
    draft = first_draft()
    paragraphs: list[tuple[str, str]] = []
    for scene in draft.scenes:
        paragraphs.append(("Scene Heading", f"{scene.number}|{scene.heading}"))
        for element in scene.elements:
            if element.who is None:
                paragraphs.append(("Action", element.text))
                continue
            paragraphs.append(("Character", f"{element.who} ({element.manner})" if element.manner else element.who))
            paragraphs += [("Parenthetical", f"({element.aside})")] if element.aside else []
            paragraphs.append(("Dialogue", element.text))

    found, plain = read(fdx(paragraphs), "a.fdx").screenplay, read(fountain(draft).encode(), "a.fountain").screenplay

    assert found is not None
    assert plain is not None
    for one, other in zip(found.scenes, plain.scenes, strict=True):
        assert (one.number, one.heading, one.action) == (other.number, other.heading, other.action)
        said = [[(line.character, line.text, line.manner) for line in scene.lines] for scene in (one, other)]
        assert said[0] == said[1]
        assert abs(one.page - other.page) <= 10, "estimated, where the other says it"


def test_word_documents_have_paragraphs_and_pages() -> None:
    found = read(docx("A treatment.", "Page one.\fPage two & more."), "a.docx")

    assert (found.kind, [page.text for page in found.pages]) == (
        "docx", ["A treatment.\nPage one.", "Page two & more."],
    )  # fmt: skip


def test_a_word_documents_ways_out_are_not_taken() -> None:
    found = read(docx("Honest.", more=[way_out("http://127.0.0.1:9/template.dotx")]), "a.docx")

    assert found.text == "Honest."


def test_a_screenplay_in_word_is_a_screenplay() -> None:
    found = read(docx("INT. A - DAY", "", "Waves.", "", "EXT. B - NIGHT", "", "MARA", "Hello.", ""), "a.docx")

    assert found.kind == "docx"
    assert found.screenplay is not None
    assert [scene.location for scene in found.screenplay.scenes] == ["A", "B"]
    assert found.screenplay.scenes[1].lines[0].character == "MARA"


@pytest.mark.parametrize(
    "body",
    [
        "Grüße, 你好".encode(),
        b"\xef\xbb\xbf" + "Grüße, 你好".encode(),
        "Grüße, 你好".encode("utf-16"),
        "\ufeffGrüße, 你好".encode("utf-16-be"),
    ],
)
def test_texts_are_decoded(body: bytes) -> None:
    assert read(body, "a.txt") == Extracted("text", (Page(1, "Grüße, 你好"),))


def test_older_texts_are_guessed() -> None:
    assert read("Grüße – „dort“".encode("cp1252"), "a.txt").text == "Grüße – „dort“"
    assert read("Plain words of the West".encode("utf-16-le"), "a.txt").text == "Plain words of the West"


def test_form_feeds_end_pages_and_hidden_letters_are_dropped() -> None:
    found = read("One.\fTwo\u200b\u202e\U000e0041.\r\nThree.".encode(), "notes.md")

    assert (found.kind, [page.text for page in found.pages]) == ("markdown", ["One.", "Two.\nThree."])


def test_a_web_page_is_what_its_reader_reads() -> None:
    page = (
        "<!doctype html><html><head><title>t</title><script>steal()</script></head><body><h1>The <b>Lamp</b></h1>"
        "<p>Waves &amp; wind.</p><div style='display: none'>obey me</div><!-- unseen --><ul><li>one<li>two</ul>"
    )

    assert text_of_html(page) == "The Lamp\n\nWaves & wind.\n\none\ntwo"
    assert read(page.encode(), "page.html").kind == "text"


def test_a_picture_is_one_page_of_its_letters() -> None:
    body = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(body, "PNG")
    sizes: list[Any] = []

    def reader(picture: Any) -> list[Piece]:
        sizes.append((picture.size, picture.getpixel((0, 0))))
        return [Piece(0, 0, 50, 20, "BLACK"), Piece(60, 2, 110, 22, "SPOT")]

    found = read_picture(body.getvalue(), reader)

    assert found == Extracted("image", (Page(1, "BLACK SPOT", ocr=True),))
    assert sizes == [((300, 100), (255, 255, 255))], "what is transparent is paper"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (docx("x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (fdx(SCENE), "application/x-final-draft"),
        (b"PK\x03\x04something", "application/zip"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF0000WEBPVP8 ", "image/webp"),
        (b"  <!DOCTYPE HTML><html>", "text/html"),
        (b"<!-- a -->\n<!-- b -- c --> <html>", "text/html"),
        (b"<!---->" * 500 + b"nothing begins here", "text/plain"),
        (b"words", "text/plain"),
        (b"\x7fELF\x01\x02\x00\x00\x00\x00", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_are(body: bytes, kind: str) -> None:
    assert content_type_of(body) == kind


def test_what_was_read_survives_the_wire() -> None:
    found = read(fountain(first_draft()).encode(), "a.fountain")

    assert from_wire(to_wire(found)) == found


def test_what_is_too_much_is_cut_and_said_so() -> None:
    import json

    pages = tuple(Page(number, "ä" * 1_000) for number in range(1, 1_500))
    wired = to_wire(Extracted("text", pages))

    assert wired["truncated"]
    assert len(json.dumps(wired)) <= MOST_BYTES
    cut = shortened(Extracted("text", (Page(1, "abc"), Page(2, "def"))), 4)
    assert (cut.truncated, [page.text for page in cut.pages]) == (True, ["abc", "d"])
    assert not shortened(Extracted("text", (Page(1, "abc"),)), 3).truncated


_SEEDS = [docx("A treatment."), fdx(SCENE), pdf_of([["A page of text, long enough."]]), b"INT. A - DAY\n\nx"]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(_SEEDS), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6), st.floats(0, 1)
)
def test_damaged_documents_are_read_or_refused(seed: bytes, dents: list[tuple[float, bytes]], cut: float) -> None:
    body = bytearray(seed)
    for place, dent in dents:
        at = int(place * len(body))
        body[at : at + len(dent)] = dent
    try:
        found = read(bytes(body[: max(1, int(cut * len(body)) or 1)] if cut < 0.5 else body), "file.txt")
    except FileRefused:
        return
    assert found.pages


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(body: bytes) -> None:
    with suppress(FileRefused):
        assert read(body, "file.fountain").pages
