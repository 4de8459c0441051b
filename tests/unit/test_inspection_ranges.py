"""How much of a film is read to see that it is whole."""

from __future__ import annotations

import struct

import pytest

from shared.adapters.inspection.boxes import check_whole
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import FileRefused

_BUDGET = 1024 * 1024


class Recording(RangeFile):
    """ftyp, moov, then ``fragments`` times moof and 2 MB of mdat; ``cut`` bytes are missing at the end."""

    def __init__(self, fragments: int, cut: int = 0) -> None:
        self.headers: dict[int, bytes] = {}
        end = 0
        for kind, size in [(b"ftyp", 32), (b"moov", 900), *[(b"moof", 1500), (b"mdat", 2 * 1024 * 1024)] * fragments]:
            self.headers[end] = struct.pack(">I4s", size, kind)
            end += size
        super().__init__("http://store.test/film", end - cut, '"etag"', _BUDGET)

    def _fetch(self, start: int, end: int) -> bytes:
        self._left -= end - start
        assert self._left >= 0, "more is read than a look needs"
        piece = bytearray(end - start)
        for at, header in self.headers.items():
            if start <= at < end:
                piece[at - start : at - start + 8] = header[: end - at]
        return bytes(piece)


@pytest.mark.parametrize("fragments", [1, 200, 1500])
def test_a_long_recording_in_fragments_is_looked_into_with_little_effort(fragments: int) -> None:
    check_whole(Recording(fragments), "mov")


def test_a_film_that_is_cut_off_is_noticed() -> None:
    with pytest.raises(FileRefused, match="cut off"):
        check_whole(Recording(100, cut=1), "mov")


def test_a_piece_of_a_block_that_is_there_is_not_fetched_again() -> None:
    film = Recording(0)
    whole = film.at(0, film.size)

    left = film._left  # pyright: ignore[reportPrivateUsage]
    assert film.peek(32, 8) == whole[32:40]
    assert film._left == left  # pyright: ignore[reportPrivateUsage]
