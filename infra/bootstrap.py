"""Makes .venv hold exactly what requirements/dev.lock says. Standard library only: nothing is installed yet."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "dev.lock"
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
STAMP = HOME / ".installed"
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
"""What uv calls the settings of pip that say where packages come from."""


def main() -> None:
    wanted = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version_info[:2]}"
    ROOT.joinpath(".cache").mkdir(exist_ok=True)
    with ROOT.joinpath(".cache", "bootstrap.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fresh(wanted):
            print("Installing the Python packages into .venv …", flush=True)
            ensure_venv()
            ensure_uv()
            sync()
            STAMP.write_text(wanted)
        STAMP.touch()


def fresh(wanted: str) -> bool:
    """An environment of another Python version is kept as long as it works and the lock file is the same."""
    return STAMP.is_file() and STAMP.read_text().split()[0] == wanted.split()[0] and works("")


def works(code: str) -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def ensure_venv() -> None:
    if works("import sys; sys.exit(sys.version_info < (3, 11))") and (works("import uv") or works("import pip")):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_ensurepip()
    venv.create(HOME, clear=True, with_pip=True)


def install_ensurepip() -> None:
    """Debian keeps it in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or subprocess.run(["which", "apt-get"], capture_output=True).returncode:
        sys.exit(f"This Python cannot make virtual environments. Install {package} (or python3-venv) and try again.")
    print(f"Installing {package} …", flush=True)
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", *command],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"Could not install {package}: {done.stderr.strip() or done.stdout.strip()}")


def ensure_uv() -> None:
    """The very uv of the lock file, its hashes checked by pip."""
    if works("import uv"):
        return
    pin = re.search(r"^uv==.*?(?=^\S)", LOCK.read_text() + "\n.", re.MULTILINE | re.DOTALL)
    if not pin:
        sys.exit(f"{LOCK.name} does not lock uv.")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(pin[0])
        file.flush()
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", file.name], os.environ)


def sync() -> None:
    command = [PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", LOCK]
    run(command, {**uv_settings(pip_settings()), **os.environ, "VIRTUAL_ENV": str(HOME)})


def pip_settings() -> dict[str, str]:
    """What pip would use, from its files and its environment; the environment wins."""
    pip = [PYTHON, "-m", "pip"] if works("import pip") else [sys.executable, "-m", "pip"]
    said = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        found |= dict(re.findall(rf"^{section}\.([a-z-]+)='(.*)'$", said, re.MULTILINE))
    return found


def uv_settings(pip: dict[str, str]) -> dict[str, str]:
    """The same places for uv, and the certificates of the system."""
    named = {UV_NAMES[name]: " ".join(value.split("\\n")).strip() for name, value in pip.items() if name in UV_NAMES}
    return {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", **named}


def run(command: list[str | Path], environment: dict[str, str] | os._Environ[str]) -> None:
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The Python packages could not be installed:\n{done.stdout}{done.stderr}".rstrip())


if __name__ == "__main__":
    main()
