"""``studio``: the content function over an empty database; ``people``: its admin and two plain users."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from tests.integration.content.app import Person, Studio, running_content


@pytest.fixture
async def studio(monkeypatch: pytest.MonkeyPatch, mongo_uri: str, mongo_db: Any) -> AsyncIterator[Studio]:
    async with running_content(monkeypatch, mongo_uri, mongo_db.name) as studio:
        yield studio


class People(NamedTuple):
    admin: Person
    ada: Person
    bo: Person


@pytest.fixture
async def people(studio: Studio) -> People:
    return People(await studio.admin(), await studio.person("ada"), await studio.person("bo"))
