"""What failed is run once more, by itself, and named: never hidden, never more than a few."""

from __future__ import annotations

import pytest

from infra import test as suite
from infra.test import Outcome, Tally


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was run once more; everything passes then, except names with ``always``."""
    asked: list[tuple[str, ...]] = []

    def run(_: str, __: Tally, *names: str) -> Outcome:
        asked.append(names)
        return Outcome(not any("always" in name for name in names))

    monkeypatch.setattr(suite, "pytest", run)
    return asked


def tally(passed: int, failed: int) -> Tally:
    made = Tally()
    made.counts.update(passed=passed, failed=failed)
    return made


def test_nothing_is_run_again_when_all_passed(again: list[tuple[str, ...]]) -> None:
    assert suite.once_more(tally(2, 0), [Outcome(True), Outcome(True)])
    assert again == []


def test_what_passes_by_itself_is_counted_and_named(
    again: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    counted = tally(10, 2)

    assert suite.once_more(counted, [Outcome(False, ("a.py::one",)), Outcome(False, ("b.py::two",))])
    assert again == [("a.py::one", "b.py::two")]
    assert str(counted) == "12 passed, 2 unstable"
    assert "UNSTABLE" in capsys.readouterr().out


@pytest.mark.parametrize(
    "outcomes",
    [
        [Outcome(False, ("a.py::always",))],
        [Outcome(False, tuple(f"a.py::test_{number}" for number in range(4)))],
        [Outcome(False)],
        [Outcome(False, ("a.py::one",)), Outcome(False)],
        [Outcome(False, ("a.py",))],
    ],
)
def test_everything_else_stays_a_failure(again: list[tuple[str, ...]], outcomes: list[Outcome]) -> None:
    counted = tally(10, 2)

    assert not suite.once_more(counted, outcomes)
    assert str(counted) == "10 passed, 2 failed"
