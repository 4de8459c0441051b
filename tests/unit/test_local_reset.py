"""Deleting the local data."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local import state
from infra.local.errors import LocalError
from infra.local.reset import reset


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "mongo").mkdir()
    (tmp_path / "mongo" / "documents.mv").write_text("data")
    (tmp_path / "secrets.json").write_text("{}")
    (tmp_path / "somebody-elses.txt").write_text("keep")
    return tmp_path


def test_it_deletes_our_data_and_nothing_else(home: Path) -> None:
    said = reset(home, agree=lambda question: True)

    assert said.startswith("Deleted.")
    assert [path.name for path in home.iterdir()] == ["somebody-elses.txt"]


def test_it_asks_first(home: Path) -> None:
    asked: list[str] = []

    said = reset(home, agree=lambda question: bool(asked.append(question)))

    assert said == "Nothing was deleted."
    assert str(home) in asked[0]
    assert (home / "mongo" / "documents.mv").exists()


def test_it_refuses_while_a_supervisor_runs(home: Path) -> None:
    lock = state.take(home)
    try:
        with pytest.raises(LocalError, match="Aladdin is running"):
            reset(home, agree=lambda question: True)
    finally:
        lock.release()

    assert (home / "mongo" / "documents.mv").exists()


def test_nothing_there_is_said_too(tmp_path: Path) -> None:
    assert "nothing to delete" in reset(tmp_path, agree=lambda question: True)
