"""What decoders stumble over is a file that is refused, not a check that is tried again and again."""

from __future__ import annotations

import pytest

from shared.adapters.inspection.films import inspect_film
from shared.adapters.inspection.pictures import inspect_picture
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import FileRefused
from tests.uploads import corpus


class InMemory(RangeFile):
    def __init__(self, body: bytes) -> None:
        super().__init__("http://store.test/file", len(body), '"etag"', 64 * 1024 * 1024)
        self._body = body

    def _fetch(self, start: int, end: int) -> bytes:
        return self._body[start:end]


@pytest.mark.parametrize("box", [b"iloc", b"av1C", b"pitm"])
def test_a_picture_that_its_decoder_stumbles_over_is_refused(box: bytes) -> None:
    body, _ = corpus.accepted()["a.avif"]

    with pytest.raises(FileRefused, match="damaged"):
        inspect_picture(InMemory(body.replace(box, b"free")), "avif")


def test_a_film_that_there_is_no_decoder_for_is_refused() -> None:
    body, _ = corpus.accepted()["a.webm"]

    with pytest.raises(FileRefused, match="cannot be opened here"):
        inspect_film(InMemory(body.replace(b"V_VP", b"V_XX")), "webm", with_picture=True)
