"""A page of a PDF as a picture, as far as it can be drawn in time."""

from __future__ import annotations

import ctypes
import time
from typing import Any, cast

_WHITE = (255, 255, 255, 255)
_TO_BE_CONTINUED = 1  # FPDF_RENDER_TOBECONTINUED
_ANNOTATIONS = 1  # FPDF_ANNOT


def drawn(page: Any, width: int, height: int, seconds: float) -> tuple[Any, bool]:
    """(a grey ``PIL.Image``, whether all of the page is on it). PDFium asks between objects whether to go on."""
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
    from pypdfium2 import raw  # pyright: ignore[reportMissingTypeStubs]

    api, pdfium = cast(Any, raw), cast(Any, pypdfium2)
    until = time.monotonic() + seconds

    def late(_: Any) -> int:
        return int(time.monotonic() > until)

    kind = dict(api.IFSDK_PAUSE._fields_)["NeedToPauseNow"]
    pause = api.IFSDK_PAUSE(version=1, NeedToPauseNow=kind(late))
    bitmap = pdfium.PdfBitmap.new_native(width, height, api.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect(_WHITE, 0, 0, width, height)
        # Whoever asks is asked by its address: both have to live as long as it draws.
        status = api.FPDF_RenderPageBitmap_Start(
            bitmap, page, 0, 0, width, height, 0, _ANNOTATIONS, ctypes.byref(pause)
        )
        api.FPDF_RenderPage_Close(page)
        return bitmap.to_pil().copy(), status != _TO_BE_CONTINUED
    finally:
        bitmap.close()
