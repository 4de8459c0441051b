"""What the rehearsal model says: fitting, safe to show, the same each time, whatever it is asked."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.rehearsal.completion import Completion, pieces
from infra.local.rehearsal.repertoire import NOTICE
from shared.adapters.embeddings.hashing import HashingEmbedder, similarity
from shared.domain.model import CONTINUE_INSTRUCTION


def said(asked: str, system: str = "") -> str:
    messages = [{"role": "system", "content": system}, {"role": "user", "content": asked}]
    return "".join(Completion.of("rehearsal", messages, None).tokens)


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("Explain the hero's journey structure", "## The hero's journey"),
        ("How do I create compelling dialogue?", "## Dialogue that plays"),
        ("What makes a good plot twist?", "## Three twists"),
        ("Give me tips for character development", "## Character development"),
        ("Write a logline about a bakery at war", "## Three loglines"),
        ("Create characters for a comedy", "## Characters"),
        ("Give me the three acts", "## Three acts"),
        ("I need a scene list", "## Scene list"),
        ("Write a dialogue between Anna and Bela", "## A scene"),
        ("A shot list for the opening", "## Shot list"),
        ("Find a title for it", "## Titles"),
    ],
)
def test_a_film_makers_question_gets_its_kind_of_answer(asked: str, heading: str) -> None:
    assert heading in said(asked)
    assert said(asked).endswith(NOTICE)


def test_the_users_own_people_play_in_it() -> None:
    text = said("Write a dialogue between Anna and Bela about the lost money in Naples")

    assert "ANNA" in text
    assert "BELA" in text
    assert "NAPLES" not in text
    assert "the lost money" in text


def test_the_genre_is_the_users_before_the_projects() -> None:
    horror = 'Facts:\n{"title": "Salt", "genre": "horror"}'

    assert "**Tone**: comedy" in said("A synopsis for a comedy about a bakery at war", horror)
    assert "**Tone**: horror" in said("A synopsis about a bakery", horror)
    assert said("Hi", horror).startswith("For **Salt** (horror):")


def test_markup_of_the_question_does_not_reach_the_answer() -> None:
    text = said("Think about <script>alert(1)</script> [x](http://evil) `code`")

    assert "<" not in text
    assert "](" not in text


@given(st.text(max_size=300), st.text(max_size=200), st.integers(0, 2000))
def test_any_question_is_answered_and_taken_up_anywhere(asked: str, system: str, at: int) -> None:
    whole = said(asked, system)
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": asked},
        {"role": "assistant", "content": whole[:at]},
        {"role": "user", "content": CONTINUE_INSTRUCTION},
    ]
    rest = "".join(Completion.of("rehearsal", messages, None).tokens)

    assert NOTICE in whole
    assert whole[:at] + rest == whole


@given(st.text(max_size=300))
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(st.text(max_size=200))
def test_every_vector_has_length_one(text: str) -> None:
    vector = HashingEmbedder().vector(text)

    assert len(vector) == 256
    assert math.isclose(math.fsum(value * value for value in vector), 1.0, rel_tol=1e-9)
    assert vector == HashingEmbedder().vector(text)


def test_near_wording_is_nearer_than_other_words() -> None:
    embed = HashingEmbedder().vector
    query = embed("the keeper of the lighthouse")
    ranked = sorted(
        ["Lighthouse keepers and their storms", "A wedding in Naples", "Robots on Mars"],
        key=lambda text: -similarity(query, embed(text)),
    )

    assert ranked[0] == "Lighthouse keepers and their storms"
    assert similarity(embed("RAIN"), embed("rain")) == pytest.approx(1)


@pytest.mark.parametrize("asked", ["What is this?", "Write a synopsis about a lamp that waits…", "Is it true? Yes!"])
def test_a_mark_of_the_users_own_is_not_doubled(asked: str) -> None:
    told = said(asked, '{"title": "The Lamp", "description": "A keeper waits."}')

    assert not re.search(r"[.!?…][”*]+\.", told)
    assert "e.g. *“If I am useful" in said("Give me tips for character development")
