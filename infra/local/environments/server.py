"""The stream function's own web server, started as Lambda Web Adapter starts it: the handler is a script.

The script gets ``AWS_LWA_PORT``, is ready once the readiness path answers with less than 500, and is started again
whenever it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class Server:
    """``port`` is chosen once; ``ready`` is set while the server answers."""

    def __init__(self, script: Path, variables: dict[str, str], root: Path, output: IO[bytes]) -> None:
        self.port = _free_port()
        self.ready = asyncio.Event()
        self.restarts = 0
        self._readiness = variables.get("AWS_LWA_READINESS_CHECK_PATH", "/")
        self._script, self._root, self._output = script, root, output
        self._variables = {**variables, "AWS_LWA_PORT": str(self.port), "PORT": str(self.port)}
        self._process: subprocess.Popen[bytes] | None = None

    async def run(self) -> None:
        """Keeps the server alive until cancelled."""
        pause = _FIRST_PAUSE
        try:
            while True:
                started = asyncio.get_running_loop().time()
                self._process = self._spawn()
                await self._until_ready(self._process)
                await self._until_ended(self._process)
                self.ready.clear()
                if asyncio.get_running_loop().time() - started > 2 * _LONGEST_PAUSE:
                    pause = _FIRST_PAUSE
                self.restarts += 1
                log.warning("the stream server ended with %s and is started again", self._process.returncode)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            self.ready.clear()
            self.stop()

    def stop(self) -> None:
        """Ends the server process; ``run`` starts another one."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        leash = [sys.executable, "-m", "infra.local.environments.leash", str(os.getpid())]
        return subprocess.Popen(
            [*leash, "bash", str(self._script)],
            cwd=self._root,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )

    async def _until_ready(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            with contextlib.suppress(OSError, ValueError, IndexError):
                if await self._status() < 500:
                    self.ready.set()
                    return
            await asyncio.sleep(0.02)

    async def _until_ended(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:  # noqa: ASYNC110 - a process is not an Event
            await asyncio.sleep(0.05)

    async def _status(self) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"GET {self._readiness} HTTP/1.1\r\nHost: lambda\r\nConnection: close\r\n\r\n".encode())
            return int((await reader.readline()).split()[1])
        finally:
            writer.close()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
