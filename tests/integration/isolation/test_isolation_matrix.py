"""What belongs to somebody else looks absent, on every route, by every method and to every role."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backlot.stage import Stage
from tests.integration.isolation.graph import graph
from tests.integration.isolation.matrix import Matrix
from tests.integration.isolation.operations import kind_of, operations
from tests.integration.isolation.states import states
from tests.integration.isolation.wholes import creation, fields, pages, relations, report

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def matrix(monkeypatch: pytest.MonkeyPatch) -> Matrix:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    return Matrix(await Stage().build())


async def all_of(faults: AsyncIterator[str]) -> list[str]:
    return [fault async for fault in faults]


async def test_what_belongs_to_others_is_answered_as_what_never_was(matrix: Matrix) -> None:
    assert await all_of(matrix.absent(operations())) == []


async def test_of_a_film_everybody_may_do_what_the_rules_say(matrix: Matrix) -> None:
    assert await all_of(matrix.roles(operations())) == []


async def test_pages_counts_and_bulk_operations_reach_ones_own_only(matrix: Matrix) -> None:
    assert await all_of(pages(matrix, operations())) == []


async def test_what_others_have_is_neither_named_nor_asked_about(matrix: Matrix) -> None:
    assert await all_of(relations(matrix, operations())) == []


async def test_only_who_may_make_one_makes_one(matrix: Matrix) -> None:
    assert await all_of(creation(matrix, operations())) == []


async def test_what_one_is_told_about_ones_rights_is_true(matrix: Matrix) -> None:
    assert await all_of(report(matrix, operations())) == []


async def test_the_trash_and_drafts_are_for_those_who_may_change_them(matrix: Matrix) -> None:
    assert await all_of(states(matrix, operations())) == []


async def test_graphql_tells_no_more(matrix: Matrix) -> None:
    assert await all_of(graph(matrix)) == []


async def test_nobody_writes_what_is_not_theirs_to_write(matrix: Matrix) -> None:
    assert await all_of(fields(matrix, operations())) == []


def test_a_parameter_that_the_matrix_does_not_know_stops_it() -> None:
    with pytest.raises(AssertionError, match=r"whose is \{reelId\}"):
        kind_of("/api/reels/{reelId}", "path", "reelId")
