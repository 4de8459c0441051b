"""Where the laptop cloud's settings come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local import settings
from infra.local.errors import LocalError


def dotenv(folder: Path, text: str) -> None:
    (folder / ".env").write_text(text)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv(tmp_path, "OPENROUTER_API_KEY=from-file\nMONGODB_URI=mongodb://file/a\n")

    read = settings.read({"OPENROUTER_API_KEY": "from-environment"}, root=tmp_path)

    assert read.given["OPENROUTER_API_KEY"] == "from-environment"
    assert read.given["MONGODB_URI"] == "mongodb://file/a"


def test_a_name_without_a_value_is_not_given(tmp_path: Path) -> None:
    dotenv(tmp_path, "MONGODB_URI=\n")

    assert "MONGODB_URI" not in settings.read({}, root=tmp_path).given


def test_another_file_or_none_can_be_named(tmp_path: Path) -> None:
    dotenv(tmp_path, "ALADDIN_PORT=9001\n")
    (tmp_path / "other").write_text("ALADDIN_PORT=9002\n")

    assert settings.read({}, root=tmp_path).port == 9001
    assert settings.read({"ALADDIN_DOTENV": str(tmp_path / "other")}, root=tmp_path).port == 9002
    assert settings.read({"ALADDIN_DOTENV": ""}, root=tmp_path).port == settings.DEFAULT_PORT


def test_data_is_kept_in_the_checkout_unless_a_home_is_named(tmp_path: Path) -> None:
    assert settings.read({}, root=tmp_path).home == tmp_path / ".aladdin"
    assert settings.read({"ALADDIN_HOME": "/elsewhere"}, root=tmp_path).home == Path("/elsewhere")


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8787.5"])
def test_a_port_that_is_none_is_one_sentence(tmp_path: Path, port: str) -> None:
    with pytest.raises(LocalError, match=f"ALADDIN_PORT is '{port}', which is not a port"):
        settings.read({"ALADDIN_PORT": port}, root=tmp_path)
