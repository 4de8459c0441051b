"""The real fetcher over real connections: what looks public is a server of this machine."""

from __future__ import annotations

import resource
import ssl
from pathlib import Path

import pytest

from shared.adapters.fetching.client import GuardedFetcher
from shared.ports.brain import FetchRefused
from tests.fetching.servers import (
    HOSTILE,
    OTHER,
    PUBLIC,
    Behaviour,
    Street,
    certificate_for,
    head,
    honest,
    packed,
    silent,
    street,
)

MOST = 1_000_000


def fetcher(houses: Street, tls: ssl.SSLContext | None = None) -> GuardedFetcher:
    return GuardedFetcher(resolve=houses.resolve, connect=houses.connect, tls=tls)


async def test_a_document_is_fetched_by_its_content() -> None:
    async with street(honest) as houses:
        fetched = await fetcher(houses).fetch("http://films.test/a?b=1#c", most=MOST, seconds=60)

    assert (fetched.body, fetched.content_type) == (b"%PDF-1.7 a treatment", "application/pdf")
    assert fetched.url == "http://films.test/a?b=1"
    assert houses.tried == [PUBLIC]
    [request] = houses.requests
    assert request.startswith(b"GET /a?b=1 HTTP/1.1\r\n")
    assert b"\r\nHost: films.test\r\n" in request
    assert b"cookie" not in request.lower()


async def test_an_address_of_six_is_reached_too() -> None:
    async with street(honest) as houses:
        await fetcher(houses).fetch("http://six.test/", most=MOST, seconds=60)

    assert houses.tried == [OTHER]


async def test_a_packed_page_is_unpacked() -> None:
    async with street(packed) as houses:
        fetched = await fetcher(houses).fetch("http://films.test/", most=MOST, seconds=60)

    assert fetched.body.startswith(b"A page about a lighthouse.")
    assert fetched.content_type == "text/plain"


async def test_a_proxy_in_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with street(honest) as houses:
        assert (await fetcher(houses).fetch("http://films.test/", most=MOST, seconds=60)).body


async def test_the_certificate_is_judged_against_the_name(tmp_path: Path) -> None:
    theirs, ours = certificate_for("films.test", tmp_path)
    async with street(honest, theirs) as houses:
        fetched = await fetcher(houses, ours).fetch("https://films.test/", most=MOST, seconds=60)
        with pytest.raises(FetchRefused):
            await fetcher(houses, ours).fetch("https://six.test/", most=MOST, seconds=60)
        with pytest.raises(FetchRefused):
            await fetcher(houses).fetch("https://films.test/", most=MOST, seconds=60)

    assert fetched.content_type == "application/pdf"
    assert len(houses.requests) == 1, "whoever is not who they say is told nothing"


@pytest.mark.parametrize("behaviour", HOSTILE, ids=lambda one: one.__name__)
async def test_a_hostile_server_gains_nothing(behaviour: Behaviour) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with street(behaviour) as houses:
        with pytest.raises(FetchRefused) as refused:
            await fetcher(houses).fetch("http://films.test/", most=MOST, seconds=1.5)

    assert str(refused.value) == await _what_is_said_of_nobody()
    assert len(houses.tried) <= 6
    # What a server of this same process holds is counted, too: the largest of them sends 50 MB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


async def _what_is_said_of_nobody() -> str:
    async with street(silent) as houses:
        with pytest.raises(FetchRefused) as refused:
            await fetcher(houses).fetch("http://inside.test/", most=MOST, seconds=60)
    return str(refused.value)


async def test_a_redirect_to_the_inside_is_never_followed() -> None:
    async def inwards(_: object, writer: object) -> None:
        writer.write(head("Location: http://10.0.0.5/", "Content-Length: 0", status="302 Found"))  # type: ignore[attr-defined]

    async with street(inwards) as houses:
        with pytest.raises(FetchRefused):
            await fetcher(houses).fetch("http://films.test/", most=MOST, seconds=60)

    assert houses.tried == [PUBLIC]
