"""How .venv is made on a machine about which nothing is known."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import bootstrap

ROOT = Path(__file__).parents[2]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs, the only one on the PATH: `dirname` and no Python yet."""
    dirname = shutil.which("dirname")
    assert dirname
    (tmp_path / "dirname").symlink_to(dirname)
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def run(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "infra" / "bootstrap.sh")], env={"PATH": str(machine)}, capture_output=True, text=True
    )


def test_no_python_is_one_sentence(machine: Path) -> None:
    program(machine, "python3", f'exec {sys.executable} -c "import sys; sys.exit(1)"')  # too old

    refused = run(machine)

    assert refused.returncode == 1
    assert refused.stderr.startswith("Aladdin needs Python 3.11 or newer")
    assert refused.stderr.count("\n") == 1


def test_a_shim_without_a_python_behind_it_is_passed_over(machine: Path) -> None:
    program(machine, "python3.13", 'echo "pyenv: python3.13: command not found" >&2; exit 127')
    program(machine, "python3.12", 'test "$1" = infra/bootstrap.py && echo chosen; exit 0')

    chosen = run(machine)

    assert (chosen.returncode, chosen.stdout, chosen.stderr) == (0, "chosen\n", "")


def test_uv_asks_where_pip_would_ask() -> None:
    pip = {"index-url": "https://mirror.test/simple", "find-links": "/wheels", "cert": "/ca.pem", "timeout": "60"}

    asked = bootstrap.uv_settings({**pip, "no-color": "true"})

    assert asked["UV_DEFAULT_INDEX"] == "https://mirror.test/simple"
    assert asked["UV_FIND_LINKS"] == "/wheels"
    assert asked["SSL_CERT_FILE"] == "/ca.pem"
    assert asked["UV_HTTP_TIMEOUT"] == "60"
    assert asked["UV_SYSTEM_CERTS"] == "1"
    assert "no-color" not in asked


def test_pips_environment_wins_over_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://file.test/simple\ncert = /file.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.delenv("PIP_CERT", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://environment.test/simple")

    found = bootstrap.pip_settings()

    assert found["index-url"] == "https://environment.test/simple"
    assert found["cert"] == "/file.pem"


def test_an_environment_is_made_anew_only_for_another_lock_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")

    assert not bootstrap.fresh("abc (3, 11)")
    (tmp_path / "stamp").write_text("abc (3, 11)")
    assert bootstrap.fresh("abc (3, 13)")
    assert not bootstrap.fresh("def (3, 11)")


def test_the_lock_file_locks_uv_itself() -> None:
    assert os.path.isfile(bootstrap.LOCK)
    assert "\nuv==" in bootstrap.LOCK.read_text()
