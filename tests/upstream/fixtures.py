"""The fixture of every test that talks to the scripted upstream (``tests/conftest.py`` names this module)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.upstream.running import Running, running


@pytest.fixture
def upstream() -> Iterator[Running]:
    with running() as server:
        yield server
