"""Small files of every kind, and hostile ones. Made, not stored: what is in them can be read here."""

from __future__ import annotations

import gzip
import io
import struct
import wave
import zipfile
import zlib
from typing import Any

from PIL import Image

C2PA = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"


def picture(form: str = "PNG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    image = Image.new("RGB", size, (200, 60, 20))
    image.paste((10, 90, 200), (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def located_picture() -> bytes:
    """A JPEG on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture("JPEG", (640, 400), exif=exif)


def see_through() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int = 50_000) -> bytes:
    """Says to have side × side pixels, in a few kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20), 9))
        + chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose comments unpack to 200 MB."""
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9))
    plain = picture()
    return plain[:33] + bomb * 4 + plain[33:]


def credentialed() -> bytes:
    plain = picture()
    return plain[:33] + chunk(b"caBX", b"\0\0\0\x30jumb\0\0\0\x28jumd" + C2PA + b"\x03c2pa\0") + plain[33:]


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.class", bytes(1_000_000))
    return out.getvalue()


def packed() -> bytes:
    return gzip.compress(bytes(10_000_000), 9)


def sound(seconds: float = 0.5) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(16_000)
        made.writeframes(bytes(int(32_000 * seconds)))
    return out.getvalue()


def film(form: str = "mp4", codec: str = "mpeg4", frames: int = 12, size: tuple[int, int] = (160, 120)) -> bytes:
    import av
    from av.video.frame import VideoFrame

    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream: Any = container.add_stream(codec, rate=24)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(frames):
            frame = VideoFrame.from_image(Image.new("RGB", size, (number * 9 % 255, 80, 120)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


_FONTS = "/Font << /F1 5 0 R >>"


def pdf(pages: int = 1, *, root: str = "", more: tuple[str, ...] = (), text: str = "FADE IN") -> bytes:
    """``root`` goes into the catalog; ``more`` are objects from number 6 on. One page object may stand many times."""
    content = f"BT /F1 24 Tf 20 100 Td ({text}) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        f"<< /Type /Pages /Count {pages} /Kids [{' '.join(['3 0 R'] * pages)}] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << {_FONTS} >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ]
    body = bytearray(b"%PDF-1.7\n")
    offsets: list[int] = []
    for number, text_of in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text_of}\nendobj\n".encode()
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)


def pdf_with_program() -> bytes:
    return pdf(
        root="/Names << /JavaScript << /Names [(a) 6 0 R] >> >>",
        more=("<< /S /JavaScript /JS (app.alert\\(1\\)) >>",),
    )


FOUNTAIN = b"Title: The Keeper\n\nINT. LIGHTHOUSE - NIGHT\n\nMARA lights the lamp.\n"
FINAL_DRAFT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<FinalDraft DocumentType="Script"><Content>'
    b'<Paragraph Type="Scene Heading"><Text>INT. LIGHTHOUSE - NIGHT</Text></Paragraph>'
    b'<Paragraph Type="Action"><Text>MARA lights </Text><Text>the lamp.</Text></Paragraph></Content></FinalDraft>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%b</w:document>'
LINES = b"<w:p><w:r><w:t>MARA lights </w:t></w:r><w:r><w:t>the lamp.</w:t></w:r></w:p><w:p/>"


def word(
    text: bytes = LINES,
    *,
    comment: bytes = b"",
    packing: int = zipfile.ZIP_DEFLATED,
    whole: bytes = b"",
    **more: bytes,
) -> bytes:
    """``whole`` instead of a document of ``text``. ``more`` are further parts, a double underscore for a slash and one
    for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", whole or WORD % text)
        for name, body in more.items():
            parts.writestr(name.replace("__", "/").replace("_", "."), body)
        parts.comment = comment
    return out.getvalue()


def accepted() -> dict[str, tuple[bytes, str]]:
    """By name: the bytes and the declared type."""
    return {
        "a.png": (picture(), "image/png"),
        "a.jpg": (picture("JPEG"), "image/jpeg"),
        "a.gif": (picture("GIF"), "image/gif"),
        "a.webp": (picture("WEBP"), "image/webp"),
        "a.bmp": (picture("BMP"), "image/bmp"),
        "a.tiff": (picture("TIFF"), "image/tiff"),
        "a.avif": (picture("AVIF"), "image/avif"),
        "a.mp4": (film(), "video/mp4"),
        "a.mov": (film("mov"), "video/quicktime"),
        "a.webm": (film("webm", "libvpx"), "video/webm"),
        "a.wav": (sound(), "audio/x-wav"),
        "a.pdf": (pdf(), "application/pdf"),
        "a.docx": (word(), ""),
        "a.fountain": (FOUNTAIN, "application/octet-stream"),
        "a.fdx": (FINAL_DRAFT, "application/xml"),
        "a.md": ("# Mara\n\nÜber dem Meer.\n".encode(), "text/markdown"),
        "a.txt": ("\ufeffEin Leuchtturm.".encode(), "text/plain"),
    }


