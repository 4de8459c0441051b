"""Fountain, element by element, and what its scenes are made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.extraction import Screenplay
from shared.domain.screenplay.assembling import assembled
from shared.domain.screenplay.fountain import looks_like_fountain, parse_fountain
from shared.domain.screenplay.headings import bare_name, is_heading, parse_heading
from tests.corpus.screenplay import first_draft, fountain


def play(text: str) -> Screenplay:
    return assembled(*parse_fountain(text))


def test_a_whole_screenplay_keeps_every_scene_page_and_line() -> None:
    draft = first_draft()

    found = play(fountain(draft))

    assert found.title == draft.title
    assert [(s.number, s.heading, s.location, s.time_of_day, s.page) for s in found.scenes] == [
        (s.number, s.heading, s.location, s.time_of_day, draft.page_of[s.number]) for s in draft.scenes
    ]
    for scene, meant in zip(found.scenes, draft.scenes, strict=True):
        said = [element for element in meant.elements if element.who]
        assert [(line.character, line.text) for line in scene.lines] == [(one.who, one.text) for one in said]
        manners = {"V.O.": "voice-over", "O.S.": "off-screen"}
        assert [line.manner for line in scene.lines] == [manners.get(one.manner, "dialogue") for one in said]
        assert scene.action.split("\n\n") == [element.text for element in meant.elements if not element.who]
        assert (scene.interior, scene.exterior) == (meant.prefix == "INT.", meant.prefix == "EXT.")
        assert scene.page <= scene.lines[0].page <= scene.last_page


EVERYTHING = """Title:
    _**THE LAMP**_
Author: Somebody
Draft date: 1/1/2026

FADE IN:

INT. LIGHTHOUSE - NIGHT #12A#

= What the writer wants of it.

MARA (34) climbs. /* cut
this */ She *stops*. [[is she alone?]]

MARA (V.O.)
(whispering)
Nobody was here.
(beat)
Nobody.

TOM (CONT'D) ^
Somebody was.

@McCLANE
Me.

CUT TO:

.SNIPER SCOPE POV

!SHOUTED ACTION
goes on.

> THE END <

~La la la

> FADE OUT.

# Act two

ext. beach -- dawn

MARA (O.S.)
Here
  \x20
still.
"""


def test_every_element_is_what_it_is() -> None:
    found = play(EVERYTHING)

    assert found.title == "THE LAMP"
    first, second, third = found.scenes
    assert (first.number, first.heading, first.location, first.time_of_day) == (
        "12A", "INT. LIGHTHOUSE - NIGHT", "LIGHTHOUSE", "NIGHT",
    )  # fmt: skip
    assert [(line.character, line.text, line.manner) for line in first.lines] == [
        ("MARA", "Nobody was here.\nNobody.", "voice-over"),
        ("TOM", "Somebody was.", "dialogue"),
        ("McCLANE", "Me.", "dialogue"),
    ]
    assert "MARA (34) climbs." in first.action
    assert "She stops." in first.action
    for unseen in ("cut\nthis", "alone", "What the writer wants", "FADE IN", "(whispering)"):
        assert unseen not in first.action
    assert "(whispering)" in first.text
    assert (second.number, second.heading, second.interior, second.exterior) == ("2", "SNIPER SCOPE POV", False, False)
    assert second.action == "SHOUTED ACTION\ngoes on.\n\nTHE END\n\nLa la la"
    assert second.text.endswith("FADE OUT.")
    assert (third.location, third.time_of_day, third.exterior) == ("beach", "DAWN", True)
    assert [(line.character, line.manner) for line in third.lines] == [("MARA", "off-screen")]


def test_pages_end_where_they_are_said_to_or_after_fifty_five_lines() -> None:
    said = play("INT. A - DAY\n\nOne.\n\n===\n\nINT. B - DAY\n\nTwo.\n\n\fINT. C - DAY\n\nThree.")
    counted = play("INT. A - DAY\n\n" + "A line.\n\n" * 60 + "INT. B - DAY\n\nEnd.")

    assert [(scene.page, scene.last_page) for scene in said.scenes] == [(1, 1), (2, 2), (3, 3)]
    assert [(scene.page, scene.last_page) for scene in counted.scenes] == [(1, 3), (3, 3)]


@pytest.mark.parametrize(
    ("heading", "location", "time", "inside", "outside"),
    [
        ("INT. HOUSE - KITCHEN - NIGHT", "HOUSE - KITCHEN", "NIGHT", True, False),
        ("EXT. SEA—DAY", "SEA", "DAY", False, True),
        ("INT./EXT. CAR (MOVING) - DAY (FLASHBACK)", "CAR (MOVING)", "DAY", True, True),
        ("I/E. BOAT - CONTINUOUS", "BOAT", "CONTINUOUS", True, True),
        ("EST. PARIS - MOMENTS LATER", "PARIS", "MOMENTS LATER", False, True),
        ("INT. MARY'S ROOM - NIGHT - LATER", "MARY'S ROOM", "NIGHT - LATER", True, False),
        ("INT. SPY-GLASS TAVERN - DAY", "SPY-GLASS TAVERN", "DAY", True, False),
        ("EXT BEACH", "BEACH", "", False, True),
        ("INT. SPY-GLASS TAVERN-DAY", "SPY-GLASS TAVERN", "DAY", True, False),
        ("INT. DAY-CARE", "DAY-CARE", "", True, False),
    ],
)
def test_headings_are_taken_apart(heading: str, location: str, time: str, inside: bool, outside: bool) -> None:
    assert is_heading(heading)
    found = parse_heading(heading)
    assert (found.location, found.time_of_day, found.interior, found.exterior) == (location, time, inside, outside)


@pytest.mark.parametrize("line", ["INTERESTING", "EXTRA!", "INT.", "INT", "A SHIP", "", "EXT. " + "A" * 300])
def test_what_is_no_heading_is_none(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("cue", "name", "manner"),
    [
        ("MARA", "MARA", "dialogue"),
        ("MARA (V.O.)", "MARA", "voice-over"),
        ("MARA (v.o.) (CONT'D)", "MARA", "voice-over"),
        ("MARA (O.S./CONT’D)", "MARA", "off-screen"),
        ("MARA (O.C.)", "MARA", "off-screen"),
        ("MARA (INTO PHONE) ^", "MARA", "dialogue"),
        ("DR. O'NEIL - CONT'D", "DR. O'NEIL", "dialogue"),
    ],
)
def test_cues_are_bare_names(cue: str, name: str, manner: str) -> None:
    assert bare_name(cue) == (name, manner)


def test_prose_is_no_screenplay() -> None:
    assert not looks_like_fountain("# Notes\n\nThe interior is dark.\n\nMARA\n\nInt. was meant as a word.\n")
    assert looks_like_fountain("INT. A - DAY\n\nx\n\nEXT. B - DAY\n\ny")


_PIECES = st.sampled_from(
    ["INT. A - DAY", "EXT. B", "MARA", "MARA (V.O.)", "(x)", "[[", "]]", "/*", "*/", "===", "#", "=", "@", ".", "!",
     ">", "<", "~", "^", "\f", "\n", "\n\n", "  ", "Title: A", "TO:", "*", "_", "#12#", "words", "Ä", "\u2028", "("]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_has_a_parse(text: str) -> None:
    found = play(text)

    for scene in found.scenes:
        assert 1 <= scene.page <= scene.last_page
        assert all(scene.page <= line.page <= scene.last_page for line in scene.lines)
        assert all(line.character for line in scene.lines)
    looks_like_fountain(text)
