"""Fetches what somebody names, from the public internet only.

A host's name is resolved once, every address of it is judged, and the connection goes to one of these very addresses:
nothing is resolved again, so a name that changes its mind gains nothing. Each redirect is judged like a new address.
Whatever goes wrong, the answer is one and the same sentence, which says nothing about who is there.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast

import httpcore

from shared.adapters.extraction.kinds import content_type_of
from shared.adapters.fetching.addresses import is_public
from shared.adapters.fetching.bodies import TooLarge, read_body
from shared.adapters.fetching.urls import NotAnAddress, Target, parse, redirected
from shared.domain.extraction import Fetched
from shared.ports.brain import FetchRefused

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) → every address of it."""
Connect = Callable[[str, int, float | None], Awaitable[httpcore.AsyncNetworkStream]]
"""(address, port, seconds) → a connection to exactly this address."""
MOST_REDIRECTS = 5
_MOST_ADDRESSES, _CONNECT_SECONDS = 16, 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNREADABLE = frozenset({"application/octet-stream", "application/zip"})
_HEADERS = (
    (b"User-Agent", b"Aladdin"),
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"identity"),
    (b"Connection", b"close"),
)
_NO_ADDRESS = "Only plain http:// and https:// addresses are fetched, without a password and at the usual port."
_NOT_FETCHED = "This address could not be fetched. It has to be a public page, picture or document of reasonable size."
_log = logging.getLogger("aladdin.fetching")


class _Refused(Exception):
    """Its text is for our log."""


async def resolve(host: str, port: int) -> list[str]:
    """By the machine's own resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def connect(address: str, port: int, seconds: float | None) -> httpcore.AsyncNetworkStream:
    backend = cast(httpcore.AsyncNetworkBackend, httpcore.AnyIOBackend())
    return await backend.connect_tcp(address, port, seconds)


class GuardedFetcher:
    """See ``ports.brain.Fetcher``. ``tls`` is what certificates are judged with: the usual authorities."""

    def __init__(
        self, *, resolve: Resolve = resolve, connect: Connect = connect, tls: ssl.SSLContext | None = None
    ) -> None:
        self._resolve, self._connect, self._tls = resolve, connect, tls

    async def fetch(self, url: str, *, most: int, seconds: float) -> Fetched:
        try:
            target = parse(url)
        except NotAnAddress:
            raise FetchRefused(_NO_ADDRESS) from None
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(target, most)
        except (_Refused, NotAnAddress, TooLarge, TimeoutError, OSError, httpcore.NetworkError) as error:
            reason = error
        except (httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as error:
            reason = error
        _log.info("not fetched", extra={"reason": str(reason) or type(reason).__name__})
        raise FetchRefused(_NOT_FETCHED)

    async def aclose(self) -> None:
        """Nothing is kept between fetches."""

    async def _follow(self, target: Target, most: int) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._ask(target, await self._addresses(target), most)
            if isinstance(answer, bytes):
                kind = content_type_of(answer)
                if not answer or kind in _UNREADABLE:
                    raise _Refused(f"not readable: {kind}")
                return Fetched(target.url, answer, kind)
            target = answer
        raise _Refused("too many redirects")

    async def _addresses(self, target: Target) -> list[str]:
        found = [target.host] if target.literal else await self._resolve(target.host, target.port)
        if not found or len(found) > 4 * _MOST_ADDRESSES or not all(is_public(address) for address in found):
            raise _Refused("not a public address")
        return sorted(dict.fromkeys(found), key=lambda address: ":" in address)[:_MOST_ADDRESSES]

    async def _ask(self, target: Target, addresses: list[str], most: int) -> bytes | Target:
        """The body, or where to go instead."""
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        headers = [*_HEADERS, (b"Host", target.authority.encode())]
        tls = self._authorities() if target.scheme == "https" else None
        backend = _Pinned(target, addresses, self._connect)
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=tls, max_connections=1, http1=True, http2=False, network_backend=backend
            ) as pool,
            pool.stream("GET", url, headers=headers) as answer,
        ):
            if answer.status in _REDIRECTS:
                return redirected(target, _header(answer.headers, b"location"))
            if answer.status != 200:
                raise _Refused(f"status {answer.status}")
            return await read_body(answer, most)

    def _authorities(self) -> ssl.SSLContext:
        if self._tls is None:
            import certifi

            self._tls = ssl.create_default_context(cafile=certifi.where())
        return self._tls


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the judged addresses and to nothing else, whatever name it is asked for."""

    def __init__(self, target: Target, addresses: list[str], connect: Connect) -> None:
        self._asked = (target.host, target.port)
        self._addresses, self._dial = addresses, connect

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if (host, port) != self._asked:
            raise _Refused("another host than was judged")
        failed: Exception | None = None
        for address in self._addresses:
            if not is_public(address):
                raise _Refused("not a public address")
            try:
                return await self._dial(address, port, _CONNECT_SECONDS)
            except (OSError, httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or _Refused("no address")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise _Refused("not a public address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    found = [value for key, value in headers if key.lower() == name]
    if len(found) != 1:
        raise _Refused("no single place to go")
    try:
        return found[0].decode()
    except UnicodeDecodeError as error:
        raise _Refused("no readable place to go") from error
