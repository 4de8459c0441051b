"""The repository as the house tests see it: the files that belong to it and what they say."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (ROOT / (path := Path(name))).is_file()))


def files_of(*suffixes: str) -> list[Path]:
    return [path for path in files() if path.suffix in suffixes]


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(errors="replace")


def functions() -> list[str]:
    """The names of the deployed functions: the folders of ``functions/``."""
    return sorted({path.parts[1] for path in files() if path.parts[0] == "functions" and len(path.parts) > 2})
