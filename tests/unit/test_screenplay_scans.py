"""What goes wrong when a page's layout is read off a scan, and is put right."""

from __future__ import annotations

import pytest

from shared.adapters.extraction.letters import Piece
from shared.adapters.extraction.rows import rows_of
from shared.domain.screenplay.assembling import assembled
from shared.domain.screenplay.headings import mended, parse_heading
from shared.domain.screenplay.layout import Row, elements_of


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1NT. SPY-GLASS TAVERN - DAY", "INT. SPY-GLASS TAVERN - DAY"),
        ("lNT. CABIN - NIGHT", "INT. CABIN - NIGHT"),
        ("INT, CABIN - NIGHT", "INT. CABIN - NIGHT"),
        ("EX7. BEACH - DAY", "EXT. BEACH - DAY"),
        ("EXT,BEACH - DAY", "EXT. BEACH - DAY"),
    ],
)
def test_headings_with_a_letter_misread_are_headings(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    "line", ["INT. CABIN - NIGHT", "1NT. is no heading", "INTERIOR", "EXIT, PURSUED BY A BEAR", "Extra time.", ""]
)
def test_what_is_none_stays_as_it_is(line: str) -> None:
    assert mended(line) == line


@pytest.mark.parametrize("dash", [" - ", "- ", " -", "-", "–"])
def test_the_time_of_day_is_found_however_its_dash_was_read(dash: str) -> None:
    heading = parse_heading(f"EXT. ANCHORAGE{dash}NIGHT")

    assert (heading.location, heading.time_of_day) == ("ANCHORAGE", "NIGHT")


def test_a_number_beside_its_heading_is_one_row_though_their_boxes_touch() -> None:
    number, heading = Piece(145, 278, 242, 310, "30"), Piece(224, 279, 604, 310, "EXT. SPYGLASS HILL - DAY")
    below = Piece(146, 329, 869, 360, "Something leaps from trunk to trunk.")

    rows = rows_of([number, heading, below], 2.0)

    assert [row.text for row in rows] == ["30 EXT. SPYGLASS HILL - DAY", "Something leaps from trunk to trunk."]


def test_a_misread_heading_opens_its_scene() -> None:
    rows = [
        Row("1 1NT. CABIN - NIGHT", 72, True),
        Row("Waves.", 72, True),
        Row("2 EXT. BEACH- DAY", 72, True),
        Row("Sand.", 72, True),
        Row("3 INT. HOUSE - DAY", 72, True),
    ]

    play = assembled(None, elements_of([(1, rows)]))

    assert [(scene.number, scene.location, scene.time_of_day) for scene in play.scenes] == [
        ("1", "CABIN", "NIGHT"),
        ("2", "BEACH", "DAY"),
        ("3", "HOUSE", "DAY"),
    ]
