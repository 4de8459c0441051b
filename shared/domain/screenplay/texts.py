"""A text that reads as a screenplay, whatever it came as."""

from __future__ import annotations

from shared.domain.extraction import DocumentKind, Extracted, Page
from shared.domain.screenplay.assembling import assembled, pages_of
from shared.domain.screenplay.fountain import parse_fountain


def script_of(kind: DocumentKind, text: str) -> Extracted | None:
    """With the pages of its elements. ``None`` where there are no scenes, unless Fountain is what it says it is."""
    title, elements = parse_fountain(text)
    play = assembled(title, elements)
    if not play.scenes and kind != "fountain":
        return None
    kind = kind if kind == "docx" else "fountain"
    return Extracted(kind, pages_of(elements) or (Page(1, text),), play if play.scenes else None)
