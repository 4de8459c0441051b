"""Whatever the API description allows to be sent is answered as it says: no failure of ours, the status, the type
and the shape described."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.integration.fuzz.asking import Asking, described, try_out

pytestmark = pytest.mark.timeout(300)

FEW, MANY = 4, 150


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    with asyncio.Runner() as runner:
        yield Asking(runner)


def faults_of(asking: Asking, part: int, parts: int, examples: int) -> dict[str, str]:
    faults: dict[str, str] = {}
    for number, (name, operation) in enumerate(sorted(described().items())):
        if number % parts == part and "/stream" not in name.removesuffix("/stream/ticket"):
            try:
                try_out(asking, operation, examples)
            except Exception as fault:  # noqa: BLE001  a test tells all of them at once
                faults[name] = str(fault)[:2000]
    return faults


@pytest.mark.parametrize("part", range(4))
def test_answers_are_as_described(asking: Asking, part: int) -> None:
    assert faults_of(asking, part, 4, FEW) == {}


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_many_answers_are_as_described(asking: Asking) -> None:
    faults = faults_of(asking, 0, 1, MANY)
    print(f"\n{asking.asked} generated requests")  # noqa: T201
    assert faults == {}
