"""Secrets nobody gave."""

from __future__ import annotations

import json
from pathlib import Path

from infra.local import secrets


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    first = secrets.keep(tmp_path)

    assert secrets.keep(tmp_path) == first
    assert len(first["AUTH_SECRET"]) >= 32


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    secrets.keep(tmp_path)

    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_two_homes_share_none(tmp_path: Path) -> None:
    homes = [tmp_path / "a", tmp_path / "b"]
    for home in homes:
        home.mkdir()

    a, b = (set(secrets.keep(home).values()) for home in homes)

    assert not a & b


def test_what_a_newer_version_needs_is_added_and_the_rest_stays(tmp_path: Path) -> None:
    first = secrets.keep(tmp_path)
    older = {name: value for name, value in first.items() if name != "CALLBACK_KEYS"}
    (tmp_path / "secrets.json").write_text(json.dumps(older))

    again = secrets.keep(tmp_path)

    assert again.items() >= older.items()
    assert again["CALLBACK_KEYS"].startswith("local:")
