"""Pictures in the three sizes, with nothing in them but pixels and their colour profile."""

from __future__ import annotations

import io
from typing import Any

from shared.domain.media import Preview

SIZES = {"thumbnail": 320, "card": 768, "full": 1920}
"""Widths in pixels; nothing is enlarged."""
_TALLEST = 4
_LARGEST_PROFILE = 64 * 1024


def previews_of(image: Any) -> tuple[Preview, ...]:
    """Of an upright ``PIL.Image``. JPEG, or WebP where something is transparent."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or len(profile) > _LARGEST_PROFILE or image.mode not in ("RGB", "RGBA"):
        profile = None
    see_through = "A" in image.getbands() or "transparency" in image.info
    picture = image.convert("RGBA" if see_through else "RGB")
    if see_through and picture.getextrema()[3][0] == 255:
        see_through, picture = False, picture.convert("RGB")
    made: list[Preview] = []
    for size, width in sorted(SIZES.items(), key=lambda item: -item[1]):
        picture.thumbnail((width, width * _TALLEST))
        body = io.BytesIO()
        extra: dict[str, Any] = {"icc_profile": profile} if profile else {}
        if see_through:
            picture.save(body, "WEBP", quality=82, method=2, exif=b"", xmp=b"", **extra)
        else:
            picture.save(body, "JPEG", quality=82, optimize=True, **extra)
        kind = "image/webp" if see_through else "image/jpeg"
        made.append(Preview(size, picture.width, picture.height, kind, body.getvalue()))
    return tuple(reversed(made))
