"""The body of an answer, capped while it is read, and while it is unpacked."""

from __future__ import annotations

import zlib

import httpcore


class TooLarge(Exception):
    """Or packed in a way that is not unpacked."""


async def read_body(answer: httpcore.Response, most: int) -> bytes:
    """At most ``most`` bytes, as sent and as unpacked. Raises ``TooLarge``."""
    said = [value for name, value in answer.headers if name.lower() == b"content-length"]
    if any(not value.isdigit() or int(value) > most for value in said):
        raise TooLarge("it says that it is too large")
    unpack = _unpacker(answer, most)
    pieces: list[bytes] = []
    sent = length = 0
    async for chunk in answer.aiter_stream():
        sent += len(chunk)
        if sent > most:
            raise TooLarge("too large")
        piece = unpack(chunk, most - length)
        length += len(piece)
        pieces.append(piece)
    return b"".join(pieces)


class _Plain:
    def __call__(self, chunk: bytes, left: int) -> bytes:
        return chunk


class _Packed:
    """gzip, and what is called deflate: with zlib's head and without."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(47)
        self._begun = False

    def __call__(self, chunk: bytes, left: int) -> bytes:
        try:
            piece = self._stream.decompress(chunk, left + 1)
        except zlib.error as error:
            if self._begun:
                raise TooLarge("not packed as it says") from error
            self._stream = zlib.decompressobj(-15)
            piece = self._raw(chunk, left)
        self._begun = True
        if len(piece) > left or self._stream.unconsumed_tail:
            raise TooLarge("too large when unpacked")
        return piece

    def _raw(self, chunk: bytes, left: int) -> bytes:
        try:
            return self._stream.decompress(chunk, left + 1)
        except zlib.error as error:
            raise TooLarge("not packed as it says") from error


def _unpacker(answer: httpcore.Response, most: int) -> _Plain | _Packed:
    packed = [value.strip().lower() for name, value in answer.headers if name.lower() == b"content-encoding"]
    if packed in ([], [b""], [b"identity"]):
        return _Plain()
    if packed in ([b"gzip"], [b"x-gzip"], [b"deflate"]):
        return _Packed()
    raise TooLarge("packed in a way that is not unpacked")
