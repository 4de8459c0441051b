"""Files as the check of uploads sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ORIGINAL = "original"
TEXT = "text"
Family = Literal["image", "video", "audio", "pdf", "text", "word"]


class FileRefused(Exception):
    """A file that is not accepted. ``reason`` is a sentence for whoever uploaded it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is, as far as its kind has it: pixels as shown (turned upright), seconds, frames per second, Hz.

    ``credentials``: it carries C2PA content credentials; nobody has verified them.
    """

    width: int | None = None
    height: int | None = None
    duration: float | None = None
    fps: float | None = None
    sample_rate: int | None = None
    pages: int | None = None
    credentials: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture of the file, without EXIF, in one of the sizes ``thumbnail``, ``card`` and ``full``."""

    size: str
    width: int
    height: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Inspected:
    """``text`` is the beginning of what a document says."""

    facts: Facts
    previews: tuple[Preview, ...] = ()
    text: str | None = None


def file_key(file_id: str, part: str = ORIGINAL) -> str:
    """``part`` is ``original``, ``text`` or the name of a size. Nothing is ever written twice to one key."""
    return f"media/{file_id}/{part}"


def file_of_url(url: Any) -> str | None:
    """The file that an address of ours names."""
    return url.rpartition("?prefix=")[2] or None if isinstance(url, str) and "?prefix=" in url else None
