"""Bytes of an event stream → the payloads of its data lines, however the bytes were cut."""

from __future__ import annotations


class LineTooLong(Exception):
    pass


class Lines:
    """Incremental splitter: LF, CRLF and CR end a line, each may be split over two chunks.

    U+2028 and its like do not: they are ordinary characters of a JSON string.
    """

    __slots__ = ("_after_cr", "_longest", "_parts", "_size")

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._parts: list[bytes] = []
        self._size = 0
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines completed by ``chunk``. Raises ``LineTooLong`` before more than the bound is kept."""
        if self._after_cr or b"\r" in chunk:
            chunk = self._unify(chunk)
        lines = chunk.split(b"\n")
        rest = lines.pop()
        if lines and self._parts:
            self._parts.append(lines[0])
            lines[0] = b"".join(self._parts)
            self._parts.clear()
            self._size = 0
        if rest:
            self._parts.append(rest)
            self._size += len(rest)
            if self._size > self._longest:
                raise LineTooLong
        return lines

    def end(self) -> bytes:
        """The last line when the stream ended without closing it."""
        rest = b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        return rest

    def _unify(self, chunk: bytes) -> bytes:
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
            if not chunk:
                self._after_cr = False
                return chunk
        self._after_cr = chunk.endswith(b"\r") if chunk else self._after_cr
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
