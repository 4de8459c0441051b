"""Building the studio: only when its sources changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from infra.local.web import build

BUILD = "require('fs').mkdirSync('dist',{recursive:true});require('fs').writeFileSync('dist/index.html','x')"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    scripts = {"build": f'node -e "{BUILD}"'}
    (tmp_path / "package.json").write_text(json.dumps({"name": "w", "version": "1.0.0", "scripts": scripts}))
    packages = {"": {"name": "w", "version": "1.0.0"}}
    lock = {"name": "w", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": packages}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.ts").write_text("1")
    return tmp_path


@pytest.mark.timeout(120)
def test_it_is_built_once_for_the_same_sources(web: Path) -> None:
    assert build(web)
    assert (web / "dist" / "index.html").read_text() == "x"
    assert not build(web)

    (web / "src" / "main.ts").write_text("2")
    assert build(web)

    shutil.rmtree(web / "dist")
    assert build(web)
    assert not build(web)
