"""A text cut into passages that can be found and cited, each with its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shared.brain.gather.knowledge import Knowledge, entity
from shared.brain.gather.proof import Passage
from shared.domain.brain import Source
from shared.domain.extraction import Page

LENGTH = 1_800
"""Characters that a passage aims at: what fits a model's attention and a reader's glance."""
MOST = 600
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def cut(text: str, length: int = LENGTH) -> list[str]:
    """At paragraphs where they fit, else at sentences, else at ``length``."""
    pieces: list[str] = []
    held = ""
    for part in _parts(text, length):
        if held and len(held) + len(part) + 2 > length:
            pieces.append(held)
            held = ""
        held = f"{held}\n\n{part}" if held else part
    return [*pieces, held] if held else pieces


def _parts(text: str, length: int) -> Iterator[str]:
    for paragraph in _PARAGRAPH.split(text):
        paragraph = paragraph.strip()
        if not paragraph:
            continue
        if len(paragraph) <= length:
            yield paragraph
            continue
        for sentence in _SENTENCE.split(paragraph):
            yield from (sentence[at : at + length] for at in range(0, len(sentence), length))


def chunks(pages: Sequence[Page], length: int) -> list[Passage]:
    """The whole text in pieces of about ``length`` for a model; pages that fit are read together. Each piece begins on
    the page that it names."""
    found: list[Passage] = []
    for page in pages:
        for piece in cut(page.text, length):
            last = found[-1] if found else None
            if last is not None and len(last.text) + len(piece) + 2 <= length:
                last.text = f"{last.text}\n\n{piece}"
            else:
                found.append(Passage(piece, page.number))
    return found


def page_of(pages: Sequence[Passage], quote: str, first: int | None) -> int | None:
    """The page that says ``quote``, from ``first`` on; ``None`` for a text of one page."""
    if len(pages) < 2:
        return None
    for page in pages:
        if (first is None or (page.page or 0) >= first) and page.says(quote):
            return page.page
    return first


def passages(pages: Sequence[Page], item: str, label: str, origin: str) -> Knowledge:
    """Every page as entities of type ``other``. ``origin`` keeps their identity when the same thing comes again."""
    knowledge = Knowledge()
    several = len(pages) > 1
    for page in pages:
        pieces = cut(page.text)
        for at, piece in enumerate(pieces, 1):
            if len(knowledge.entities) >= MOST:
                return knowledge
            where = [f"page {page.number}"] if several else []
            where += [f"part {at}"] if len(pieces) > 1 else []
            number = page.number if several else None
            source = Source(item, label, number, quote=" ".join(piece.split())[:200])
            knowledge.add_entity(
                entity(
                    "other",
                    ", ".join([label, *where]),
                    [source],
                    content=piece,
                    metadata={"passage": True, **({"page": number} if number else {})},
                    key=f"passage {origin} {page.number} {at}",
                )
            )
    return knowledge
