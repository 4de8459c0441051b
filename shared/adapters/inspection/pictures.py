"""Still pictures: decoded once, turned upright, made small."""

from __future__ import annotations

import io
import re
from typing import Any

from shared.adapters.inspection.previews import SIZES, previews_of
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import Facts, FileRefused, Inspected

MOST_PIXELS = 100_000_000
MOST_JPEG_PIXELS = 250_000_000  # decoded at a fraction of its size
LONGEST_SIDE = 40_000
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF", "bmp": "BMP", "tiff": "TIFF"}
_C2PA = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"  # the JUMBF type of a manifest store, C2PA 11.1.4
_FOREIGN = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|\?php)[\s>/]", re.I)
_BROKEN = "This picture is damaged or cut off."


def carries_credentials(data: bytes) -> bool:
    return _C2PA in data


def inspect_picture(file: RangeFile, kind: str) -> Inspected:
    from PIL import Image, ImageOps

    data = file.readall()
    if _FOREIGN.search(data):
        raise FileRefused("This file is two things at once: it also contains a web page or a program.")
    Image.MAX_IMAGE_PIXELS = None  # ours is the judgement, with a sentence that can be read
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            _check_pixels(kind, image.width, image.height)
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width, height = (image.height, image.width) if turned else image.size
            if kind == "jpeg":
                image.draft(None, (max(SIZES.values()), max(SIZES.values())))
            image.load()
            upright: Any = ImageOps.exif_transpose(image)
            previews = previews_of(upright)
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # it is all in memory: what fails is the picture, and decoders raise anything
        raise FileRefused(_BROKEN) from error
    return Inspected(Facts(width=width, height=height, credentials=carries_credentials(data)), previews)


def _check_pixels(kind: str, width: int, height: int) -> None:
    most = MOST_JPEG_PIXELS if kind == "jpeg" else MOST_PIXELS
    if width * height > most or max(width, height) > LONGEST_SIDE:
        raise FileRefused(
            f"This picture has {width:,} × {height:,} pixels. At most {most // 1_000_000} megapixels and "
            f"{LONGEST_SIDE:,} pixels a side are accepted."
        )
