"""Lock files: one per dependency group that is installed somewhere, with hashes and without addresses.

``python -m infra.locks`` writes them (``make lock``); ``--check`` reads only, needs no network and names what is
wrong. A function's lock takes its versions from ``dev.lock``, so what was tested is what is deployed.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.isolated import uv

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "requirements"
EVERYTHING = "dev"
OF_THEIR_OWN = ("sam", "bench-litellm")
"""Programs that pin other versions of what we use live in environments of their own: see ``infra/isolated.py``."""
DEPLOYED = ("chat", "query", "data", "stream", "content", "brain", "worker", "media", "extract")
GROUPS = (EVERYTHING, *DEPLOYED, *OF_THEIR_OWN)

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? *(?P<more>\\?)$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
_ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host")


@dataclass(frozen=True)
class Pin:
    name: str
    version: str
    hashes: int


def requirements(group: str) -> list[Requirement]:
    """What the group asks for by itself, included groups spelled out."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]

    def spelled_out(name: str) -> Iterator[Requirement]:
        for entry in groups[name]:
            if isinstance(entry, str):
                yield Requirement(entry)
            else:
                yield from spelled_out(entry["include-group"])

    return list(spelled_out(group))


def pins(text: str) -> list[Pin]:
    """Raises ``ValueError`` for a line that is neither a pin nor a hash."""
    found: list[Pin] = []
    for line in text.splitlines():
        if _HASH.match(line) and found:
            last = found.pop()
            found.append(Pin(last.name, last.version, last.hashes + 1))
        elif pin := _PIN.match(line):
            found.append(Pin(canonicalize_name(pin["name"]), pin["version"], 0))
        elif line and not line.startswith("#"):
            raise ValueError(f"neither a pin nor a hash: {line}")
    return found


def faults(group: str) -> list[str]:
    """What is wrong with the group's lock file, one sentence each."""
    path = FOLDER / f"{group}.lock"
    if not path.exists():
        return [f"{path.name} is missing"]
    text = path.read_text()
    wrong = [f"{path.name} carries an address: {line}" for line in text.splitlines() if _ADDRESS.search(line)]
    locked = pins(text)
    wrong += [f"{path.name} has no hash for {pin.name}" for pin in locked if not pin.hashes]
    wrong += [f"{path.name} does not meet {asked}" for asked in requirements(group) if not _met(asked, locked)]
    if group in DEPLOYED:
        tested = {(pin.name, pin.version) for pin in pins((FOLDER / f"{EVERYTHING}.lock").read_text())}
        wrong += [
            f"{path.name} has {pin.name} {pin.version}, which is not what {EVERYTHING}.lock has"
            for pin in locked
            if (pin.name, pin.version) not in tested
        ]
    if group not in OF_THEIR_OWN:
        needed = _reached({canonicalize_name(asked.name) for asked in requirements(group)}, requirements(group))
        wrong += [f"{path.name} pins {pin.name}, which nothing asks for" for pin in locked if pin.name not in needed]
    return wrong


def _met(asked: Requirement, locked: list[Pin]) -> bool:
    return any(pin.name == canonicalize_name(asked.name) and pin.version in asked.specifier for pin in locked)


def _reached(roots: set[str], asked: list[Requirement]) -> set[str]:
    """The names reachable from ``roots`` by what is installed here, whatever the platform."""
    wanted = [(canonicalize_name(one.name), frozenset(one.extras)) for one in asked]
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        name, extras = wanted.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in _requires(name):
            needed = Requirement(line)
            extra = re.search(r"extra == ['\"]([^'\"]+)['\"]", str(needed.marker or ""))
            if not extra or extra[1] in extras:
                wanted.append((canonicalize_name(needed.name), frozenset(needed.extras)))
    return roots | {name for name, _ in seen}


def _requires(name: str) -> list[str]:
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def write(group: str) -> None:
    out = ["--output-file", str(FOLDER / f"{group}.lock")]
    tested = ["--constraints", str(FOLDER / f"{EVERYTHING}.lock")] if group in DEPLOYED else []
    plain = ["--generate-hashes", "--no-header", "--no-annotate"]
    uv("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", *plain, "--group", group, *out, *tested)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        wrong = [fault for group in GROUPS for fault in faults(group)]
        print("\n".join([*wrong, "Run: make lock"] if wrong else ["Lock files are clean and fresh."]))
        return 1 if wrong else 0
    for group in GROUPS:
        write(group)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
