"""A picture: the letters on it. What else it shows is for a model that sees."""

from __future__ import annotations

import io
from typing import Any

from shared.adapters.extraction.decoding import clean
from shared.adapters.extraction.letters import read_letters
from shared.adapters.extraction.pdf import Letters
from shared.adapters.extraction.rows import rows_of
from shared.domain.extraction import Extracted, Page
from shared.domain.media import FileRefused
from shared.domain.screenplay.layout import plain_text

MOST_PIXELS, LONGEST_SIDE = 60_000_000, 20_000
_READ_AT = 2_200  # pixels of the longer side
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")


def read_picture(body: bytes, letters: Letters = read_letters) -> Extracted:
    """One page, perhaps without a word. Raises ``FileRefused``."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is the judgement, with a sentence that can be read
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
                raise FileRefused(f"This picture has {image.width:,} × {image.height:,} pixels, which is too many.")
            image.draft("RGB", (_READ_AT, _READ_AT))
            upright: Any = ImageOps.exif_transpose(_on_white(image))
            upright.thumbnail((_READ_AT, _READ_AT))
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # it is all in memory: what fails is the picture, and decoders raise anything
        raise FileRefused("This picture is damaged or cut off.") from error
    rows = rows_of(letters(upright), 2.0)
    return Extracted("image", (Page(1, clean(plain_text(rows)), ocr=True),))


def _on_white(image: Any) -> Any:
    from PIL import Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    sheet = Image.new("RGB", see_through.size, "white")
    sheet.paste(see_through, mask=see_through.getchannel("A"))
    return sheet
