"""HTTP/1.1 answers cut anywhere, and when a connection may serve again."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.llm.connection import Connection


class Wire(asyncio.Transport):
    """Stands for the socket: keeps what was sent and whether reading is paused."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.paused = self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += bytes(data)

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def abort(self) -> None:
        self.aborted = True


def connected() -> tuple[Connection, Wire]:
    connection, wire = Connection(), Wire()
    connection.connection_made(wire)
    return connection, wire


async def received(connection: Connection, pieces: list[bytes]) -> tuple[int, bytes]:
    """Status and body of the answer that arrives in ``pieces`` after a request."""
    exchange = asyncio.ensure_future(connection.exchange(b"GET / HTTP/1.1\r\n\r\n"))
    await asyncio.sleep(0)
    for piece in pieces:
        connection.data_received(piece)
    status, _ = await exchange
    body = b""
    while data := await connection.take():
        body += data
    return status, body


def chunked(parts: list[bytes]) -> bytes:
    framed = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts if part)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n"


@given(st.lists(st.binary(max_size=60), max_size=8), st.lists(st.integers(0, 600), max_size=30))
def test_a_body_is_the_same_however_its_bytes_are_cut(parts: list[bytes], cuts: list[int]) -> None:
    answer = chunked(parts)
    edges = sorted({0, len(answer), *(cut for cut in cuts if cut < len(answer))})

    async def exchange() -> tuple[int, bytes, bool]:
        connection, _ = connected()
        status, body = await received(connection, [answer[start:end] for start, end in pairwise(edges)])
        return status, body, connection.reusable

    assert asyncio.run(exchange()) == (200, b"".join(parts), True)


async def test_one_connection_serves_one_exchange_after_the_other() -> None:
    connection, wire = connected()
    bodies = [await received(connection, [chunked([word])]) for word in (b"one", b"two")]

    assert bodies == [(200, b"one"), (200, b"two")]
    assert wire.sent.count(b"GET") == 2


async def test_a_flood_pauses_reading_and_is_not_reused_before_it_was_read() -> None:
    connection, wire = connected()
    exchange = asyncio.ensure_future(connection.exchange(b"GET / HTTP/1.1\r\n\r\n"))
    await asyncio.sleep(0)
    connection.data_received(chunked([b"x" * 300_000]))
    await exchange

    assert wire.paused
    assert not connection.reusable
    assert len(await connection.take()) == 300_000
    assert not wire.paused
    assert connection.reusable


@pytest.mark.parametrize("head", [b"Connection: close\r\nContent-Length: 2", b"Content-Length: 2\r\nConnection: Close"])
async def test_a_service_that_wants_to_close_is_not_asked_again(head: bytes) -> None:
    connection, _ = connected()
    _, body = await received(connection, [b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\nhi"])

    assert body == b"hi"
    assert not connection.reusable


async def test_bytes_that_nobody_asked_for_end_the_connection() -> None:
    connection, wire = connected()
    await received(connection, [chunked([b"one"])])
    connection.data_received(b"HTTP/1.1 200 OK\r\n")

    assert wire.aborted
    assert not connection.reusable


async def test_an_early_end_is_an_error_after_all_that_arrived() -> None:
    connection, _ = connected()
    exchange = asyncio.ensure_future(connection.exchange(b"GET / HTTP/1.1\r\n\r\n"))
    await asyncio.sleep(0)
    connection.data_received(chunked([b"one", b"two"])[:-8])
    connection.connection_lost(None)
    await exchange

    assert (await connection.take()).startswith(b"one")
    with pytest.raises(httpx.RemoteProtocolError):
        await connection.take()
