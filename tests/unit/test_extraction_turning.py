"""Scans that lie askew, on their side or on their head are read like those that lie straight."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from shared.adapters.extraction.letters import read_letters
from shared.adapters.extraction.turning import lean, on_its_side, turned
from tests.corpus.scanner import scan
from tests.corpus.sheets import pdf_of

LINES = ["MARA (34) climbs the stairs of the lighthouse.", "", "The waves bring a black spot."]


def page_of_lines(degrees: float = 0.0) -> np.ndarray:
    """Ink where lines of text would be, ``degrees`` against the clock."""
    page = Image.new("L", (700, 900), 0)
    pen = ImageDraw.Draw(page)
    for row in range(60, 800, 15):
        pen.rectangle((60 + row % 7 * 20, row, 500 + row % 9 * 15, row + 6), fill=255)
    return np.asarray(page.rotate(degrees)) > 128


@pytest.mark.parametrize("degrees", [-3.2, -1.0, -0.4, 0.4, 1.0, 3.2])
def test_the_lean_of_lines_is_measured(degrees: float) -> None:
    mask = page_of_lines(degrees)

    assert lean(mask) == pytest.approx(-degrees, abs=0.11)
    assert lean(turned(mask.astype(np.float32), lean(mask)) > 0.5) == 0.0


def test_what_is_level_or_says_nothing_is_left_as_it_is() -> None:
    noise = np.random.default_rng(7).random((700, 900)) > 0.5
    for mask in (page_of_lines(), np.zeros((700, 900), dtype=bool), noise):
        assert lean(mask) == 0.0


def test_lines_that_go_up_and_down_are_told_from_those_of_a_narrow_column() -> None:
    level = [(60, row, 160, row + 7) for row in range(0, 900, 15)]
    assert not on_its_side(level)
    assert on_its_side([(top, left, bottom, right) for left, top, right, bottom in level])
    assert not on_its_side([])
    assert not on_its_side([(0, 0, 20, 20), (0, 0, 8, 30), *level[:4]])


@pytest.mark.parametrize("degrees", [4, 90, 180, 270])
def test_a_turned_scan_is_read(degrees: int) -> None:
    paper = scan(pdf_of([LINES]), 1).crop((140, 100, 1240, 400))

    pieces = read_letters(paper.rotate(degrees, expand=degrees > 4, fillcolor=244))

    said = ["".join(piece.text.split()) for piece in pieces]
    assert said == ["".join(line.split()) for line in LINES if line]
    assert all(piece.bottom - piece.top < 60 < piece.right - piece.left for piece in pieces)
    assert abs(pieces[0].left - pieces[1].left) < 10
