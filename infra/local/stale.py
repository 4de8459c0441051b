"""Processes of a supervisor that was killed: they end by themselves within a moment, and are helped if they do not."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from infra.local import state

PATIENCE = 2.0


def end(home: Path, say: Callable[[str], None]) -> None:
    """Ends whatever parts the last state of `home` still names; only while holding the lock of `home`."""
    left = remaining(home)
    if not left:
        return
    say(f"An earlier start was killed; ending what it left: {', '.join(left)}.")
    deadline = time.monotonic() + PATIENCE
    while remaining(home) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in remaining(home).values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def remaining(home: Path) -> dict[str, psutil.Process]:
    """The parts that the last state of `home` names and that live."""
    found: dict[str, psutil.Process] = {}
    for name, part in state.read(home).get("parts", {}).items():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(part["pid"]) if part["pid"] else None
            if process and process.create_time() <= part["since"] + 1 and "infra.local.child" in process.cmdline():
                found[name] = process
    return found
