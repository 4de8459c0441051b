"""A file far away, read in pieces: what is not looked at is never transferred, and what is, is bounded."""

from __future__ import annotations

import io
import urllib.request
from collections import OrderedDict

BLOCK = 1024 * 1024
_KEPT = 8


class TooMuchRead(Exception):
    """Whoever reads this file wants more of it than any honest file needs."""


class RangeFile(io.RawIOBase):
    """Reads blocks of ``url`` by range requests, ``budget`` bytes at most in all.

    Raises ``OSError`` when the store does not answer, or has something else than ``etag`` by now (``None``: whatever
    it has).
    """

    def __init__(self, url: str, size: int, etag: str | None, budget: int) -> None:
        super().__init__()
        self._url, self._etag, self._left = url, etag, budget
        self.size = size
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self.size if size is None or size < 0 else min(self.size, self._at + size)  # pyright: ignore[reportUnnecessaryComparison]
        pieces: list[bytes] = []
        while self._at < end:
            number, within = divmod(self._at, BLOCK)
            piece = self._block(number)[within : within + end - self._at]
            if not piece:
                break
            pieces.append(piece)
            self._at += len(piece)
        return b"".join(pieces)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: bytearray) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def at(self, start: int, size: int) -> bytes:
        """A piece, wherever the position is."""
        kept, self._at = self._at, start
        try:
            return self.read(size)
        finally:
            self._at = kept

    def peek(self, start: int, size: int) -> bytes:
        """A small piece by itself: of many that lie far apart, the blocks around them would be the whole file."""
        if start // BLOCK in self._blocks:
            return self.at(start, size)
        return self._fetch(start, min(self.size, start + size))

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        start = number * BLOCK
        block = self._fetch(start, min(self.size, start + BLOCK))
        self._blocks[number] = block
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        return block

    def _fetch(self, start: int, end: int) -> bytes:
        if end <= start:
            return b""
        self._left -= end - start
        if self._left < 0:
            raise TooMuchRead
        headers = {"Range": f"bytes={start}-{end - 1}"} | ({"If-Match": self._etag} if self._etag else {})
        request = urllib.request.Request(self._url, headers=headers)  # noqa: S310  an address that we have signed
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            body = answer.read(end - start)
        if answer.status != 206 or len(body) != end - start:
            raise OSError(f"status {answer.status}, {len(body)} bytes")
        return body
