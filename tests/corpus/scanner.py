"""Pages as a scanner gives them back: pictures without a letter of text, a little askew, blurred, noisy, as JPEG."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from typing import Any

from PIL import Image, ImageFilter

from tests.corpus.draft import Draft
from tests.corpus.sheets import pdf_of

DPI = 200
_PAPER, _INK = 244, 24
_ASKEW, _BLUR, _NOISE = 1.0, 0.9, 14.0


def scanned_pdf(draft: Draft, scanned: Collection[int], turned: Mapping[int, int] | None = None) -> bytes:
    """``draft`` with the pages of these numbers as scans. ``turned``: by how many degrees, against the clock, some of
    them lay wrong."""
    return with_scans(draft.pages, scanned, turned)


def with_scans(
    pages: Collection[Collection[str]], scanned: Collection[int], turned: Mapping[int, int] | None = None
) -> bytes:
    typed, turned = pdf_of(pages), turned or {}
    return pdf_of(pages, pictures={number: scan(typed, number, turned.get(number, 0)) for number in scanned})


def scan(typed: bytes, number: int, turned: int = 0) -> Image.Image:
    """Of a page of a PDF. The same every time."""
    askew = _through_the_scanner(printed(typed, number), number)
    return askew.rotate(turned, expand=True) if turned else askew


def printed(typed: bytes, number: int, dpi: int = DPI) -> Image.Image:
    """A page of a PDF on paper, in shades of grey."""
    import pypdfium2

    api: Any = pypdfium2
    document = api.PdfDocument(typed)
    try:
        return document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _through_the_scanner(paper: Image.Image, seed: int) -> Image.Image:
    import numpy as np

    chance = random.Random(f"scan {seed}")
    angle = chance.choice((-1, 1)) * chance.uniform(0.3, _ASKEW)
    faded = paper.point([_INK + shade * (_PAPER - _INK) // 255 for shade in range(256)])
    askew = faded.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_PAPER)
    blurred = askew.filter(ImageFilter.GaussianBlur(_BLUR))
    grains = np.random.default_rng(seed).normal(0.0, _NOISE, (paper.height, paper.width))
    shades = np.asarray(blurred, dtype=np.float32) + grains
    return Image.fromarray(shades.clip(0, 255).astype(np.uint8))
