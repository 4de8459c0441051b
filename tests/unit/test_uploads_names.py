"""What a file may be called, and what its name and its first bytes say."""

from __future__ import annotations

import pytest

from shared.content.uploads.filenames import LONGEST, disposition, safe_filename, sized_filename
from shared.content.uploads.kinds import BY_NAME, contradicts, expected
from shared.content.uploads.sniffing import check_agreement, check_purity, container_of
from shared.content.uploads.tickets import judge
from shared.domain.errors import PayloadTooLarge, ValidationFailed
from shared.domain.media import FileRefused
from tests.uploads import corpus


@pytest.mark.parametrize("given", corpus.NAMES)
def test_a_name_loses_what_it_must_not_do(given: str) -> None:
    name = safe_filename(given)

    assert name == corpus.NAMES[given]
    assert 0 < len(name) <= LONGEST
    header = disposition(name, inline=False)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_preview_is_named_after_its_file() -> None:
    assert sized_filename("mara.v2.png", 320, 180, "jpg") == "mara.v2-320x180.jpg"


@pytest.mark.parametrize(
    ("filename", "mime", "kind"),
    [
        ("a.webm", "video/webm", "webm"),
        ("a.webm", "audio/webm;codecs=opus", "weba"),
        ("a.webm", "", "webm"),
        ("A.JPEG", "image/jpeg", "jpeg"),
        ("scan", "application/pdf", "pdf"),
        ("notes.md", "text/plain", "markdown"),
    ],
)
def test_name_and_type_promise_a_kind(filename: str, mime: str, kind: str) -> None:
    found = expected(filename, mime)

    assert found is not None
    assert found is BY_NAME[kind]
    assert not contradicts(found, mime)


@pytest.mark.parametrize(
    ("filename", "mime"),
    [("a.svg", "image/svg+xml"), ("a.html", "text/html"), ("a.zip", "application/zip"), ("a.exe", ""), ("a", "")],
)
def test_what_is_not_accepted_is_refused_before_anything_is_sent(filename: str, mime: str) -> None:
    with pytest.raises(ValidationFailed, match="not accepted"):
        judge(filename, mime, 10)


@pytest.mark.parametrize(("filename", "mime"), [("a.png", "text/html"), ("a.png", "image/jpeg"), ("a.md", "text/html")])
def test_a_type_that_denies_the_name_is_refused(filename: str, mime: str) -> None:
    with pytest.raises(ValidationFailed, match="its type says"):
        judge(filename, mime, 10)


def test_sizes_are_bounded_by_kind() -> None:
    assert judge("a.mp4", "video/mp4", 5 * 1024**3).size == 5 * 1024**3
    for filename, mime, size in (
        ("a.mp4", "video/mp4", 5 * 1024**3 + 1),
        ("a.pdf", "application/pdf", 50 * 1024**2 + 1),
    ):
        with pytest.raises(PayloadTooLarge, match=filename):
            judge(filename, mime, size)
    with pytest.raises(ValidationFailed, match="empty"):
        judge("a.png", "image/png", 0)


@pytest.mark.parametrize("odd", [None, 7, "", "  ", "x" * 1001])
def test_odd_names_are_refused(odd: object) -> None:
    with pytest.raises(ValidationFailed):
        judge(odd, "image/png", 10)


@pytest.mark.parametrize("name", corpus.accepted())
def test_honest_bytes_agree_with_their_name(name: str) -> None:
    body, mime = corpus.accepted()[name]
    kind = expected(name, mime)
    assert kind is not None

    check_agreement(kind, body)
    check_purity(kind, body, body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (corpus.archive(), "ZIP archive"),
        (corpus.packed(), "gzip archive"),
        (b"\0" * 257 + b"ustar", "TAR archive"),
        (b"MZ" + bytes(80), "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("Über".encode("utf-16"), "UTF-8"),
        (b"\x01\x02\x03", "not accepted"),
    ],
)
def test_what_is_refused_says_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(FileRefused, match=reason):
        container_of(body)


def test_a_random_end_is_no_archive() -> None:
    body = corpus.picture("JPEG")

    check_purity(BY_NAME["jpeg"], body, body + b"PK\x05\x06" + b"\x37" * 30)


@pytest.mark.parametrize("mime", ["image/png; \u00e9", "image/png; \u2603", "image/png\r\nX-Evil: 1"])
def test_a_type_that_no_header_can_carry_is_refused(mime: str) -> None:
    with pytest.raises(ValidationFailed, match="mimeType"):
        judge("a.png", mime, 10)
