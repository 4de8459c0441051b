"""Logs stay small, and are shown with the names of their parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local import logs
from infra.local.errors import LocalError


def shown(folder: Path, part: str = "") -> list[str]:
    lines: list[str] = []
    logs.show(folder, part, follow=False, write=lines.append)
    return lines


def test_each_line_carries_its_part(tmp_path: Path) -> None:
    (tmp_path / "chat.log").write_text("one\n\ntwo\n")
    (tmp_path / "gateway.log").write_text("three\n")

    assert shown(tmp_path) == ["chat    | one", "chat    | two", "gateway | three"]
    assert shown(tmp_path, "gateway") == ["gateway | three"]


def test_a_part_without_a_log_is_answered_with_those_that_have_one(tmp_path: Path) -> None:
    (tmp_path / "gateway.log").write_text("three\n")
    (tmp_path / "chat.log").write_text("one\n")

    with pytest.raises(LocalError, match=r"No part called chta has a log\. These have one: chat, gateway"):
        shown(tmp_path, "chta")


def test_only_the_last_lines_of_a_long_log_are_shown(tmp_path: Path) -> None:
    (tmp_path / "chat.log").write_text("".join(f"{number}\n" for number in range(1000)))

    assert shown(tmp_path)[-1] == "chat | 999"
    assert len(shown(tmp_path)) == logs.TAIL


def test_what_is_added_is_followed_also_after_a_log_was_bounded(tmp_path: Path) -> None:
    log = tmp_path / "chat.log"
    log.write_text("old\n" * 100)
    lines: list[str] = []

    def write(line: str) -> None:
        lines.append(line)
        if len(lines) == logs.TAIL:
            logs.bound(tmp_path, limit=10)
            log.write_text("new\n")
        if line == "chat | new":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        logs.show(tmp_path, "", follow=True, write=write)


def test_a_log_beyond_its_limit_becomes_the_one_earlier_generation(tmp_path: Path) -> None:
    log = tmp_path / "chat.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 11)
        logs.bound(tmp_path, limit=10)
        writer.write(b"after")

    assert log.read_bytes() == b"after"
    assert (tmp_path / "chat.log.1").read_bytes() == b"x" * 11


def test_a_log_within_its_limit_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "chat.log").write_bytes(b"x" * 10)

    logs.bound(tmp_path, limit=10)

    assert [path.name for path in tmp_path.iterdir()] == ["chat.log"]
