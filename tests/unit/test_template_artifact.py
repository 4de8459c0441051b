"""What a deployment package carries."""

from __future__ import annotations

import re
from pathlib import Path

from infra.deploy.artifact import copy

ROOT = Path(__file__).resolve().parents[2]


def test_a_package_carries_its_own_function_and_what_is_shared(tmp_path: Path) -> None:
    copy("stream", tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["functions", "shared"]
    assert sorted(path.name for path in (tmp_path / "functions").iterdir()) == ["__init__.py", "stream"]
    assert (tmp_path / "functions" / "stream" / "run.sh").stat().st_mode & 0o111
    assert not list(tmp_path.rglob("*.pyc"))


def test_every_function_of_the_template_can_be_built() -> None:
    template = (ROOT / "template.yaml").read_text()
    targets = (ROOT / "infra" / "deploy" / "build.mk").read_text()

    for function in re.findall(r"^  (\w+Function):$", template, re.MULTILINE):
        assert f"build-{function}" in targets
        assert (ROOT / "requirements" / f"{function.removesuffix('Function').lower()}.lock").is_file()
