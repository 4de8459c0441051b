"""Lock files are clean, fresh and the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra import locks
from tests.house import files, text_of

OTHERS = {"package-lock.json", ".npmrc", "jars.lock"}


@pytest.fixture
def forged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the real lock files that a test may spoil."""
    for group in locks.GROUPS:
        (tmp_path / f"{group}.lock").write_text((locks.FOLDER / f"{group}.lock").read_text())
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("group", locks.GROUPS)
def test_a_lock_file_is_clean_and_fresh(group: str) -> None:
    assert locks.faults(group) == []


def test_an_address_is_found(forged: Path) -> None:
    lock = forged / "chat.lock"
    lock.write_text("--index-url https://packages.example\n" + lock.read_text())

    with pytest.raises(ValueError, match="neither a pin nor a hash"):
        locks.faults("chat")


def test_a_pin_without_a_hash_is_found(forged: Path) -> None:
    lock = forged / "chat.lock"
    lock.write_text(re.sub(r"^(pyjwt==\S+) \\\n(?: +--hash\S+(?: \\)?\n)+", r"\1\n", lock.read_text(), flags=re.M))

    assert locks.faults("chat") == ["chat.lock has no hash for pyjwt"]


def test_a_requirement_without_a_pin_is_found(forged: Path) -> None:
    lock = forged / "chat.lock"
    lock.write_text(lock.read_text().replace("mangum==", "magnum=="))

    assert "chat.lock does not meet mangum" in locks.faults("chat")
    assert "chat.lock pins magnum, which nothing asks for" in locks.faults("chat")


def test_a_version_that_was_not_tested_is_found(forged: Path) -> None:
    lock = forged / "chat.lock"
    lock.write_text(re.sub(r"^httpx==\S+", "httpx==0.1", lock.read_text(), flags=re.M))

    assert "chat.lock has httpx 0.1, which is not what dev.lock has" in locks.faults("chat")


def test_other_lock_files_carry_no_addresses_either() -> None:
    address = re.compile(r'"resolved": *"https?:|registry *= *https?:')
    carrying = [str(path) for path in files() if path.name in OTHERS and address.search(text_of(path))]

    assert carrying == []
