"""A draft as PDF: text in Courier, and pages that are nothing but a picture of themselves."""

from __future__ import annotations

import io
import zlib
from collections.abc import Collection, Mapping

from PIL import Image, ImageDraw, ImageFont

from tests.corpus.draft import Draft

_WIDTH, _HEIGHT = 612, 792  # a letter page in points
_LEFT, _TOP, _SIZE, _LEADING = 72, 60, 12, 12
_DPI, _QUALITY = 150, 60


def pdf(draft: Draft, scanned: Collection[int] = ()) -> bytes:
    """``scanned`` are page numbers from 1."""
    return pdf_of(draft.pages, scanned)


def pdf_of(
    pages: Collection[Collection[str]],
    scanned: Collection[int] = (),
    pictures: Mapping[int, Image.Image] | None = None,
) -> bytes:
    """One page for each list of lines. ``pictures``: what stands instead of the text of some, in shades of grey."""
    shown = {number: picture_of(lines) for number, lines in enumerate(pages, 1) if number in scanned}
    shown.update(pictures or {})
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    kids: list[int] = []
    for number, lines in enumerate(pages, 1):
        width, height = _WIDTH, _HEIGHT
        if picture := shown.get(number):
            width, height = (height, width) if picture.width > picture.height else (width, height)
            objects.append(_picture(picture))
            named = f"/XObject << /P {len(objects)} 0 R >>"
            drawn = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
        else:
            named, drawn = "/Font << /F 3 0 R >>", _typed(lines, number)
        objects.append(_stream(b"", drawn))
        box = f"/MediaBox [0 0 {width} {height}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} /Resources << {named} >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return _file(objects)


def picture_of(lines: Collection[str], dpi: int = _DPI) -> Image.Image:
    """The page as a scanner would see it, in shades of grey."""
    scale = dpi / 72
    sheet = Image.new("L", (round(_WIDTH * scale), round(_HEIGHT * scale)), 250)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(_SIZE * scale * 0.94)
    for row, line in enumerate(lines):
        shift = len(line) - len(line.lstrip())
        at = (_LEFT + shift * _SIZE * 0.6) * scale, (_TOP + (row - 1) * _LEADING) * scale
        pen.text(at, line.lstrip(), fill=20, font=font)
    return sheet


def _picture(sheet: Image.Image) -> bytes:
    body = io.BytesIO()
    sheet.save(body, "JPEG", quality=_QUALITY)
    size = f"/Width {sheet.width} /Height {sheet.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    return _raw(f"/Type /XObject /Subtype /Image {size} /Filter /DCTDecode".encode(), body.getvalue())


def _typed(lines: Collection[str], number: int) -> bytes:
    rows = [f"BT /F {_SIZE} Tf {_LEADING} TL {_LEFT} {_HEIGHT - _TOP} Td".encode()]
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
        rows.append(b"(" + escaped + b") Tj T*")
    label = f"{number}."
    rows += [b"ET", f"BT /F {_SIZE} Tf 520 760 Td ({label}) Tj ET".encode()]
    return b"\n".join(rows)


def _stream(head: bytes, body: bytes) -> bytes:
    return _raw(head + b" /Filter /FlateDecode", zlib.compress(body))


def _raw(head: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body)


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
