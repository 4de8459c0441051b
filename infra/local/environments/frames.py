"""What passes between the gateway and an environment: frames of a JSON head and a raw body.

Layout: two big-endian 32-bit lengths, then the head (JSON), then the body (bytes, whatever the function was sent).
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct(">II")

Frame = tuple[dict[str, Any], bytes]


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    raw = json.dumps(head).encode()
    return _LENGTHS.pack(len(raw), len(body)) + raw + body


def receive(sock: socket.socket) -> Frame | None:
    """The next frame of a blocking socket, None once the other side has gone."""
    lengths = _exactly(sock, _LENGTHS.size)
    if lengths is None:
        return None
    head_size, body_size = _LENGTHS.unpack(lengths)
    raw = _exactly(sock, head_size + body_size)
    return None if raw is None else (json.loads(raw[:head_size]), bytes(raw[head_size:]))


async def read(reader: asyncio.StreamReader) -> Frame:
    """The next frame; raises ``asyncio.IncompleteReadError`` once the other side has gone."""
    head_size, body_size = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    head = json.loads(await reader.readexactly(head_size))
    return head, await reader.readexactly(body_size)


def _exactly(sock: socket.socket, size: int) -> bytearray | None:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        count = sock.recv_into(view[filled:])
        if not count:
            return None
        filled += count
    return data
