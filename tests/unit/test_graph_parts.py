"""What a person says of an entity, change after change."""

from __future__ import annotations

from dataclasses import replace

from shared.adapters.neo4j.parts import MOST_DROPPED, Part, by_hand
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
