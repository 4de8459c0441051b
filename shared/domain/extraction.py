"""What a document says, page by page, and a screenplay as its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DocumentKind = Literal["pdf", "image", "fountain", "fdx", "docx", "markdown", "text"]


@dataclass(frozen=True, slots=True)
class Page:
    """``number`` counts from 1; a text without pages is one page. ``ocr``: read from a picture of the page."""

    number: int
    text: str
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Something that a character says. ``character`` is the bare name, without (V.O.) and the like."""

    character: str
    text: str
    page: int
    manner: Literal["dialogue", "voice-over", "off-screen"] = "dialogue"


@dataclass(frozen=True, slots=True)
class ScriptScene:
    """``number`` is the script's own ("12A") or, where it has none, its place from 1. ``interior`` and ``exterior`` may
    both hold (INT./EXT.). ``text`` is the whole scene without its heading; ``time_of_day`` is upper case or empty."""

    number: str
    heading: str
    location: str
    time_of_day: str
    interior: bool
    exterior: bool
    page: int
    last_page: int
    text: str
    action: str
    lines: tuple[Line, ...] = ()

    @property
    def characters(self) -> tuple[str, ...]:
        """Who speaks, in order of their first line."""
        return tuple(dict.fromkeys(line.character for line in self.lines))


@dataclass(frozen=True, slots=True)
class Screenplay:
    title: str | None
    scenes: tuple[ScriptScene, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A page read from a picture of it: its rows as (text, points from the left, room above)."""

    page: int
    rows: tuple[tuple[str, float, bool], ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """``screenplay`` is set where the document is one. ``truncated``: it says more than was read.

    ``waiting``: so many pages still have to be read from pictures, and nothing but ``scans`` is told before; asking
    again with them goes on from there.
    """

    kind: DocumentKind
    pages: tuple[Page, ...]
    screenplay: Screenplay | None = None
    truncated: bool = False
    waiting: int = 0
    scans: tuple[Scan, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class Fetched:
    """``content_type`` is what the bytes are, whatever the server said."""

    url: str
    body: bytes
    content_type: str
