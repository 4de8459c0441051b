"""Long fault runs are left out unless asked for, and that is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_short(): pass

@pytest.mark.soak
def test_long(): pass
"""


def pytest_says(folder: Path, *arguments: str) -> str:
    (folder / "test_both.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = soak: long\n")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "tests.soak", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True).stdout


def test_an_ordinary_run_leaves_them_out_and_says_so(tmp_path: Path) -> None:
    said = pytest_says(tmp_path)

    assert "1 passed, 1 deselected" in said
    assert "1 long fault runs were left out: `make soak` runs them." in said


def test_asked_for_they_run(tmp_path: Path) -> None:
    said = pytest_says(tmp_path, "-m", "soak")

    assert "test_long PASSED" in said
    assert "left out" not in said
