"""Files that want to hurt whoever opens them: small, and large inside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests.corpus.sheets import pdf_of
from tests.extraction.documents import SCENE, WORD, docx, docx_of, fdx
from tests.uploads.corpus import chunk, png_bomb, text_bomb

MB = 1024 * 1024


def _pdf(objects: list[bytes]) -> bytes:
    """Object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _page(content: bytes, box: bytes = b"0 0 612 792", extra: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """One page; ``content`` is a stream object, ``more`` are objects from 5 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (box, extra)
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, content, *more])


def _stream(body: bytes, head: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body)


def _flate(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = zlib.compress(body, 9)
    return _stream(body, b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * times))


def _picture(width: int, height: int, body: bytes) -> bytes:
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    return _stream(body, head % (width, height) + b" /Filter /FlateDecode")


_DRAW = _stream(b"q 612 0 0 792 0 0 cm /P Do Q")
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /P 5 0 R /Q 6 0 R >> >>"


def many_pages(count: int = 100_000) -> bytes:
    kids = b"3 0 R " * count
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page])


def lying_zip() -> bytes:
    """Says that its document has ten bytes; it has 300 MB."""
    body = bytearray(docx_of(bytes(300 * MB)))
    real, told = struct.pack("<I", 300 * MB), struct.pack("<I", 10)
    return bytes(body).replace(real, told)


def many_entries() -> bytes:
    return docx("x", more=[(f"word/{number}.xml", b"<a/>") for number in range(5_000)])


def twins() -> bytes:
    out = io.BytesIO(docx("honest"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("word/document.xml")
        archive.fp.seek(0, 2) if archive.fp else None
        archive.NameToInfo.pop("word/document.xml")
        archive.writestr(entry, b"<a/>")
    return out.getvalue()


_LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)
LAUGHS = f"{_LAUGHS}]>"
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def large_tiff() -> bytes:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "TIFF", compression="group4")
    return out.getvalue()


def wide_png() -> bytes:
    """Nine million pixels in a few kilobytes, and not a letter."""
    header = struct.pack(">IIBBBBB", 3_000, 3_000, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(3_000 * 3 + 1)) for _ in range(3_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: docx_of(f'<w:document xmlns:w="{WORD}">'.encode() + bytes(200 * MB)),
    "lying.docx": lying_zip,
    "entries.docx": many_entries,
    "twins.docx": twins,
    "laughs.docx": lambda: docx_of(f'{LAUGHS}<w:document xmlns:w="{WORD}">&k;</w:document>'.encode()),
    "deep.docx": lambda: docx_of(
        f'<w:document xmlns:w="{WORD}"><w:body>'.encode() + b"<w:p>" * 200_000 + b"</w:p>" * 200_000
    ),
    "many.docx": lambda: docx_of(
        f'<w:document xmlns:w="{WORD}"><w:body>'.encode() + b"<w:p/>" * 3_000_000 + b"</w:body></w:document>"
    ),
    "cut.docx": lambda: docx("A treatment about a lighthouse.")[:-40],
    "laughs.fdx": lambda: fdx(SCENE, head=LAUGHS).replace(b"Waves.", b"&k;"),
    "outside.fdx": lambda: fdx(SCENE, head=_OUTSIDE).replace(b"Waves.", b"&a;"),
    "deep.fdx": lambda: b"<FinalDraft>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</FinalDraft>",
    "cut.fdx": lambda: fdx(SCENE)[:-30],
    "large.fdx": lambda: fdx([("Action", "a" * 1000)] * 26_000),
    "box.pdf": lambda: _page(_DRAW, b"0 0 1000000000 1000000000", b"/XObject << /P 5 0 R >>", (_picture(9, 9, b""),)),
    "flate.pdf": lambda: _page(_flate(b" " * (150 * MB))),
    "triple.pdf": lambda: _page(_flate(b" " * (150 * MB), 3)),
    "letters.pdf": lambda: _page(
        _flate(b"BT /F 1 Tf 1 1 Td (" + b"a" * 6_000_000 + b") Tj ET"),
        extra=b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>",
    ),
    "pages.pdf": many_pages,
    "circle.pdf": lambda: _pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"]
    ),
    "forms.pdf": lambda: _page(
        _stream(b"/P Do /Q Do"),
        extra=b"/XObject << /P 5 0 R /Q 6 0 R >>",
        more=(_stream(b"/Q Do", _FORM), _stream(b"/P Do", _FORM)),
    ),
    "nested.pdf": lambda: _pdf([b"[" * 300_000 + b"]" * 300_000]),
    "picture.pdf": lambda: _page(
        _DRAW, extra=b"/XObject << /P 5 0 R >>", more=(_picture(50_000, 50_000, zlib.compress(bytes(100 * MB), 9)),)
    ),
    "lines.pdf": lambda: _page(_flate(b"0 0 m 600 700 l S\n" * 5_000)),
    "cut.pdf": lambda: pdf_of([["A page."]])[:-300],
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 2_000,
    "pixels.png": png_bomb,
    "comments.png": text_bomb,
    "wide.png": wide_png,
    "large.tiff": large_tiff,
    "cut.png": lambda: png_bomb(100)[:200],
    "notes.fountain": lambda: b"INT. A - DAY\n\n" + b"[[" * 3_000_000,
    "boneyard.fountain": lambda: b"INT. A - DAY\n\n" + b"/*" * 3_000_000,
    "stars.fountain": lambda: b"INT. A - DAY\n\n" + b"*a **b _c " * 500_000,
    "headings.fountain": lambda: b"INT. A - B - C\n\n" * 100_000,
    "cues.fountain": lambda: b"INT. A - DAY\n\n" + b"MARA (V.O.) (\n(a\n" * 100_000,
    "spaces.fountain": lambda: b"INT. " + b" " * 4_000_000 + b"- DAY\n\nMARA\nHello.\n",
    "brackets.md": lambda: b"(" * 6_000_000,
    "wide.html": lambda: b"<html>" + b"<div hidden>" * 500_000 + b"<p>text",
    "comment.html": lambda: b"<html><!--" + b"<!-- <a " * 500_000,
    "program.txt": lambda: b"\x7fELF" + bytes(1000),
    "nothing.txt": lambda: b"\0" * 1000,
}
