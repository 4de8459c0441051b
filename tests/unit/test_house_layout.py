"""The house looks the same in every room."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house import ROOT, files, files_of, functions, text_of

LONGEST = 350
GENERATED = re.compile(r"(^|/)generated/|^docs/openapi\.json$|^docs/api\.md$|\.lock$|package-lock\.json$|schema\.ts$")
SOURCES = (".py", ".ts", ".tsx", ".js", ".css", ".sh")
"""Code. A declaration such as template.yaml is as long as what it declares."""
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pytest\.mark\.skip\b|\b(it|test)\.skip\(")
HOLDS_ITS_RULES = {Path("tests/unit/test_house_layout.py"), Path("CONTRIBUTING.md")}


@pytest.mark.parametrize("function", functions())
def test_a_function_folder_holds_the_same_files_as_every_other(function: str) -> None:
    held = {path.name for path in files() if path.parts[:2] == ("functions", function)}

    assert {"__init__.py", "app.py", "routes.py", "schemas.py", "settings.py"} <= held


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    written = [path for path in files_of(*SOURCES) if not GENERATED.search(path.as_posix())]
    lengths = {path.as_posix(): len(text_of(path).splitlines()) for path in written}

    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_nothing_is_left_unfinished() -> None:
    written = [path for path in files_of(*SOURCES, ".md") if path not in HOLDS_ITS_RULES]
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in written
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if UNFINISHED.search(line)
    ]

    assert found == []


def test_there_is_no_drawer_for_everything() -> None:
    assert [str(path) for path in files() if path.stem in {"utils", "helpers", "misc", "common"}] == []


def test_every_room_of_shared_is_named_in_the_import_contracts() -> None:
    contracts = {
        contract["id"]: contract
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    }
    rooms = {f"shared.{Path(path.parts[1]).stem}" for path in files() if path.parts[0] == "shared"} - {
        "shared.__init__"
    }
    rooms_of_rules = rooms - {"shared.adapters"}

    assert rooms_of_rules <= set(contracts["drivers-in-adapters"]["source_modules"])
    assert rooms_of_rules - {"shared.wiring"} <= set(contracts["wiring-builds-adapters"]["source_modules"])
    not_for_gpu = set(contracts["gpu-is-its-own-image"]["forbidden_modules"])
    assert rooms - {"shared.domain"} <= not_for_gpu
    not_for_adapters = set(contracts["adapters-know-only-ports"]["forbidden_modules"])
    assert rooms_of_rules - {"shared.ports", "shared.domain"} <= not_for_adapters
