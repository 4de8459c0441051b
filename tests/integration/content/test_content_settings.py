"""What the content function needs before it starts: one clear line says what is missing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house import ROOT

GOOD = {"MONGODB_URI": "mongodb://127.0.0.1:9/aladdin", "AUTH_SECRET": "0123456789abcdef" * 2}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"AUTH_SECRET": None}, "AUTH_SECRET"),
        ({"AUTH_SECRET": "short"}, "AUTH_SECRET"),
        ({"AUTH_SECRET": "changeme-changeme-changeme-changeme"}, "AUTH_SECRET"),
        ({"MONGODB_URI": None}, "MONGODB_URI"),
        ({"MONGODB_URI": "localhost"}, "MONGODB_URI"),
        ({"ALLOW_REGISTRATION": "perhaps"}, "ALLOW_REGISTRATION"),
        ({}, None),
    ],
    ids=["no secret", "short secret", "placeholder", "no database", "no address", "no boolean", "all well"],
)
def test_a_bad_setting_stops_the_start_with_one_line(changed: dict[str, str | None], named: str | None) -> None:
    settings = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    environment = {"PATH": os.environ["PATH"], **settings}

    done = subprocess.run(
        [sys.executable, "-c", "import functions.content.app"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    if named is None:
        assert (done.returncode, done.stderr) == (0, "")
        return
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert named in done.stderr
    secret = changed.get("AUTH_SECRET")
    assert secret is None or secret not in done.stderr
