"""The processes of one function as the gateway holds them: its runtime, and the environments forked from it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from infra.local.environments.frames import Frame, pack, read
from infra.local.environments.function import Function

INIT_SECONDS = 60.0


class InitFailed(Exception):
    """The function could not be started. ``payload`` is Lambda's description of why."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(payload.decode(errors="replace")[:500])
        self.payload = payload


@dataclass(frozen=True, slots=True)
class Answer:
    """What an invocation came to. With ``ok`` false, ``payload`` is Lambda's description of the error."""

    ok: bool
    payload: bytes


def broken(kind: str, message: str) -> Answer:
    return Answer(False, json.dumps({"errorType": kind, "errorMessage": message}).encode())


def _init_failed(message: str) -> InitFailed:
    return InitFailed(broken("Runtime.ExitError", message).payload)


class Environment:
    """One process that serves one invocation at a time."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, probe: socket.socket, pid: int
    ) -> None:
        self.pid = pid
        self.idle_since = time.monotonic()
        self._reader, self._writer, self._probe = reader, writer, probe

    @property
    def alive(self) -> bool:
        """Asks the socket itself, since the event loop hears of a death a moment later."""
        if self._reader.at_eof() or self._writer.is_closing():
            return False
        try:
            return self._probe.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def invoke(self, head: dict[str, Any], body: bytes, timeout: float) -> Answer:
        """Raises nothing: a timeout kills the process, a death of the process is an answer like Lambda's."""
        request_id = head["requestId"]
        try:
            async with asyncio.timeout(timeout):
                self._writer.write(pack(head, body))
                answer, payload = await read(self._reader)
            self.idle_since = time.monotonic()
            return Answer(answer["ok"], payload)
        except TimeoutError:
            self.kill()
            late = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
            return broken("Sandbox.Timedout", late)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.kill()
            died = f"RequestId: {request_id} Error: Runtime exited without providing a reason"
            return broken("Runtime.ExitError", died)
        except asyncio.CancelledError:
            self.kill()
            raise

    def kill(self) -> None:
        """Ends the process whatever it is doing."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self._probe.close()
        self._writer.close()


class Runtime:
    """The process that imported a function's handler and opens its environments."""

    def __init__(self, function: Function, variables: dict[str, str], root: Path, log: IO[bytes]) -> None:
        self._function, self._variables, self._root, self._log = function, variables, root, log
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Imports the handler; raises ``InitFailed`` when that fails or takes more than a minute."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "infra.local.environments.run", self._function.handler, str(os.getpid())]
        with theirs:
            self._process = subprocess.Popen(
                command, cwd=self._root, env=self._variables, stdin=theirs.fileno(), stdout=self._log, stderr=self._log
            )
        ours.setblocking(False)
        self._control = ours
        try:
            head, body = await _first_frame(ours.dup())
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            self.stop()
            raise _init_failed("The function ended while it was starting") from error
        if not head["ok"]:
            self.stop()
            raise InitFailed(body)

    async def open(self) -> Environment:
        """A fresh environment, ready for its first invocation; raises ``InitFailed``."""
        ours, theirs = socket.socketpair()
        probe = ours.dup()
        try:
            with theirs:
                assert self._control is not None
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            ours.setblocking(False)
            probe.setblocking(False)
            reader, writer = await asyncio.open_unix_connection(sock=ours)
            async with asyncio.timeout(INIT_SECONDS):
                head, _ = await read(reader)
        except (TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            ours.close()
            probe.close()
            raise _init_failed("The environment ended while it was starting") from error
        return Environment(reader, writer, probe, head["pid"])

    def stop(self) -> None:
        """Ends the process and, with it, every environment it opened."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._control is not None:
            self._control.close()


async def _first_frame(sock: socket.socket) -> Frame:
    reader, writer = await asyncio.open_unix_connection(sock=sock)
    try:
        async with asyncio.timeout(INIT_SECONDS):
            return await read(reader)
    finally:
        writer.close()
