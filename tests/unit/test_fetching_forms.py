"""More than a thousand ways to say "inside": none of them is ever connected to."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address
from typing import Any

import httpcore
import pytest

from shared.adapters.fetching.client import GuardedFetcher
from shared.ports.brain import FetchRefused
from tests.fetching.forms import PRIVATE4, PRIVATE6, RESOLVED, all_forms

PUBLIC = "93.184.216.34"
FORMS = all_forms()
LIMITS = {"most": 10_000, "seconds": 20.0}
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that any socket of this process was told to reach. None reaches them."""
    tried: list[str] = []

    def refuse(_: socket.socket, *arguments: Any) -> None:
        tried.append(str(arguments[-1][0]))
        raise ConnectionRefusedError

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    return tried


async def credulous(host: str, port: int) -> list[str]:
    """Takes every notation for an address, as old resolvers do, and knows inner names."""
    if host == "films.test":
        return [PUBLIC]
    try:
        return [str(IPv4Address(socket.inet_aton(host)))]
    except OSError:
        return ["10.0.0.5"]


def scripted(answers: dict[str, bytes]) -> tuple[Callable[..., Awaitable[httpcore.AsyncNetworkStream]], list[str]]:
    """A connector to servers that say one thing each, by address, and the addresses it was asked for."""
    tried: list[str] = []

    async def connect(address: str, port: int, seconds: float | None) -> httpcore.AsyncNetworkStream:
        tried.append(address)
        if address not in answers:
            raise ConnectionRefusedError
        return httpcore.AsyncMockStream([answers[address]])

    return connect, tried


def redirect(location: str, status: int = 302) -> bytes:
    head = f"HTTP/1.1 {status} Found\r\nLocation: ".encode()
    return head + location.encode("utf-8", "surrogatepass") + b"\r\nContent-Length: 0\r\n\r\n"


def test_there_are_more_than_five_hundred_forms() -> None:
    assert len(FORMS) == len(set(FORMS)) >= 1_000


async def test_no_form_is_connected_to(sockets: list[str]) -> None:
    fetcher = GuardedFetcher(resolve=credulous)
    said: set[str] = set()
    for form in FORMS:
        with pytest.raises(FetchRefused) as refused:
            await fetcher.fetch(form, **LIMITS)
        said.add(str(refused.value))

    assert set(sockets) == {PUBLIC}, "those whose host really is films.test"
    assert len(said) == 2


async def test_no_form_is_connected_to_after_a_redirect(sockets: list[str]) -> None:
    for form in FORMS:
        connect, tried = scripted({PUBLIC: redirect(form)})
        with pytest.raises(FetchRefused):
            await GuardedFetcher(resolve=credulous, connect=connect).fetch("http://films.test/", **LIMITS)
        assert set(tried) == {PUBLIC}, form
    assert sockets == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_kind_of_redirect_leads_inside(sockets: list[str], status: int) -> None:
    for target in ("http://127.0.0.1/", "//169.254.169.254/latest", "http://[::1]/", "http://inside.test/"):
        connect, tried = scripted({PUBLIC: redirect(target, status)})
        with pytest.raises(FetchRefused):
            await GuardedFetcher(resolve=credulous, connect=connect).fetch("http://films.test/", **LIMITS)
        assert tried == [PUBLIC]
    assert sockets == []


@pytest.mark.parametrize("address", RESOLVED)
async def test_a_public_name_for_an_inner_address_is_refused(sockets: list[str], address: str) -> None:
    for answer in ([address], [PUBLIC, address], [address, PUBLIC]):

        async def resolve(host: str, port: int, answer: list[str] = answer) -> list[str]:
            return answer

        with pytest.raises(FetchRefused):
            await GuardedFetcher(resolve=resolve).fetch("http://films.test/", **LIMITS)
    assert sockets == []


@pytest.mark.parametrize("inner", [*PRIVATE4[:12], *PRIVATE6[:6]])
async def test_a_name_that_changes_its_mind_gains_nothing(inner: str) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else [inner]

    connect, tried = scripted({PUBLIC: OK})
    fetched = await GuardedFetcher(resolve=resolve, connect=connect).fetch("http://films.test/", **LIMITS)

    assert (fetched.body, asked, tried) == (b"hello", ["films.test"], [PUBLIC]), "resolved once, pinned"
    asked.clear()
    connect, tried = scripted({PUBLIC: redirect("/again")})
    with pytest.raises(FetchRefused):
        await GuardedFetcher(resolve=resolve, connect=connect).fetch("http://films.test/", **LIMITS)
    assert (len(asked), tried) == (2, [PUBLIC]), "judged anew after the redirect"


async def test_https_is_never_left() -> None:
    from shared.adapters.fetching.urls import NotAnAddress, parse, redirected

    with pytest.raises(NotAnAddress):
        redirected(parse("https://films.test/a"), "http://films.test/a")
    assert redirected(parse("http://films.test/a"), "https://films.test/b?c").url == "https://films.test/b?c"
    assert redirected(parse("https://films.test/a/b"), "../c").url == "https://films.test/c"
    assert redirected(parse("https://films.test/a"), "//other.test").url == "https://other.test/"


async def test_redirects_end(sockets: list[str]) -> None:
    connect, tried = scripted({PUBLIC: redirect("/again")})

    with pytest.raises(FetchRefused):
        await GuardedFetcher(resolve=credulous, connect=connect).fetch("http://films.test/", **LIMITS)

    assert len(tried) == 6


@pytest.mark.parametrize(
    ("url", "rebuilt"),
    [
        ("https://films.test", "https://films.test/"),
        ("HTTPS://Films.TEST:443/A b".replace(" ", "%20"), "https://films.test/A%20b"),
        ("http://films.test:443/x?y=1#z", "http://films.test:443/x?y=1"),
        ("http://bücher.test/ä", "http://xn--bcher-kva.test/%C3%A4"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        (" https://films.test?q=1\n", "https://films.test/?q=1"),
    ],
)
def test_honest_addresses_are_rebuilt_from_their_parts(url: str, rebuilt: str) -> None:
    from shared.adapters.fetching.urls import parse

    assert parse(url).url == rebuilt
