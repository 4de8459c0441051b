"""The commands behind ``make test`` and ``make check`` tell the truth about what they ran."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from infra import test as suite
from infra.steps import Step, run_all

SAY = [sys.executable, "-c", "print('one thing')"]
FAIL = [sys.executable, "-c", "print('what went wrong'); raise SystemExit(3)"]


def test_a_step_that_passes_takes_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert Step("saying", [SAY]).run()

    (line,) = capfd.readouterr().out.splitlines()
    assert line.startswith("ok     saying (")


def test_a_step_that_fails_shows_everything_and_goes_no_further(capfd: pytest.CaptureFixture[str]) -> None:
    assert not Step("failing", [SAY, FAIL, ["never-reached"]]).run()

    said = capfd.readouterr().out
    assert said.startswith("FAILED failing (")
    assert "one thing\nwhat went wrong\n" in said
    assert "ended with 3" in said


def test_every_step_runs_whatever_became_of_the_others(tmp_path: Path) -> None:
    mark = tmp_path / "reached"
    last = Step("marking", [[sys.executable, "-c", f"open({str(mark)!r}, 'w')"]])

    assert [step.name for step in run_all([Step("failing", [FAIL]), last], at_once=1)] == ["failing"]
    assert mark.exists()


REPORT = """<?xml version="1.0"?><testsuites>
<testsuite name="pytest" tests="10" failures="2" errors="1" skipped="3" time="1"/></testsuites>"""


def test_the_tally_counts_what_pytest_reports(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    tally = suite.Tally()

    tally.read(report)
    tally.read(report)

    assert str(tally) == "8 passed, 4 failed, 2 errors, 6 skipped"


def test_no_tests_are_said_to_be_none() -> None:
    assert str(suite.Tally()) == "0 passed"


def test_the_closing_line_says_when_it_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert not suite.close("9 checks passed; 8 passed tests", False, 0)

    assert ": FAILED ===" in capsys.readouterr().out


def test_a_missing_browser_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite.shutil, "which", lambda _: None)

    with pytest.raises(SystemExit, match="need Chromium"):
        suite.ensure_browser()
