"""Names of files as they are shown and sent: what a name was, without what a name must not do."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
_UNSAFE = re.compile(r'[<>:"|?*\\/%#&;`$^{}\[\]~+=,!@\']+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


def safe_filename(given: str) -> str:
    """At most ``LONGEST`` characters, no folders, no control or direction characters, no dot in front. Never empty."""
    text = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] not in "C")
    text = _UNSAFE.sub("-", re.sub(r"\s+", " ", text)).strip(" .-")
    if not text or _DEVICES.fullmatch(text):
        text = f"file-{text}".strip("-")
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 12 or not extension.isalnum():
        return text[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .') or 'file'}.{extension}"


def sized_filename(filename: str, width: int, height: int, extension: str) -> str:
    """``mara.png`` → ``mara-320x180.jpg``."""
    stem = filename.rpartition(".")[0] or filename
    return f"{stem}-{width}x{height}.{extension}"


def disposition(filename: str, *, inline: bool) -> str:
    """A Content-Disposition (RFC 6266) that no name can break out of."""
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_. ()") else "_" for letter in filename
    )
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
