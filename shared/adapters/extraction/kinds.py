"""What a file is, by its bytes."""

from __future__ import annotations

import codecs
import re

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FDX = "application/x-final-draft"
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FDX = re.compile(rb"<FinalDraft[\s>]")
_HTML = re.compile(
    rb"^\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_WORD = (b"word/document.xml", b"[Content_Types].xml")


def content_type_of(body: bytes) -> str:
    """By the bytes alone; ``application/octet-stream`` for what is none of the kinds that are read here."""
    head = body[:1024]
    if b"%PDF-" in head:
        return "application/pdf"
    for mark, kind in _PICTURES:
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"heic", b"heix", b"mif1", b"avis"):
        return "image/avif" if head[8:10] == b"av" else "image/heic"
    if head.startswith(b"PK\x03\x04"):
        return DOCX if all(name in body for name in _WORD) else "application/zip"
    return _text_type(body)


def _text_type(body: bytes) -> str:
    head = body[:4096]
    if _FDX.search(head.replace(b"\0", b"")):
        return FDX
    if not is_text(body):
        return "application/octet-stream"
    return "text/html" if _HTML.search(head.removeprefix(codecs.BOM_UTF8)) else "text/plain"


def is_text(body: bytes) -> bool:
    """Unicode, or an older encoding without the control characters that texts do not have."""
    if body.startswith(_BOMS):
        return True
    head = body[:8_192]
    if b"\0" in head:  # UTF-16 without a mark: every second byte of a Western text, and only those
        few, many = sorted((head[::2].count(0), head[1::2].count(0)))
        return few == 0 and many > len(head) * 2 // 5
    return not any(byte < 32 and byte not in b"\t\n\r\f\v\b\x1a\x1b" for byte in head)
