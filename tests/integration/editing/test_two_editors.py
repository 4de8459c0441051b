"""No acknowledged change is lost in silence, however the steps of two editors mix."""

from __future__ import annotations

import pytest

from tests.integration.editing.course import take_course

pytestmark = pytest.mark.timeout(300)

SUITE, SOAK = 200, 10_000


async def faults_of(seeds: range) -> dict[int, list[str]]:
    return {seed: course.faults for seed in seeds if (course := await take_course(seed)).faults}


@pytest.mark.parametrize("half", [0, 1])
async def test_no_change_is_lost_in_silence(half: int) -> None:
    assert await faults_of(range(half * SUITE, (half + 1) * SUITE)) == {}


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_no_change_is_lost_in_ten_thousand_courses() -> None:
    assert await faults_of(range(SOAK)) == {}
