"""The parts' logs: bounded on the disk, and shown together with the name of the part before each line."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.local.errors import LocalError

LIMIT = 10 * 1024 * 1024
TAIL = 20


def bound(folder: Path, limit: int = LIMIT) -> None:
    """Moves what a log holds beyond `limit` bytes to `NAME.log.1`, one generation; writers append and need not know."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > limit:
            log.with_name(log.name + ".1").write_bytes(log.read_bytes())
            with log.open("r+b") as file:
                file.truncate()


def show(folder: Path, part: str, follow: bool, write: Callable[[str], None]) -> None:
    """Writes the last lines of each log, or of `part`'s alone, then what is added until interrupted."""
    known = {log.stem for log in _logs(folder, "")}
    if part and known and part not in known:
        raise LocalError(f"No part called {part} has a log. These have one: {', '.join(sorted(known))}")
    readers: dict[Path, Iterator[str]] = {}
    width = max((len(log.stem) for log in _logs(folder, part)), default=0)
    while True:
        for log in _logs(folder, part):
            first = log not in readers
            reader = readers.setdefault(log, _lines(log))
            for line in _tail(reader) if first else _available(reader):
                write(f"{log.stem:<{width}} | {line}")
        if not follow:
            return
        time.sleep(0.3)


def _logs(folder: Path, part: str) -> list[Path]:
    return [log for log in sorted(folder.glob("*.log")) if part in ("", log.stem)]


def _lines(log: Path) -> Iterator[str]:
    """Endless: the lines of a growing file, and an empty text whenever there is none for now."""
    position, rest = 0, b""
    while True:
        if log.stat().st_size < position:
            position, rest = 0, b""
        with log.open("rb") as file:
            file.seek(position)
            chunk = file.read()
            position = file.tell()
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.decode(errors="replace") for line in whole if line.strip())
        yield ""


def _available(reader: Iterator[str]) -> Iterator[str]:
    return iter(lambda: next(reader), "")


def _tail(reader: Iterator[str]) -> deque[str]:
    return deque(_available(reader), maxlen=TAIL)
