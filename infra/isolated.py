"""Environments beside our own, for programs that pin other versions than ours: each made from its own lock file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from infra.bootstrap import pip_settings, uv_settings
from infra.steps import ROOT


def ensure(group: str, folder: str) -> Path:
    """The environment ``folder`` of the repository, made anew when ``requirements/<group>.lock`` has changed."""
    lock, home = ROOT / "requirements" / f"{group}.lock", ROOT / folder
    wanted, stamp = hashlib.sha256(lock.read_bytes()).hexdigest(), home / "lock.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return home
    uv("venv", "--quiet", "--clear", "--python", sys.executable, str(home))
    uv("pip", "sync", "--quiet", "--python", str(home), "--require-hashes", str(lock))
    stamp.write_text(wanted)
    return home


def uv(*arguments: str) -> None:
    """Run the locked uv with the package index that pip is told to use on this machine."""
    environment = {**uv_settings(pip_settings()), **os.environ}
    subprocess.run([sys.executable, "-m", "uv", *arguments], cwd=ROOT, env=environment, check=True)
