"""Word documents (.docx): an archive of XML, of which nothing is unpacked but the text, and that within bounds."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections.abc import Sequence
from io import SEEK_END
from typing import IO, Any, cast

from shared.adapters.inspection.documents import MOST_TEXT, clean
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import Facts, FileRefused, Inspected

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 96 * 1024 * 1024, 150
_MOST_XML = 24 * 1024 * 1024
_BLOCK = 64 * 1024
_TEXT = "word/document.xml"
_NEEDED = frozenset(("[Content_Types].xml", _TEXT))
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""As Word packs: other ways fail with errors of their own, and take more memory."""
_END = 22  # bytes of an archive's end without a comment
_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGED = "This document is damaged or cut off."
_BOMB = "This document is packed so that it cannot be opened with reasonable effort."


def inspect_word(file: RangeFile) -> Inspected:
    """What it says. Programs, other files inside, and what an archive hides beside a document are ``FileRefused``."""
    try:
        with zipfile.ZipFile(cast(IO[bytes], file)) as archive:
            _look_over(archive)
            _nothing_around(archive, file)
            with archive.open(_TEXT) as stream:
                return Inspected(Facts(), text=clean("\n".join(_paragraphs(stream))))
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, LookupError, ValueError) as error:
        raise FileRefused(_DAMAGED) from error
    except NotImplementedError as error:  # a way of packing that Word does not use
        raise FileRefused(_BOMB) from error


def _nothing_around(archive: zipfile.ZipFile, file: RangeFile) -> None:
    """What unpacks it looks for its end backwards, and takes what stands before its beginning for granted."""
    file.seek(-_END, SEEK_END)
    if file.read(4) != b"PK\x05\x06" or min(entry.header_offset for entry in archive.infolist()):
        raise FileRefused("This file is two things at once: something stands around the document.")


def _look_over(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if not names >= _NEEDED:
        raise FileRefused("This is a ZIP archive. Please upload the files themselves.")
    if archive.comment:
        raise FileRefused("This file is two things at once: something stands behind the document.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("This document carries programs (macros), which is not accepted.")
    if any(name.lower().startswith(("word/embeddings/", "word/activex/")) for name in names):
        raise FileRefused("This document carries other files inside, which is not accepted.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("This document is protected by a password.")
    if any(entry.compress_type not in _PACKED for entry in entries):
        raise FileRefused(_BOMB)
    if len(entries) > MOST_ENTRIES or len(names) != len(entries) or _is_bomb(entries):
        raise FileRefused(_BOMB)


def _is_bomb(entries: Sequence[zipfile.ZipInfo]) -> bool:
    parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    unpacked = sum(entry.file_size for entry in parts)
    packed = sum(entry.compress_size for entry in parts) + 1
    return unpacked > MOST_UNPACKED or (unpacked > 1024 * 1024 and unpacked / packed > MOST_RATIO)


def _paragraphs(stream: IO[bytes]) -> list[str]:
    """As far as ``MOST_TEXT`` goes; all of it is read, so that a damaged end is found."""
    parser = cast(Any, ElementTree).XMLPullParser(("end",))
    lines, length, read, before = list[str](), 0, 0, b""
    while block := stream.read(_BLOCK):
        read += len(block)
        seen = (before + block).upper()
        if read > _MOST_XML:
            raise FileRefused(_BOMB)
        if b"\0" in seen or b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise FileRefused("A Word document may not declare entities.")
        before = block[-10:]
        parser.feed(block)
        for _, element in parser.read_events():
            if element.tag == f"{_SPACE}p":
                if length < MOST_TEXT:
                    lines.append("".join(piece.text or "" for piece in element.iter(f"{_SPACE}t")))
                    length += len(lines[-1])
                element.clear()
    parser.close()
    return lines
