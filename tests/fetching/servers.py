"""Servers that answer in every way they should not, on this machine, at addresses that look public."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore

from shared.adapters.fetching.client import connect as dial

PUBLIC, OTHER = "93.184.216.34", "2606:4700:4700::1111"
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *lines, "")).encode()


async def honest(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = b"%PDF-1.7 a treatment"
    writer.write(head("Content-Type: text/html", "Set-Cookie: a=b", f"Content-Length: {len(body)}") + body)


async def packed(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = gzip.compress(b"A page about a lighthouse." * 10)
    writer.write(head("Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)


async def bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = gzip.compress(bytes(50_000_000), 9)
    writer.write(head("Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)


async def bomb_in_a_bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = gzip.compress(gzip.compress(bytes(50_000_000), 9))
    writer.write(head("Content-Encoding: gzip, gzip", f"Content-Length: {len(body)}") + body)


async def false_gzip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Encoding: gzip", "Content-Length: 12") + b"not gzip at ")


async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Transfer-Encoding: chunked"))
    while True:
        writer.write(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        await writer.drain()


async def too_large(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Length: 999999999") + b"a")


async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def slow_head(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for byte in head("Content-Length: 5") * 1000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def slow_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Length: 5000"))
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.05)


async def long_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("X-A: " + "a" * 50_000_000))
    await writer.drain()


async def many_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: a\r\n" * 1000)
        await writer.drain()


async def always_soon(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(head(status="100 Continue") * 100)
        await writer.drain()


async def in_circles(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Location: /round", "Content-Length: 0", status="302 Found"))


async def two_places(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Location: /a", "Location: /b", "Content-Length: 0", status="302 Found"))


async def noise(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(bytes(range(256)) * 100)


async def cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Length: 100") + b"half")


async def nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Length: 0"))


async def missing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("Content-Length: 6", status="404 Not Found") + b"secret")


async def a_program(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = b"\x7fELF" + bytes(200)
    writer.write(head("Content-Type: application/pdf", f"Content-Length: {len(body)}") + body)


HOSTILE: tuple[Behaviour, ...] = (
    bomb, bomb_in_a_bomb, false_gzip, endless, too_large, silent, slow_head, slow_body, long_header, many_headers,
    always_soon, in_circles, two_places, noise, cut, nothing, missing, a_program,
)  # fmt: skip


class Street:
    """Where the houses are: ``tried`` are the addresses somebody connected to, ``requests`` what they sent."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self.port = 0
        self.tried: list[str] = []
        self.requests: list[bytes] = []

    async def resolve(self, host: str, port: int) -> list[str]:
        return {"films.test": [PUBLIC], "six.test": [OTHER]}.get(host, ["10.0.0.5"])

    async def connect(self, address: str, port: int, seconds: float | None) -> httpcore.AsyncNetworkStream:
        """Both public addresses lead to the server; any other to nobody."""
        self.tried.append(address)
        if address not in (PUBLIC, OTHER):
            raise ConnectionRefusedError
        return await dial("127.0.0.1", self.port, seconds)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            await self._behaviour(reader, writer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def street(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[Street]:
    made = Street(behaviour)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    before = asyncio.all_tasks()
    try:
        yield made
    finally:
        server.close()
        left = [task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's context, and one that trusts it alone."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's own")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return server, ssl.create_default_context(cafile=str(public))
