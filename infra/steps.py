"""Run named commands side by side, say in one line how each went, and show the whole output of what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
_saying = threading.Lock()


@dataclass(frozen=True)
class Step:
    """Commands that run one after the other until one fails. ``{bin}`` is the environment's folder of programs."""

    name: str
    commands: Sequence[Sequence[str]]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> bool:
        """Print one line when done, preceded by everything that was said if it failed."""
        started, said, passed = time.monotonic(), "", True
        for command in self.commands:
            done = subprocess.run(
                [part.replace("{bin}", str(BIN)) for part in command],
                cwd=self.cwd,
                env=programs_first(self.env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            said += done.stdout
            if done.returncode:
                passed = False
                said += f"({' '.join(command)} ended with {done.returncode})\n"
                break
        with _saying:
            print(f"{'ok    ' if passed else 'FAILED'} {self.name} ({time.monotonic() - started:.1f} s)", flush=True)
            if not passed:
                print(said.rstrip(), flush=True)
        return passed


def programs_first(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: our own programs (node among them) before the machine's, nothing interactive."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "CI": "1", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1", **extra}


def run_all(steps: Sequence[Step], at_once: int = 2) -> list[Step]:
    """The steps that failed. Every step runs, whatever became of the others."""
    with ThreadPoolExecutor(at_once) as pool:
        passed = list(pool.map(Step.run, steps))
    return [step for step, went_well in zip(steps, passed, strict=True) if not went_well]
