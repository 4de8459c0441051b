"""Markers: of what a model writes in brackets, only numbers of shown sources reach anybody, however tokens fall."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.brain import Fact, Question
from shared.orchestrator.query.citations import Markers, citations
from shared.orchestrator.query.plain import from_results, suggestions
from shared.orchestrator.query.results import card_of, results_of
from tests.runs.brain import DIARY, DRAFT, LAMP, MAYA, hit

MARKER = re.compile(r"\[(\d+)\]")
WRITTEN = {
    "Maya is 28 [1]. Tom is 30 [99].": "Maya is 28 [1]. Tom is 30.",
    "Both [1, 2, 99] and [1][2].": "Both [1][2] and [1][2].",
    "All of them [1-3] [2–9]": "All of them [1][2] [2]",
    "In words [source 2] [Sources: 1 and 2] [^1] [#2]": "In words [2] [1][2] [1] [2]",
    "Wide 【1】 ［99］ [０１]": "Wide [1] [1]",
    r"Escaped \[1\] \[99\]": "Escaped [1]",
    "Nested [[99]] [[1]]": "Nested [] [[1]]",
    "A link [1](https://evil.example)": "A link [1] (https://evil.example)",
    "A picture ![1](https://evil.example)": "A picture ![1] (https://evil.example)",
    "A definition\n[1]: https://evil.example": "A definition\n[1] : https://evil.example",
    "By name [1][evil]\n[evil]: https://evil.example": "By name [1] [evil]\n[evil] : https://evil.example",
    "Not ours [INT. KITCHEN – NIGHT 3] [ ] [x] [a1]": "Not ours [INT. KITCHEN – NIGHT 3] [ ] [x] [a1]",
    "Unfinished [1": "Unfinished [1",
    "Endless [" + "1," * 300 + "1]": "Endless (" + "1," * 300 + "1]",
    "Zero [0] [-1] [00001] huge [" + "9" * 90 + "]": "Zero [1] [1] huge",
    "Lines [1\n] end  ": "Lines [1\n] end  ",
    "Far" + " " * 300 + "[99].": "Far" + " " * 100 + ".",
    "": "",
}


def _sieved(parts: list[str], shown: int = 2, said: str = "") -> str:
    sieve = Markers(shown, said)
    return "".join(sieve.let(part) for part in parts) + sieve.rest()


@pytest.mark.parametrize("written", WRITTEN)
def test_what_is_let_through(written: str) -> None:
    assert _sieved([written]) == WRITTEN[written]
    assert _sieved(list(written)) == WRITTEN[written]


def test_blanks_without_end_are_not_kept_back() -> None:
    sieve = Markers(2)

    assert len("".join(sieve.let(" ") for _ in range(1_000))) > 700


@given(text=st.text(alphabet="ab [](]:,-1239\n\\【】^", max_size=60), cuts=st.lists(st.integers(0, 60)))
def test_tokens_may_be_cut_anywhere_and_nothing_forged_passes(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(text)]
    let = _sieved([text[start:end] for start, end in pairwise(places)])

    assert let == _sieved([text])
    assert {int(number) for number in MARKER.findall(let)} <= {1, 2}
    assert not re.search(r"\[\d+\][(:]", let)


@given(st.text(alphabet="ab ,.\n()!*é—", max_size=80))
def test_words_without_brackets_are_left_alone(text: str) -> None:
    assert _sieved(list(text)) == text


def test_without_sources_there_are_no_markers() -> None:
    assert _sieved(["See [1]", " and [", "2]."], shown=0) == "See and."


@pytest.mark.parametrize(
    ("said", "said_next", "let"),
    [("28 [1]", "(http)", " (http)"), ("x]", ": y", " : y"), ("28", "(a)", "(a)"), ("28 [1]", " (a)", " (a)")],
)
def test_a_continuation_knows_what_stands_before_it(said: str, said_next: str, let: str) -> None:
    assert _sieved([said_next], said=said) == let


def _results(*hits: Any) -> list[dict[str, Any]]:
    return results_of(hits, Question("?", limit=50))


def test_each_source_is_cited_once_in_order_of_appearance() -> None:
    found = citations("The lamp [2]. Maya [1], the lamp [2], nobody [3].", _results(MAYA, LAMP))

    assert [(one["marker"], one["id"]) for one in found] == [("[2]", LAMP.entity.id), ("[1]", MAYA.entity.id)]


def test_the_quote_is_the_passage_nearest_to_what_was_said_and_never_the_models_words() -> None:
    results = _results(MAYA)

    assert citations("She lights the lamp every night [1].", results)[0]["quote"] == DRAFT.quote
    assert citations("Maya? Since the storm she has the brass key [1].", results)[0]["quote"] == DIARY.quote
    assert citations("Quite something else [1].", results)[0]["quote"] in (DRAFT.quote, DIARY.quote)


def test_what_a_person_wrote_by_hand_is_its_own_passage_and_a_summary_is_none() -> None:
    by_hand = hit("Oar", "prop", content="Ash wood.", manual=True)
    summary = hit("Rope", "prop", content="A model's summary.", sources=(replace(DRAFT, quote=""),))

    assert citations("[1]", _results(by_hand))[0]["quote"] == "Ash wood."
    assert "quote" not in citations("[1]", _results(summary))[0]


def test_a_fact_is_quoted_with_the_passage_that_states_it() -> None:
    speaks = replace(DRAFT, quote="INES: The harbour lamp must be done by Sunday.")
    facts = (
        Fact("shoe size", "38", replace(DRAFT, quote="Her boots are 38.")),
        Fact("age", "38", replace(DRAFT, quote="INES VALADAO (38) blows glass.")),
    )
    ines = hit("Ines", facts=facts, sources=(speaks,))

    [cited] = citations("**Ines**: age: 38 (saltglass, page 1) [1]", _results(ines))
    assert cited["quote"] == "INES VALADAO (38) blows glass."


@pytest.mark.parametrize(("kind", "metadata"), [("scene", {}), ("other", {"passage": True})])
def test_a_scene_and_a_passage_are_quoted_with_the_sentence_that_says_it(kind: Any, metadata: dict[str, Any]) -> None:
    text = "INT. QUARRY - NIGHT\n\nRain. Quentin plays the cello.\n\nQUENTIN\nNobody hears it."
    quarry = hit(
        "Quarry", kind, content=text, metadata=metadata, sources=(replace(DRAFT, quote="INT. QUARRY - NIGHT"),)
    )

    [cited] = citations("It is Quentin who plays the cello [1].", _results(quarry))
    assert cited["quote"] == "Quentin plays the cello."
    card = card_of(_results(quarry)[0])
    assert card["metadata"]["properties"] == metadata


def test_an_answer_without_a_model_carries_no_markers_but_its_own() -> None:
    results = _results(hit("Key [7]", "prop", content="See [9](http://x) " * 100), *(hit(f"N{n}") for n in range(20)))
    text = from_results(results)

    assert [int(number) for number in MARKER.findall(text)] == list(range(1, 9))
    assert "13 more" in text
    assert len(text) < 5_000


def test_what_may_be_asked_next_is_about_what_was_found() -> None:
    assert suggestions(_results(LAMP)) == [
        "Which scenes take place at Lamp room?",
        "Which characters are there?",
        "Which locations are used?",
    ]
    assert all(len(question) < 120 for question in suggestions(_results(hit("X" * 500, "other"))))
    assert len(suggestions([])) == 3
