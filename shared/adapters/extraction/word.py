"""Word documents (.docx): a ZIP archive of XML, looked over before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from shared.adapters.extraction.decoding import clean
from shared.domain.media import FileRefused

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 96 * 1024 * 1024, 150
_MOST_XML = 24 * 1024 * 1024  # bytes of one part: a tree takes ten times as much
_BROKEN = "This document is damaged or cut off."
_BOMB = "This document is packed so that it cannot be opened with reasonable effort."


def read_word(body: bytes) -> list[str]:
    """The text of its pages, as far as it says where they end: by page breaks. Raises ``FileRefused``."""
    try:
        document = _opened(_safe(body))
        return [clean("\n".join(lines)).strip("\n") for lines in _pages(document)]
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # it is all in memory: what fails is the document, and archives raise anything
        raise FileRefused(_BROKEN) from error


def _safe(body: bytes) -> bytes:
    """The archive with the parts that a text needs, and with no way out of it."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
            raise FileRefused(_BOMB)
        wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        unpacked = sum(entry.file_size for entry in wanted)
        packed = sum(entry.compress_size for entry in wanted) + 1
        if unpacked > MOST_UNPACKED or (unpacked > 1024 * 1024 and unpacked / packed > MOST_RATIO):
            raise FileRefused(_BOMB)
        if any(entry.flag_bits & 1 for entry in wanted):
            raise FileRefused("This document is protected by a password.")
        parts = {entry.filename: _part(archive, entry) for entry in wanted}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for name, data in parts.items():
            kept.writestr(name, _without_ways_out(data) if name.endswith(".rels") else data)
    return out.getvalue()


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What it really holds, whatever the archive says that it holds."""
    with archive.open(entry) as stream:
        data = stream.read(_MOST_XML + 1)
    if len(data) > _MOST_XML:
        raise FileRefused(_BOMB)
    head = data[:1_048_576].replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileRefused("A Word document may not declare entities.")
    return data


def _without_ways_out(relations: bytes) -> bytes:
    """Only the relations that lead to XML inside: no addresses, no pictures, no fonts."""
    from defusedxml.ElementTree import fromstring, tostring

    root: Any = fromstring(relations, forbid_dtd=True)
    for relation in list(root):
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode", "").lower() == "external" or not target.endswith(".xml"):
            root.remove(relation)
    return tostring(root)


def _opened(body: bytes) -> Any:
    import docx

    return docx.Document(io.BytesIO(body))


def _pages(document: Any) -> Iterator[list[str]]:
    page: list[str] = []
    for text in _paragraphs(document):
        for place, piece in enumerate(text.split("\f")):
            if place:
                yield page
                page = []
            page.append(piece)
    yield page


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def _paragraphs(document: Any) -> Iterator[str]:
    """Every paragraph of the body, those in tables included. ``\\f`` is the end of a page."""
    for paragraph in document.element.body.iter(f"{_WORD}p"):
        text: list[str] = []
        for node in paragraph.iter():
            if node.tag == f"{_WORD}t":
                text.append(node.text or "")
            elif node.tag == f"{_WORD}br":
                text.append("\f" if node.get(f"{_WORD}type") == "page" else "\n")
            elif node.tag == f"{_WORD}lastRenderedPageBreak":
                text.append("\f")
            else:
                text.append(_SIGNS.get(node.tag, ""))
        yield "".join(text)
