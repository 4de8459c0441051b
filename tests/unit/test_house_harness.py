"""The harness keeps its promises: a unit test cannot reach the network, and no key of the developer's is seen."""

from __future__ import annotations

import asyncio
import os
import socket

import httpx
import pytest

from tests.isolation import forget_the_developers_settings
from tests.unit.conftest import NetworkRefused


def test_a_connection_is_refused() -> None:
    with pytest.raises(NetworkRefused), socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))


def test_an_http_client_is_refused() -> None:
    with pytest.raises(NetworkRefused):
        httpx.get("http://127.0.0.1:9/")


async def test_an_async_connection_is_refused() -> None:
    with pytest.raises(NetworkRefused):
        await asyncio.open_connection("127.0.0.1", 9)


def test_settings_of_the_developer_are_forgotten() -> None:
    environment = {"OPENROUTER_API_KEY": "of a developer", "MONGODB_URI": "mongodb://production", "HOME": "/home/me"}

    forget_the_developers_settings(environment)

    assert "OPENROUTER_API_KEY" not in environment
    assert "MONGODB_URI" not in environment
    assert environment["HOME"] == "/home/me"
    assert "OPENROUTER_API_KEY" not in os.environ
