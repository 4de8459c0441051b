"""Final Draft (.fdx): XML whose paragraphs say what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.domain.extraction import Extracted
from shared.domain.media import FileRefused
from shared.domain.screenplay.assembling import assembled, pages_of
from shared.domain.screenplay.elements import Element, Kind, PageCount

_KINDS: dict[str, Kind] = {
    "Scene Heading": "heading",
    "Action": "action",
    "Character": "cue",
    "Parenthetical": "parenthetical",
    "Dialogue": "dialogue",
    "Lyrics": "dialogue",
    "Transition": "transition",
    "Shot": "action",
    "General": "action",
    "Cast List": "action",
}
_MOST_XML = 24 * 1024 * 1024  # bytes: a tree takes twenty times as much


def read_final_draft(body: bytes) -> Extracted:
    """Pages are the file's own where its scenes name them, else estimated. Raises ``FileRefused``."""
    if len(body) > _MOST_XML:
        raise FileRefused("This Final Draft script is too large.")
    root = _parsed(body)
    if root.tag != "FinalDraft":
        raise FileRefused("This is not a Final Draft script.")
    elements = list(_elements(root.find("Content")))
    if not elements:
        raise FileRefused("Nothing can be read in this Final Draft script.")
    return Extracted("fdx", pages_of(elements), assembled(_title(root), elements))


def _parsed(body: bytes) -> Any:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser: Any = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(body)
        root = parser.close()
    except DefusedXmlException as error:
        raise FileRefused("A Final Draft script may not declare entities.") from error
    except (ParseError, ValueError, LookupError) as error:  # the latter: encodings that it cannot read
        raise FileRefused("This Final Draft script is damaged or cut off.") from error
    return root


def _elements(content: Any) -> Iterator[Element]:
    count = PageCount()
    known = 1
    for paragraph in _paragraphs(content):
        kind = _KINDS.get(paragraph.get("Type", ""), "action")
        text = _text(paragraph)
        if not text:
            continue
        if kind == "heading":
            said = next((int(one.get("Page", "")) for one in paragraph.iter("SceneProperties") if _is_page(one)), 0)
            known = max(known, said)
        page, last = count.place(kind, text)
        while count.page < known:
            count.page = page = last = known
        yield Element(kind, text, page, last, paragraph.get("Number", "")[:16] if kind == "heading" else "")


def _is_page(properties: Any) -> bool:
    said = properties.get("Page", "")
    return said.isdigit() and len(said) < 5


def _paragraphs(content: Any) -> Iterator[Any]:
    """In order; those of dual dialogue lie inside a paragraph without a text of its own."""
    for paragraph in () if content is None else content.iter("Paragraph"):
        if paragraph.find("DualDialogue") is None:
            yield paragraph


def _text(paragraph: Any) -> str:
    """Of its own runs: notes and revisions inside are not the film's."""
    text = "".join(run.text or "" for run in paragraph.findall("Text"))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _title(root: Any) -> str | None:
    page = root.find("TitlePage/Content")
    for paragraph in () if page is None else page.iter("Paragraph"):
        if text := _text(paragraph):
            return text[:300]
    return None
