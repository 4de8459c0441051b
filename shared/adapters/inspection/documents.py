"""PDFs and texts: how many pages, what the first one looks like, what they say."""

from __future__ import annotations

import codecs
import time
import xml.etree.ElementTree as ElementTree
from typing import Any, cast

from shared.adapters.inspection.pictures import carries_credentials
from shared.adapters.inspection.previews import SIZES, previews_of
from shared.adapters.inspection.ranges import BLOCK, RangeFile
from shared.domain.media import Facts, FileRefused, Inspected, Preview

MOST_PAGES = 2_000
MOST_TEXT = 200_000  # characters
_TEXT_SECONDS = 15.0
_LOCKED = 4  # FPDF_ERR_PASSWORD
_ENTITY = b"<!ENTITY"
_CONTROL = {chr(code): None for code in range(32) if chr(code) not in "\t\n"}
_TABLE = str.maketrans(_CONTROL)


def inspect_pdf(file: RangeFile) -> Inspected:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
    from pypdfium2 import raw  # pyright: ignore[reportMissingTypeStubs]

    data = file.readall()
    if b"%%EOF" not in data[-4096:]:
        raise FileRefused("This document is cut off: its end is missing.")
    api: Any = pypdfium2
    try:
        document = api.PdfDocument(data)
    except api.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _LOCKED
        reason = "This document is protected by a password." if locked else "This document is damaged."
        raise FileRefused(reason) from error
    try:
        return _pdf(document, raw, carries_credentials(data))
    except api.PdfiumError as error:
        raise FileRefused("This document is damaged.") from error
    finally:
        document.close()


def _pdf(document: Any, raw: Any, credentials: bool) -> Inspected:
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        raise FileRefused(f"This document has {pages:,} pages. At most {MOST_PAGES:,} are accepted.")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise FileRefused("This document carries programs (JavaScript), which is not accepted.")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise FileRefused("This document carries other files inside, which is not accepted.")
    text = _pdf_text(document, pages)
    return Inspected(Facts(pages=pages, credentials=credentials), _first_page(document), text)


def _first_page(document: Any) -> tuple[Preview, ...]:
    page = document[0]
    width, height = page.get_size()
    longest = max(SIZES.values())
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise FileRefused("Its pages have no size that could be shown.")
    scale = min(longest / width, longest * 4 / height, 4.0)
    return previews_of(page.render(scale=scale).to_pil())


def _pdf_text(document: Any, pages: int) -> str:
    started, pieces, length = time.monotonic(), list[str](), 0
    for number in range(pages):
        if length >= MOST_TEXT or time.monotonic() - started > _TEXT_SECONDS:
            break
        page = document[number]
        piece = page.get_textpage().get_text_bounded()
        page.close()
        pieces.append(piece)
        length += len(piece)
    return clean("\n\n".join(pieces))


def clean(text: str) -> str:
    """At most ``MOST_TEXT`` characters, without those that nobody sees."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")[:MOST_TEXT]
    return plain.translate(_TABLE).encode("utf-8", "ignore").decode()


def inspect_text(file: RangeFile, kind: str) -> Inspected:
    """Every byte has to be UTF-8; the beginning is kept."""
    if kind == "fdx":
        return Inspected(Facts(), text=clean(_final_draft(file)))
    decoder, kept, length = codecs.getincrementaldecoder("utf-8-sig")(), list[str](), 0
    try:
        while block := file.read(BLOCK):
            piece = decoder.decode(block)
            if "\0" in piece:
                raise FileRefused("This is not a text.")
            if length < MOST_TEXT:
                kept.append(piece)
                length += len(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileRefused("This text is not in UTF-8. Please save it as UTF-8.") from error
    return Inspected(Facts(), text=clean("".join(kept)))


def _final_draft(file: RangeFile) -> str:
    lines, length = list[str](), 0
    parser = cast(Any, ElementTree).XMLPullParser(("start", "end"))
    root: Any = None
    before = b""
    try:
        while block := file.read(64 * 1024):
            if _ENTITY in (before + block).upper():
                raise FileRefused("A Final Draft script may not declare entities.")
            before = block[1 - len(_ENTITY) :]
            parser.feed(block)
            for event, element in parser.read_events():
                if event == "start":
                    root = element if root is None else root
                elif element.tag == "Paragraph":
                    if length < MOST_TEXT:
                        lines.append("".join(piece.text or "" for piece in element.iter("Text")))
                        length += len(lines[-1])
                    element.clear()
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # the latter: encodings that it cannot read
        raise FileRefused("This Final Draft script is damaged or cut off.") from error
    if root is None or root.tag != "FinalDraft":
        raise FileRefused("This is not a Final Draft script.")
    return "\n".join(lines)
