"""What is kept and asked of the graph, within bounds."""

from __future__ import annotations

from dataclasses import replace

from shared.adapters.neo4j.parts import MOST_DROPPED, Part, by_hand
from shared.adapters.neo4j.words import query_words
from shared.domain.brain import Entity, entity_id

LAMP = Entity(entity_id("prop", "Lamp"), "prop", "Lamp", "Brass.")


def test_what_was_taken_away_is_remembered_but_not_without_end() -> None:
    was, part = LAMP, None
    for turn in range(4):
        now = replace(LAMP, metadata={f"{turn}-{number}": number for number in range(MOST_DROPPED // 2)})
        part: Part | None = by_hand(now, was, (), "", part)
        was = now

    assert part is not None
    assert set(part.dropped) == {f"{turn}-{number}" for turn in (1, 2) for number in range(MOST_DROPPED // 2)}


def test_a_long_question_has_no_more_clauses_than_the_index_takes() -> None:
    """Each Chinese character is a word of its own to the index, which refuses more than 1,024."""
    sentence = "他在灯塔里点亮了灯而暴风雨打碎了玻璃"
    several = query_words(f"{sentence}。" * 100)

    assert several[0] == sentence
    assert 800 < sum(map(len, several)) < 1_000
    assert query_words("the lamp " * 100) == ["the", "lamp"] * 48
