"""The whole suite: ``make test``. ``soak`` as argument: the long fault runs instead.

First what can be said without running the product, then the tests that share the machine well, two at a time, then
those that need the whole product, each group of them with one of its own, and last those that need the machine to
themselves. What failed among these is run once more by itself, and named if it passes then (docs/decisions/0013).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as Xml
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from infra.check import python_steps, template_steps, web_steps, web_tests
from infra.steps import ROOT, programs_first, run_all

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ALONE = "product or serial"
GROUPED = ("--dist", "loadgroup")
NOTHING_COLLECTED = 5
MOST_UNSTABLE = 3


@dataclass
class Tally:
    """What became of the tests of all phases."""

    counts: Counter[str] = field(default_factory=Counter)

    def read(self, report: Path) -> None:
        for suite in Xml.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own report
            said = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            self.counts["failed"] += said["failures"]
            self.counts["errors"] += said["errors"]
            self.counts["skipped"] += said["skipped"]
            self.counts["passed"] += said["tests"] - said["failures"] - said["errors"] - said["skipped"]

    def __str__(self) -> str:
        shown = {"passed": self.counts["passed"], **{name: count for name, count in self.counts.items() if count}}
        return ", ".join(f"{count} {name}" for name, count in shown.items())


def ensure_browser() -> None:
    """Chromium, for the end-to-end tests. Raises ``SystemExit`` with one sentence when it cannot be had."""
    if any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit("The end-to-end tests need Chromium. Install it (Debian: apt-get install chromium).")
    print("Installing Chromium …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "install", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(
            command, env=programs_first(quiet), stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"Chromium could not be installed: {(done.stderr or done.stdout).strip()[-800:]}")


@dataclass(frozen=True)
class Outcome:
    """``failed`` names the tests that did; a run can go wrong without any."""

    passed: bool
    failed: tuple[str, ...] = ()


def pytest(name: str, tally: Tally, *arguments: str) -> Outcome:
    print(f"\n== {name} ==", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report, cache = Path(folder) / "report.xml", Path(folder) / "cache"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-o", f"cache_dir={cache}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=programs_first({}), stdin=subprocess.DEVNULL)
        if report.exists():
            tally.read(report)
        failed = cache / "v" / "cache" / "lastfailed"
        names = tuple(json.loads(failed.read_text())) if failed.exists() else ()
    return Outcome(done.returncode in (0, NOTHING_COLLECTED), names)


def once_more(tally: Tally, outcomes: list[Outcome]) -> bool:
    """Whether all is well after the few tests that failed were run by themselves. Says which needed that."""
    if all(outcome.passed for outcome in outcomes):
        return True
    names = [name for outcome in outcomes for name in outcome.failed]
    unexplained = any(not outcome.passed and not outcome.failed for outcome in outcomes)
    if unexplained or len(names) > MOST_UNSTABLE or not all("::" in name for name in names):
        return False
    if not pytest("what failed, once more and by itself", Tally(), *names).passed:
        return False
    tally.counts.update(passed=len(names), unstable=len(names))
    tally.counts["failed"] = tally.counts["errors"] = 0
    print("\nUNSTABLE, and to be mended: passed only when run again:", *names, sep="\n  ", flush=True)
    return True


def suite() -> bool:
    tally, started = Tally(), time.monotonic()
    ensure_browser()
    print("== checks ==", flush=True)
    steps = [*web_steps(), *template_steps(), web_tests(), *python_steps()]
    failed = run_all(steps)
    outcomes = [
        pytest("tests that share the machine", tally, "-n", "2", *GROUPED, "-m", f"not ({ALONE})"),
        pytest("tests that need the product", tally, "-n", "2", *GROUPED, "-m", "product and not serial"),
        pytest("tests that need the machine to themselves", tally, "-m", "serial"),
    ]
    passed = once_more(tally, outcomes) and not failed
    checks = f"{len(steps) - len(failed)} checks passed" + (f", {len(failed)} failed" if failed else "")
    return close(f"{tally}; {checks}", passed, started)


def soak() -> bool:
    tally, started = Tally(), time.monotonic()
    ensure_browser()
    outcome = pytest("long fault runs", tally, "-m", "soak", "-s", "--timeout", "7200")
    return close(f"{tally}", outcome.passed, started)


def close(said: str, passed: bool, started: float) -> bool:
    line = f" {said} in {time.monotonic() - started:.2f}s{'' if passed else ': FAILED'} "
    print(f"\n{line:=^100}", flush=True)
    return passed


def main(arguments: list[str]) -> int:
    match arguments:
        case []:
            return 0 if suite() else 1
        case ["soak"]:
            return 0 if soak() else 1
        case _:
            print("usage: python -m infra.test [soak]", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
