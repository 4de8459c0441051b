"""Each access filter is needed: without it, the matrix finds a fault."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backlot.fronts import fronts
from tests.backlot.stage import Stage
from tests.integration.isolation.matrix import Matrix
from tests.integration.isolation.removed import Removed, removals

pytestmark = pytest.mark.timeout(300)

REMOVALS = list(removals(next(front.wiring.registry for front in fronts() if front.name == "content")))


@pytest.mark.parametrize("removed", REMOVALS, ids=str)
async def test_a_filter_that_is_removed_is_missed(monkeypatch: pytest.MonkeyPatch, removed: Removed) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    matrix = Matrix(await Stage().build())
    removed.remove(monkeypatch)

    assert [fault async for fault in first(matrix, removed)] != [], "without this filter the matrix finds no fault"


async def first(matrix: Matrix, removed: Removed) -> AsyncIterator[str]:
    faults = matrix.everything(removed.about)
    async for fault in faults:
        yield fault
        break
