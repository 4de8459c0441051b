"""The tests' own screenplay is as large and as true as whoever uses it believes."""

from __future__ import annotations

from tests.corpus.screenplay import (
    ADDED,
    CONFLICTS,
    CUT,
    FACTS,
    PROPS,
    QUESTIONS,
    RELATIONS,
    RENAMED,
    first_draft,
    fountain,
    second_draft,
)


def test_it_is_a_whole_film() -> None:
    draft = first_draft()

    assert len(draft.pages) >= 90
    assert len(draft.scenes) >= 60
    assert len(draft.locations) >= 15
    assert len(draft.speakers) >= 12
    assert max(len(page) for page in draft.pages) <= 55
    assert {prop for scene in draft.scenes for prop in scene.props} == set(PROPS)
    assert len(set(draft.pages)) == len(draft.pages)


def test_what_is_called_true_stands_where_it_is_said_to() -> None:
    draft = first_draft()
    scenes = {scene.number: scene for scene in draft.scenes}

    for said in (*FACTS, *RELATIONS):
        assert said.sentence in [element.text for element in scenes[said.scene].elements]
        assert draft.page_of[said.scene] <= draft.page_with(said.sentence)
    assert all(fact.value in fact.sentence for fact in FACTS)


def test_twenty_questions_have_answers_on_pages() -> None:
    draft = first_draft()

    assert len({question.text for question in QUESTIONS}) == 20
    for question in QUESTIONS:
        assert draft.pages_of(question)
        assert any(question.answer.lower() in sentence.lower() for sentence in question.sentences)


def test_the_second_draft_says_otherwise_what_it_is_said_to() -> None:
    first, second = first_draft(), second_draft()
    numbers = [[scene.number for scene in draft.scenes] for draft in (first, second)]

    assert set(numbers[0]) - set(numbers[1]) == set(CUT)
    assert set(numbers[1]) - set(numbers[0]) == set(ADDED)
    assert set(first.locations) - set(second.locations) - {"STONE BRIDGE"} == {RENAMED[0]}
    assert RENAMED[1] in second.locations
    before, after = fountain(first), fountain(second)
    for conflict in CONFLICTS:
        assert conflict.before != conflict.after
        sentence = next(fact.sentence for fact in FACTS if (fact.entity, fact.name) == (conflict.entity, conflict.name))
        assert sentence in before
        assert sentence not in after
        assert sentence.replace(conflict.before, conflict.after, 1) in after


def test_it_is_the_same_every_time() -> None:
    from tests.corpus.scenes import first_scenes

    assert first_scenes() == first_draft().scenes
