"""Asking a server whether it still answers: a port that accepts is not enough, the kernel accepts for the dead too."""

import json
import socket
import struct
import urllib.error
import urllib.request

HTTP = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
BOLT = bytes.fromhex("6060b017") + bytes.fromhex("00000005") + bytes(12)


def _mongo_ping() -> bytes:
    body = b"\x10ping\x00" + struct.pack("<i", 1) + b"\x02$db\x00" + struct.pack("<i", 6) + b"admin\x00" + b"\x00"
    section = struct.pack("<IB", 0, 0) + struct.pack("<i", len(body) + 4) + body
    return struct.pack("<iiii", 16 + len(section), 1, 0, 2013) + section


MONGO = _mongo_ping()


def answers(port: int, question: bytes, *, timeout: float = 5.0) -> bool:
    """Whether whoever listens on `port` of this machine sends anything back within `timeout` seconds."""
    try:
        with socket.create_connection(("localhost", port), timeout) as connection:
            connection.sendall(question)
            answered = bool(connection.recv(65536))
            while question is HTTP and connection.recv(65536):
                pass  # a server that is cut off in its answer would fill its log
            return answered
    except OSError:
        return False


def waiting_for(url: str) -> list[str]:
    """The parts that the gateway does not call up; the gateway itself when it cannot be asked."""
    parts = states(url)
    return [name for name, state in parts.items() if state != "up"] if parts else ["gateway"]


def states(url: str) -> dict[str, str]:
    """Every part and function with its state, from the gateway's `GET /healthz`; empty when it cannot be asked."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/healthz", timeout=2) as answer:
            body = answer.read()
    except urllib.error.HTTPError as unwell:
        body = unwell.read()
    except OSError:
        return {}
    try:
        return dict(json.loads(body)["parts"])
    except (ValueError, KeyError, TypeError):
        return {}
