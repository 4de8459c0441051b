"""Files in the object store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredObject:
    """``size`` in bytes. ``etag`` changes with every overwriting; it is quoted, as in HTTP."""

    key: str
    size: int
    etag: str
    content_type: str


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of an upload in parts, counted from 1."""

    number: int
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Headers:
    """What an object is served with."""

    content_type: str
    content_disposition: str
