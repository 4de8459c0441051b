"""The laptop cloud as a test sees it: started by its own command, reached over HTTP, gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
# A test process that is killed takes its product along.
LEASH = (sys.executable, "-m", "infra.local.environments.leash")
START = 240.0
STOP = 30.0


@dataclass(frozen=True)
class Product:
    url: str
    home: Path
    supervisor: psutil.Process
    log: Path

    def parts(self) -> list[psutil.Process]:
        """Every process the supervisor has started that still lives."""
        return [part for part in self.supervisor.children(recursive=True) if part.is_running()]


@contextmanager
def running_product(home: Path, **settings: str) -> Iterator[Product]:
    """Start it with ``settings`` in its environment, wait until ``/healthz`` answers 200, end it as Ctrl-C does."""
    port, log = free_port(), home / "up.log"
    environment = _environment(home, port, settings)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*LEASH, str(os.getpid()), sys.executable, "-m", "infra.local", "up"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    product = Product(f"http://127.0.0.1:{port}", home, psutil.Process(process.pid), log)
    try:
        _wait_until_healthy(product, process)
        yield product
    finally:
        _end(product, process)


def _environment(home: Path, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "POWERTOOLS_"))}
    ours = {"ALADDIN_HOME": str(home), "ALADDIN_PORT": str(port), "ALADDIN_DOTENV": "", "ALADDIN_WATCH": "0"}
    return {**inherited, **ours, **settings}


def _wait_until_healthy(product: Product, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START
    said = "nothing"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The product ended with {process.returncode}:\n{_tail(product.log)}")
        try:
            answer = httpx.get(f"{product.url}/healthz", timeout=5)
            if answer.status_code == 200:
                return
            said = answer.text
            if "failed" in answer.json().get("parts", {}).values():
                break
        except httpx.TransportError as refused:
            said = str(refused)
        time.sleep(0.2)
    raise RuntimeError(f"The product is not healthy ({said}):\n{_tail(product.log)}")


def _end(product: Product, process: subprocess.Popen[bytes]) -> None:
    started = [product.supervisor, *product.parts()] if process.poll() is None else []
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    gone, left = psutil.wait_procs(started, timeout=5)
    for part in left:
        part.kill()
    assert not left, f"Ctrl-C left {[' '.join(part.cmdline()[:4]) for part in left]}:\n{_tail(product.log)}"
    assert gone or not started


def _tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
