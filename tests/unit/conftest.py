"""A unit test that reaches for the network, a database or a model fails at once and says so."""

from __future__ import annotations

import socket
from typing import Any, NoReturn

import pytest


class NetworkRefused(BaseException):
    """Not an ``Exception``: no driver may take it for a failed connection and go on."""


def _refuse(*arguments: Any, **_: Any) -> NoReturn:
    raise NetworkRefused(f"A unit test opened a connection: {arguments[1:]}. Hand the code a fake, or move the test.")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _refuse)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, lambda *arguments, **_: _refuse(None, *arguments))
