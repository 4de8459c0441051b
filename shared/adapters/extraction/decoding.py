"""Bytes to text: UTF-8, UTF-16 with or without a mark, Western European as the last guess."""

from __future__ import annotations

import codecs

from shared.adapters.extraction.kinds import is_text
from shared.domain.media import FileRefused

_CONTROL = [code for code in range(32) if chr(code) not in "\t\n\f"]
_REORDERING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # show a text in another order than it has
_TAGS = range(0xE0000, 0xE0080)  # letters that nobody sees
_INVISIBLE = dict.fromkeys((*_CONTROL, 0x7F, 0xFEFF, 0xFFFE, 0xFFFF, 0x200B, 0x2060, *_REORDERING, *_TAGS))


def decode(body: bytes) -> str:
    """Raises ``FileRefused`` for what is no text."""
    if not is_text(body):
        raise FileRefused("This is not a text.")
    return clean(_decoded(body))


def _decoded(body: bytes) -> str:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body[: len(body) & ~1].decode("utf-16", "replace")
    head = body[:4096]
    if b"\0" in head:
        encoding = "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
        return body[: len(body) & ~1].decode(encoding, "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8-sig")
        return body.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Lines end with ``\\n``; without characters that nobody sees. A form feed stays: it ends a page."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.translate(_INVISIBLE).encode("utf-8", "ignore").decode()
