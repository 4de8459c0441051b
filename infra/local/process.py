"""Starting and ending the processes of the laptop cloud."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Self

from infra.local.errors import LocalError

ROOT = Path(__file__).resolve().parents[2]


ALLOCATED = range(15_000, 32_000)
"""Below what systems give to outgoing connections: one of those could take a port while its server restarts."""


def free_port() -> int:
    """A port nobody uses just now."""
    for port in random.sample(ALLOCATED, 200):
        if bindable(port):
            return port
    raise LocalError(f"None of 200 ports between {ALLOCATED.start} and {ALLOCATED.stop} is free.")


def bindable(port: int) -> bool:
    """Whether a server of ours could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return not listening(port)


def listening(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


class Child:
    """One process of its own group, which ends with this one: see `infra.local.child`.

    `start`, `kill` and `stop` may be called again and again, in any order; every start runs the same command.
    Used as a context manager it is started on entry and stopped on exit.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.module = module
        self.arguments = list(arguments)
        self.env = dict(env or {})
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, output: int | IO[bytes] | None = None) -> Self:
        """Starts the process unless it runs; returns at once. `output` replaces the log as its stdout and stderr."""
        if self.running:
            return self
        self.kill()
        log = None
        if output is None and self.log is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            output = log = self.log.open("ab")
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.child", self.module, *self.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL if output is None else output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, **self.env},
                start_new_session=True,
            )
        finally:
            if log is not None:
                log.close()
        return self

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """Of the latest start."""
        if self.process is None:
            raise LocalError(f"{self.module} was never started.")
        return self.process.pid

    def kill(self) -> None:
        """SIGKILL to the process and all its descendants, and wait for its end."""
        self._signal(signal.SIGKILL)
        self._reap(None)

    def stop(self, grace: float = 10.0) -> None:
        """SIGTERM, then SIGKILL after `grace` seconds; waits for the end, and leaves no descendant behind."""
        self._signal(signal.SIGTERM)
        self._reap(grace)

    def wait_ready(self, ready: Callable[[], bool], *, timeout: float = 30.0) -> None:
        """Waits until `ready` says so; LocalError, and no process, when it ends first or the time is over."""
        end = time.monotonic() + timeout
        while not ready():
            if not self.running:
                code = self.process.returncode if self.process else None
                self.kill()
                raise LocalError(f"{self.module} ended at its start with exit status {code}{self._hint()}.")
            if time.monotonic() > end:
                self.kill()
                raise LocalError(f"{self.module} did not get ready within {timeout:.0f} s{self._hint()}.")
            time.sleep(0.02)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _hint(self) -> str:
        return f"; its log is {self.log}" if self.log else ""

    def _signal(self, number: int) -> None:
        if self.running:
            os.killpg(self.pid, number)

    def _reap(self, grace: float | None) -> None:
        if self.process is None or (self.process.stdin and self.process.stdin.closed):
            return  # done before, and the number of the group may be another's by now
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        if self.process.stdin:
            self.process.stdin.close()
