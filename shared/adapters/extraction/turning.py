"""How a scanned page lies: a little askew, or on its side. Whether it stands on its head is seen by reading it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ink = NDArray[np.float32]

_LEAST, _MOST = 0.2, 5.0  # degrees: less costs no letter, more is meant
_COARSE, _FINE = 0.25, 0.05
_FEW, _MANY = 300, 30_000  # pixels of ink: too few to tell, enough to tell
_GAIN = 1.02


def on_its_side(boxes: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether the lines in these boxes (left, top, right, bottom) go up and down."""
    sides = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    lying = sum(width for width, height in sides if width > 2 * height)
    standing = sum(height for width, height in sides if height > 2 * width)
    return standing > 2 * lying


def lean(mask: Any) -> float:
    """By how many degrees to turn the picture against the clock until its lines are level; 0.0 where they are.
    ``mask`` is where there is ink. Lines that are level lie in few rows of pixels."""
    import numpy as np

    down, across = np.nonzero(mask)
    if len(down) < _FEW:
        return 0.0
    step = -(-len(down) // _MANY)
    down, across = down[::step], across[::step].astype(np.float32)

    def crowded(degrees: float) -> float:
        rows = np.round(down - across * math.tan(math.radians(degrees))).astype(np.int64)
        return float((np.bincount(rows - rows.min()).astype(np.float64) ** 2).sum())

    steps = round(_MOST / _COARSE)
    best = max((at * _COARSE for at in range(-steps, steps + 1)), key=crowded)
    fine = round(_COARSE / _FINE)
    best = max((best + at * _FINE for at in range(-fine, fine + 1)), key=crowded)
    return best if abs(best) >= _LEAST and crowded(best) > _GAIN * crowded(0.0) else 0.0


def turned(ink: Ink, degrees: float) -> Ink:
    """Like ``Image.rotate`` with ``expand`` for quarters, without for less."""
    import numpy as np
    from PIL import Image

    if degrees % 90 == 0:
        return np.rot90(ink, round(degrees / 90) % 4)
    return np.asarray(Image.fromarray(ink).rotate(degrees, Image.Resampling.BILINEAR), dtype=np.float32)
