"""Pieces of text somewhere on a page → its rows from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from shared.adapters.extraction.letters import Piece
from shared.domain.screenplay.layout import Row


def rows_of(pieces: Sequence[Piece], scale: float) -> list[Row]:
    """Neighbours at the same height become one row. ``scale``: a point of the page in units of the pieces."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _beside(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    middles = [(row[0].top + row[0].bottom) / 2 for row in rows]
    steps = [after - before for before, after in pairwise(middles) if after > before]
    usual = median(steps) if steps else 0.0
    heights = [row[0].bottom - row[0].top for row in rows]
    usual = min(usual, 1.9 * median(heights)) if heights else usual
    made: list[Row] = []
    for at, row in enumerate(rows):
        gap = at == 0 or not 0 < middles[at] - middles[at - 1] <= usual * 1.45
        made.append(Row(" ".join(piece.text.strip() for piece in row), row[0].left / scale, gap))
    return made


def _beside(one: Piece, other: Piece) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.bottom - one.top, other.bottom - other.top)
    # Boxes on a picture reach a little beyond their letters.
    apart = other.left >= one.right - smaller or one.left >= other.right - smaller
    return apart and overlap > 0.6 * smaller
