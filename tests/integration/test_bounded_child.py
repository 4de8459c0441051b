"""A process of its own: what it may say, and what becomes of one that does not end as it should."""

from __future__ import annotations

import pytest

from shared.adapters.bounded import ChildFailed, ChildStopped, in_child


async def test_a_child_that_says_too_much_is_stopped() -> None:
    with pytest.raises(ChildStopped):
        await in_child("this", {}, seconds=60, most=10)


async def test_an_answer_that_is_none_has_failed() -> None:
    with pytest.raises(ChildFailed, match="no answer"):
        await in_child("this", {}, seconds=60, most=10_000)


async def test_a_child_that_cannot_begin_has_failed() -> None:
    with pytest.raises(ChildFailed):
        await in_child("there_is_no_such_module", {}, seconds=60, most=10)


async def test_a_child_that_needs_too_long_is_stopped() -> None:
    with pytest.raises(ChildStopped):
        await in_child("shared.adapters.extraction.child", {}, seconds=0.01, most=10)
