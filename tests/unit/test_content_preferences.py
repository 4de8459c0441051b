"""Preferences: any JSON by key, each one's own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared.domain.errors import Forbidden, NotFound, ValidationFailed
from tests.content_world import ADA, BO, Interleaved, World


async def test_a_preference_is_kept_changed_and_forgotten() -> None:
    preferences = World().content.preferences
    assert await preferences.get("nav", ADA) is None
    first = await preferences.set("nav", {"open": True}, ADA)
    second = await preferences.set("nav", [1], ADA)

    assert (first["id"], second["value"]) == (second["id"], [1])
    assert second["user"] == {"relationTo": "users", "value": "ada"}
    assert await preferences.get("nav", ADA) == second
    assert await preferences.delete("nav", ADA) == second
    assert await preferences.get("nav", ADA) is None
    with pytest.raises(NotFound):
        await preferences.delete("nav", ADA)


async def test_preferences_are_ones_own() -> None:
    preferences = World().content.preferences
    await preferences.set("nav", 1, ADA)

    assert await preferences.get("nav", BO) is None
    with pytest.raises(NotFound):
        await preferences.delete("nav", BO)
    await preferences.set("nav", 2, BO)
    found = await preferences.get("nav", ADA)
    assert found is not None
    assert found["value"] == 1


async def test_nobody_has_none() -> None:
    preferences = World().content.preferences
    assert await preferences.get("nav", None) is None
    for refused in (preferences.set("nav", 1, None), preferences.delete("nav", None)):
        with pytest.raises(Forbidden):
            await refused


@pytest.mark.parametrize(
    ("key", "value"), [("", 1), ("k" * 201, 1), ("a\x00", 1), ("k", {"$a": 1}), ("k", "x" * 70_000)]
)
async def test_what_cannot_be_kept_is_refused(key: str, value: Any) -> None:
    preferences = World().content.preferences
    with pytest.raises(ValidationFailed):
        await preferences.set(key, value, ADA)
    assert await preferences.get(key, ADA) is None


async def test_a_race_for_a_key_leaves_one() -> None:
    world = World(Interleaved())
    await world.content.preferences.ensure_indexes()
    await asyncio.gather(*(world.content.preferences.set("nav", number, ADA) for number in range(5)))
    assert len(world.stored("payload-preferences")) == 1
