"""Ports nobody listens on, and nobody will: not even a client that is given any port by the system."""

from __future__ import annotations

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

# Below what Linux and macOS hand out for outgoing connections. The product takes a port and the six after it.
_FIRST, _LAST, _WIDTH = 10_000, 30_000, 8


def free_port() -> int:
    """The first of eight free ports that no other test process gets as long as this one lives."""
    while True:
        port = random.randrange(_FIRST, _LAST, _WIDTH)
        if _reserve(port) and all(_is_free(port + offset) for offset in range(_WIDTH)):
            return port


def _reserve(port: int) -> bool:
    folder = Path(tempfile.gettempdir()) / "aladdin-test-ports"
    folder.mkdir(exist_ok=True)
    held = os.open(folder / str(port), os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
