"""The laptop's letters as pages: for this machine alone, and nothing in them runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.gateway.messages import Request, Response
from infra.local.gateway.outbox import OutboxPages
from shared.adapters.mail.outbox import Outbox
from shared.domain.letters import Letter

FIRST, SECOND = "01K9ZW6T3B8Q4N5M2X7R1C0DEF", "01K9ZW6T3B8Q4N5M2X7R1C0DEG"
LINK = "http://localhost:8787/reset-password?token=abc-_1"


@pytest.fixture
async def pages(tmp_path: Path) -> OutboxPages:
    folder = tmp_path / "outbox"
    outbox = Outbox(folder, "")
    await outbox.send(Letter(FIRST, "ada@film.test", "First <b>", f"Go: {LINK}\n<script>alert(1)</script>", "<p>x</p>"))
    await outbox.send(Letter(SECOND, "bo@film.test", "Second", "Nothing", "<p>x</p>"))
    (tmp_path / "secret.eml").write_text("secret")
    return OutboxPages(folder)


def get(pages: OutboxPages, target: str, host: str = "localhost:8787", method: str = "GET") -> Response:
    return pages.serve(Request(method, target, "1.1", [("host", host)], b"", "127.0.0.1", "id"))


async def test_the_newest_letter_comes_first(pages: OutboxPages) -> None:
    response = get(pages, "/outbox")
    text = response.body.decode()
    assert response.status == 200
    assert text.index(f'href="/outbox/{SECOND}"') < text.index(f'href="/outbox/{FIRST}"')
    assert "First &lt;b&gt;" in text


async def test_a_letter_shows_its_text_with_working_links_and_nothing_that_runs(pages: OutboxPages) -> None:
    response = get(pages, f"/outbox/{FIRST}")
    text = response.body.decode()
    assert f'<a href="{LINK}">{LINK}</a>' in text
    assert "<script>" not in text
    headers = dict(response.headers)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_a_letter_is_a_file_as_well(pages: OutboxPages) -> None:
    response = get(pages, f"/outbox/{FIRST}.eml")
    assert dict(response.headers)["content-type"] == "message/rfc822"
    assert b"X-Aladdin-Letter: " + FIRST.encode() in response.body


async def test_an_empty_outbox_says_so(tmp_path: Path) -> None:
    assert b"No letter has been sent yet" in get(OutboxPages(tmp_path / "none"), "/outbox").body


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test:8787", "192.168.1.7:8787", ""])
async def test_a_name_that_anybody_can_point_here_sees_nothing(pages: OutboxPages, host: str) -> None:
    for target in ("/outbox", f"/outbox/{FIRST}", f"/outbox/{FIRST}.eml"):
        response = get(pages, target, host)
        assert response.status == 404
        assert b"film.test" not in response.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9200", "[::1]:8787", "LOCALHOST:1"])
async def test_this_machine_sees_it(pages: OutboxPages, host: str) -> None:
    assert get(pages, "/outbox", host).status == 200


@pytest.mark.parametrize("target", ["/outbox/../secret", "/outbox/secret", "/outbox/%2e%2e/secret.eml", "/outbox/x"])
async def test_nothing_else_is_shown(pages: OutboxPages, target: str) -> None:
    assert get(pages, target).status == 404
    assert get(pages, "/outbox", method="POST").status == 405