def hostile() -> dict[str, tuple[str, bytes]]:
    """By what is wrong: the name, whose ending is the promise, and the bytes."""
    whole, moving = picture("JPEG", (400, 300)), film()
    return {
        "a picture of 2,500 megapixels": ("bomb.png", png_bomb()),
        "a picture far too wide": ("wide.png", png_bomb(45_000)),
        "a GIFAR": ("gifar.gif", picture("GIF") + archive()),
        "a JPEG with an archive behind it": ("photo.jpg", whole + archive()),
        "a PDF with an archive behind it": ("script.pdf", pdf() + archive()),
        "a picture that is a PDF, too": ("photo.jpg", whole[:2] + b"\xff\xfe\x00\x10%PDF-1.7\n123456" + whole[2:]),
        "a picture with a page in it": (
            "photo.jpg",
            whole[:2] + b"\xff\xfe\x00\x1c<script>alert(1)</script>" + whole[2:],
        ),
        "a picture with a program behind it": ("photo.gif", picture("GIF") + b"<?php system($_GET['c']); ?>"),
        "a page called a picture": ("page.png", PAGE),
        "a page called a text": ("page.txt", PAGE),
        "a page behind a comment": ("page.md", b"<!-- hello -->\n" + PAGE),
        "a drawing called a picture": ("drawing.png", SVG),
        "a drawing called a text": ("drawing.txt", SVG),
        "an archive called a PDF": ("script.pdf", archive()),
        "an archive called a text": ("script.txt", packed()),
        "a JPEG called a PNG": ("photo.png", whole),
        "a sound called a film": ("film.mp4", sound()),
        "a program called a film": ("film.mp4", b"MZ" + bytes(2000)),
        "a cut off picture": ("photo.jpg", whole[: len(whole) // 2]),
        "a cut off PNG": ("photo.png", picture(size=(300, 300))[:200]),
        "a cut off film": ("film.mp4", moving[: len(moving) * 2 // 3]),
        "a cut off sound": ("sound.wav", sound()[:5000]),
        "a cut off document": ("script.pdf", pdf()[:-40]),
        "a film without anything": ("film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x08moov"),
        "a document with a program": ("script.pdf", pdf_with_program()),
        "a document of 30,000 pages": ("script.pdf", pdf(30_000)),
        "a script with entities": (
            "script.fdx",
            b'<?xml version="1.0"?><!DOCTYPE FinalDraft [<!ENTITY a "aaaa">]><FinalDraft>&a;</FinalDraft>',
        ),
        "an archive called a Word document": ("treatment.docx", archive()),
        "a picture called a Word document": ("treatment.docx", whole),
        "a Word document with a program": ("treatment.docx", word(word__vbaProject_bin=b"Sub")),
        "a Word document with a file inside": ("treatment.docx", word(word__embeddings__a_exe=b"MZ")),
        "a Word document with something behind it": ("treatment.docx", word(comment=PAGE)),
        "a Word document with a page behind it": ("treatment.docx", word() + PAGE),
        "a Word document with a page before it": ("treatment.docx", b"PK\x03\x04" + PAGE + word()),
        "a Word document packed otherwise": ("treatment.docx", word(packing=zipfile.ZIP_BZIP2)),
        "a Word document with wide entities": (
            "treatment.docx",
            word(whole='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")),
        ),
        "a Word document that unfolds": ("treatment.docx", word(b"<w:p/>" * 2_000_000)),
        "a Word document with entities": ("treatment.docx", word(b"<!DOCTYPE a>")),
        "a cut off Word document": ("treatment.docx", word()[:-30]),
        "a script that is none": ("script.fdx", b"<?xml version='1.0'?><other/>"),
        "a text in another encoding": ("script.txt", "Über".encode("latin-1") * 50),
        "bytes called a text": ("script.md", bytes(range(256)) * 8),
        "nothing but noise": ("photo.webp", bytes(range(1, 250)) * 20),
    }


NAMES = {
    "../../etc/passwd.png": "passwd.png",
    "..\\..\\boot.png": "boot.png",
    "a\0b.png": "ab.png",
    "a\r\nSet-Cookie: x=1.png": "aSet-Cookie- x-1.png",
    "....png": "png",
    ".htaccess.png": "htaccess.png",
    "x" * 300 + ".png": "x" * 116 + ".png",
    "Über Größe 日本.png": "Über Größe 日本.png",
    "a\u202egnp.exe.png": "agnp.exe.png",
    'a"; filename="b.html.png': "a- filename-b.html.png",
    "CON.png": "file-CON.png",
    "   ": "file",
    "%2e%2e%2fa.png": "2e-2e-2fa.png",
}
