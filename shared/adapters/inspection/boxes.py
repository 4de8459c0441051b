"""Whether a container is all there: what it says about its own size, against the size it has."""

from __future__ import annotations

from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import FileRefused

_MOST_BOXES = 500  # a request each; what has more is a recording in fragments, which plays however many there are
_CUT_OFF = "This file is cut off: its end is missing."


def check_whole(file: RangeFile, demuxer: str) -> None:
    if demuxer == "mov":
        _iso(file)
    elif demuxer == "wav":
        _riff(file)
    elif demuxer == "matroska":
        _matroska(file)


def _iso(file: RangeFile) -> None:
    """ISO/IEC 14496-12 boxes: each names its size, and the last one ends with the file."""
    at, seen = 0, set[bytes]()
    for _ in range(_MOST_BOXES):
        if at >= file.size:
            break
        header = file.peek(at, 16)
        size, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = file.size - at
        seen.add(kind)
        if len(header) < 8 or size < 8 or at + size > file.size:
            raise FileRefused(_CUT_OFF)
        at += size
    if b"moov" not in seen:
        raise FileRefused(_CUT_OFF)


def _riff(file: RangeFile) -> None:
    """Recorders that could not seek back leave 0 or the largest number; both say nothing."""
    said = int.from_bytes(file.at(4, 4), "little")
    if said not in (0, 0xFFFFFFFF) and said + 8 > file.size + 1:
        raise FileRefused(_CUT_OFF)


def _matroska(file: RangeFile) -> None:
    """EBML (RFC 8794): the header, then the segment, whose size may be unknown."""
    head = file.at(0, 256)
    _, at = _number(head, 4)
    header_size, _ = _number(head, 4)
    if header_size is None:
        return
    at += header_size
    segment = file.at(at, 16)
    if segment[:4] != b"\x18\x53\x80\x67":
        return
    size, start = _number(segment, 4)
    if size is not None and at + start + size > file.size:
        raise FileRefused(_CUT_OFF)


def _number(data: bytes, at: int) -> tuple[int | None, int]:
    """A variable-length number and where it ends; ``None`` for unknown."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length() if first else 8
    raw = data[at : at + length]
    value = int.from_bytes(raw, "big") & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), at + length
