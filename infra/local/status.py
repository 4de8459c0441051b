"""`make status`: how each part and each function is."""

import contextlib
import time
from pathlib import Path

import psutil

from infra.local import probe, state


def report(home: Path) -> str:
    """A table of the parts, or one sentence when nothing runs."""
    if not state.running(home):
        return "Aladdin is not running. Start it with: make up"
    known = state.read(home)
    rows = [("part", "state", "pid", "port", "memory", "since", "restarts")]
    for name, part in known.get("parts", {}).items():
        pid, port = str(part["pid"] or "-"), str(part["port"] or "-")
        memory = f"{_memory(part['pid']) / 2**20:.0f} MB" if part["pid"] else "-"
        rows.append((name, part["state"], pid, port, memory, _ago(part["since"]), str(part["restarts"])))
    functions = probe.states(known["url"]) if "url" in known else {}
    rows += [(name, up, *["-"] * 5) for name, up in functions.items() if name.startswith("function ")]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([f"Aladdin runs at {known.get('url', '?')}", "", *lines])


def _memory(pid: int) -> int:
    """Resident bytes of the process and all its descendants."""
    total = 0
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total


def _ago(moment: float) -> str:
    seconds = int(time.time() - moment)
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
