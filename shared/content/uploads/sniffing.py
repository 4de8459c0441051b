"""What a file is by its bytes alone, whatever it is called."""

from __future__ import annotations

import re

from shared.content.uploads.kinds import Kind
from shared.domain.media import FileRefused

HEAD = 64 * 1024
TAIL = 128 * 1024

_ARCHIVES = (
    (b"PK\x03\x04", "a ZIP archive"), (b"PK\x05\x06", "a ZIP archive"), (b"PK\x07\x08", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"), (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"), (b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (b"MSCF", "a cabinet archive"), (b"xar!", "an installer"), (b"!<arch>", "an archive"),
)  # fmt: skip
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!", b"\x00asm", b"dex\n", b"CWS", b"FWS", b"ZWS", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
# Tags with which a browser that guesses would take the file for a page, or a server for a program.
_ACTIVE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|\?php)[\s>/]", re.I)
_SVG = re.compile(rb"<svg[\s>]", re.I)
_FTYP_PICTURES = {b"avif": "avif", b"avis": "avif"}
_FTYP_REFUSED = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_ISO_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def container_of(head: bytes) -> str:
    """The container that the first bytes are of. Raises ``FileRefused`` for what is not accepted at all."""
    for magic, name in _ARCHIVES:
        if head.startswith(magic):
            raise FileRefused(f"This is {name}. Please upload the files themselves.")
    if head[257:262] == b"ustar":
        raise FileRefused("This is a TAR archive. Please upload the files themselves.")
    if found := _picture(head) or _sound_or_film(head):
        return found
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_PROGRAMS) and not head.startswith((b"MZ ", b"CWS ", b"FWS ")):
        raise FileRefused("This is a program or an office file, which is not accepted.")
    if is_text(head):
        return "text"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("This text is not in UTF-8. Please save it as UTF-8.")
    raise FileRefused("This kind of file is not accepted, or it is damaged.")


def _picture(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return "tiff"
    if (
        head.startswith(b"BM")
        and head[6:10] == bytes(4)
        and head[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return "bmp"
    return "webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def _sound_or_film(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _FTYP_REFUSED and not any(name in head[:64] for name in _FTYP_PICTURES):
            raise FileRefused("HEIC and HEIF images are not accepted. Please export it as JPEG or PNG.")
        return _FTYP_PICTURES.get(brand) or ("avif" if brand in _FTYP_REFUSED else "iso")
    if head[4:8] in _ISO_STARTS:
        return "iso"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "aac"
    if head.startswith(b"ID3") or (
        head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xfa", b"\xf3", b"\xf2", b"\xe3", b"\xe2")
    ):
        return "mp3"
    return ""


def is_text(head: bytes) -> bool:
    """UTF-8, perhaps cut inside its last character, and no control characters but white space."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if len(head) - error.start > 3 or len(head) < HEAD:
            return False
        text = head[: error.start].decode()
    return not any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in text)


def check_agreement(kind: Kind, head: bytes) -> None:
    """The bytes are of the kind that the name promises, or ``FileRefused`` says what they are instead. Whether an
    archive is a document shows when it is opened."""
    if kind.container == "zip" and head.startswith(b"PK\x03\x04"):
        return
    try:
        container = container_of(head)
    except FileRefused:
        if kind.family == "text" and b"\0" not in head and not head.startswith(_PROGRAMS):
            raise FileRefused("This text is not in UTF-8. Please save it as UTF-8.") from None
        raise
    if container != kind.container:
        raise FileRefused(f"Its name or type says {kind.label}, but its content is {_NAMES.get(container, container)}.")
    if container == "text":
        _check_text(kind, head)


_NAMES = {
    "png": "a PNG image", "jpeg": "a JPEG image", "gif": "a GIF image", "webp": "a WebP image", "avif": "an AVIF image",
    "bmp": "a BMP image", "tiff": "a TIFF image", "iso": "an MP4 file", "matroska": "a WebM or Matroska file",
    "mp3": "MP3 sound", "wav": "WAV sound", "flac": "FLAC sound", "ogg": "Ogg sound", "aac": "AAC sound",
    "pdf": "a PDF document", "text": "plain text",
}  # fmt: skip


def _check_text(kind: Kind, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    if kind.name == "fdx":
        if b"<FinalDraft" not in start:
            raise FileRefused("This is not a Final Draft script.")
        if re.search(rb"<!(DOCTYPE[^>]*\[|ENTITY)", head, re.I):
            raise FileRefused("A Final Draft script may not declare entities.")
        return
    if _SVG.search(start) and start.startswith(b"<"):
        raise FileRefused("SVG can carry programs and is not accepted. Please export it as PNG.")
    if start.startswith(b"<") and _ACTIVE.match(
        start.partition(b"-->")[2].lstrip() if start.startswith(b"<!--") else start
    ):
        raise FileRefused("This is a web page, not a text.")


def check_purity(kind: Kind, head: bytes, tail: bytes) -> None:
    """Refuses what is a second thing besides: an archive at its end, a page or another document in its beginning."""
    if kind.container != "pdf" and b"%PDF-" in head[:1024] and kind.family != "text":
        raise FileRefused("This file is two things at once: it also contains a PDF document.")
    if kind.container != "zip" and has_archive_end(tail):
        raise FileRefused("This file is two things at once: it also contains an archive.")
    if kind.family in ("image", "video", "audio") and (_ACTIVE.search(head) or _ACTIVE.search(tail)):
        raise FileRefused("This file is two things at once: it also contains a web page or a program.")
    if kind.family == "pdf" and _ACTIVE.search(head[:1024]):
        raise FileRefused("This file is two things at once: it also contains a web page or a program.")


def has_archive_end(tail: bytes) -> bool:
    """The end-of-central-directory record of a ZIP (APPNOTE 4.3.16), by which it is read from the back."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        record = tail[at : at + 22]
        if (
            len(record) == 22
            and record[4:8] == bytes(4)
            and int.from_bytes(record[20:22], "little") <= len(tail) - at - 22
        ):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
