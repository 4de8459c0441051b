"""One function's deployment package: its own folder, what is shared, its locked libraries, and compiled code.

``python -m infra.deploy.artifact chat FOLDER`` needs nothing but Python, pip and, for the compilation, Python 3.13.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "3.13"
_PLATFORM = ["--platform", "manylinux2014_aarch64", "--platform", "manylinux_2_28_aarch64"]
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", "tests")


def main(function: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    copy(function, target)
    install(ROOT / "requirements" / f"{function}.lock", target)
    compile_all(target)


def copy(function: str, target: Path) -> None:
    """The sources: ``functions/<function>`` and ``shared``, no other function."""
    (target / "functions").mkdir(exist_ok=True)
    shutil.copy2(ROOT / "functions" / "__init__.py", target / "functions")
    for folder in (f"functions/{function}", "shared"):
        shutil.copytree(ROOT / folder, target / folder, ignore=_NOT_SHIPPED, dirs_exist_ok=True)


def install(lock: Path, target: Path) -> None:
    """The locked libraries as wheels for Lambda on arm64, whatever machine this is."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
        "--root-user-action=ignore",
    ]
    wheels = ["--only-binary=:all:", "--implementation", "cp", "--python-version", PYTHON, *_PLATFORM]
    subprocess.run([*pip, *wheels, "--require-hashes", "--no-deps", "--target", target, "-r", lock], check=True)
    shutil.rmtree(target / "bin", ignore_errors=True)


def compile_all(target: Path) -> None:
    """Imports are about three times faster from code whose sources are never looked at again."""
    python = sys.executable if sys.version_info[:2] == tuple(map(int, PYTHON.split("."))) else f"python{PYTHON}"
    command = [python, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", str(target)]
    try:
        subprocess.run(command, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        sys.exit(f"Python {PYTHON} has to be on PATH, to compile what Lambda will run ({error}).")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
