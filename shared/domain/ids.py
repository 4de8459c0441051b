"""Identifiers: 24 hex digits for content documents (as MongoDB's ObjectId), ULIDs for runs. Both sort by time."""

from __future__ import annotations

import hashlib
import os
import re
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DOCUMENT_ID = re.compile(r"[0-9a-f]{24}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_document_id() -> str:
    """4 bytes of seconds, 8 random bytes."""
    return int(time.time()).to_bytes(4, "big").hex() + os.urandom(8).hex()


def document_id_of(ulid: str) -> str:
    """The document id that belongs to a run: always the same one, with the run's time in front."""
    seconds = ulid_milliseconds(ulid) // 1000
    return seconds.to_bytes(4, "big").hex() + hashlib.sha256(ulid.encode()).hexdigest()[:16]


def new_ulid(milliseconds: int | None = None) -> str:
    """https://github.com/ulid/spec: 48 bits of milliseconds, 80 random bits, Crockford base 32."""
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def ulid_milliseconds(ulid: str) -> int:
    number = 0
    for character in ulid[:10]:
        number = number * 32 + _CROCKFORD.index(character)
    return number


def is_document_id(value: str) -> bool:
    return _DOCUMENT_ID.fullmatch(value) is not None


def is_ulid(value: str) -> bool:
    return _ULID.fullmatch(value) is not None
