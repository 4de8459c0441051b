"""What a database gets before anybody works with it."""

from __future__ import annotations

from typing import Any

import pytest

from infra.prepare import PrepareSettings, prepare
from shared.departments.skills import agents, departments


async def test_a_database_is_prepared_once(monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any) -> None:
    monkeypatch.setenv("MONGODB_URI", f"{mongo_uri.rstrip('/')}/{mongo_db.name}")
    settings = PrepareSettings()  # pyright: ignore[reportCallIssue]  read from the environment

    assert await prepare(settings) == len(departments()) + len(agents())
    assert await prepare(settings) == 0

    assert await mongo_db["departments"].count_documents({}) == len(departments())
    for collection, path in (
        ("projects", "slot"), ("departments", "slug"), ("agents", "agentId"), ("payload-preferences", "place"),
    ):  # fmt: skip
        indexes = (await mongo_db[collection].index_information()).values()
        assert any(index["key"][0][0] == path and index.get("unique") for index in indexes), collection
