"""An account's own affairs: a forgotten password, the places it is signed in at, its key."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.studio import PASSWORD, Filmmaker

pytestmark = pytest.mark.timeout(180)
ANOTHER = "a lamp that nobody rubs"
PATIENCE = 60.0


def test_a_forgotten_password_is_replaced_by_way_of_the_mail(
    newcomer: Page, register: Callable[[], tuple[str, str]], product_url: str
) -> None:
    page = newcomer
    email, token = register()
    page.goto("/login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()

    page.goto(_link_mailed_to(email, product_url))
    expect(page).to_have_url(f"{product_url}/reset-password")
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Save the password").click()

    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    with httpx.Client(base_url=product_url, timeout=20) as client:
        assert client.get("/api/users/me", headers={"Authorization": f"JWT {token}"}).json()["user"] is None
        assert client.post("/api/users/login", json={"email": email, "password": PASSWORD}).status_code == 401
        assert client.post("/api/users/login", json={"email": email, "password": ANOTHER}).status_code == 200


def test_other_sessions_are_ended_and_a_key_is_shown_once(filmmaker: Filmmaker) -> None:
    page = filmmaker.page
    elsewhere = httpx.post(
        f"{filmmaker.url}/api/users/login", json={"email": filmmaker.email, "password": PASSWORD}, timeout=20
    ).json()["token"]
    page.goto("/account")
    expect(page.get_by_test_id("session")).to_have_count(2)

    page.get_by_role("button", name="End all others").click()

    expect(page.get_by_test_id("session")).to_have_count(1)
    expect(page.get_by_test_id("session")).to_contain_text("this one")
    assert _whoever(filmmaker, f"JWT {elsewhere}") is None

    page.get_by_role("button", name="Make a key").click()
    key = page.get_by_test_id("api-key").inner_text()
    assert _whoever(filmmaker, f"users API-Key {key}") == filmmaker.email
    page.reload()
    expect(page.get_by_text("You have a key. It cannot be shown again.")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The key does not work any more.")).to_be_visible()
    assert _whoever(filmmaker, f"users API-Key {key}") is None


def test_a_name_is_changed_everywhere(filmmaker: Filmmaker) -> None:
    page = filmmaker.page
    page.goto("/account")

    page.get_by_label("Name", exact=True).fill("Mara Vale")
    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("button", name="Account of Mara Vale")).to_be_visible()


def test_a_film_goes_into_the_archive_and_comes_back(filmmaker: Filmmaker) -> None:
    page = filmmaker.page
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(page.get_by_role("heading", name="No films yet")).to_be_visible()

    page.get_by_role("button", name="Archive").click()
    page.get_by_test_id("archived-project").get_by_role("button", name="Restore").click()
    expect(page.get_by_role("heading", name="The archive is empty")).to_be_visible()
    page.get_by_role("button", name="Archive").click()

    expect(page.get_by_test_id("project-card")).to_contain_text("The Lamp Below")


def _whoever(filmmaker: Filmmaker, authorization: str) -> str | None:
    answer = httpx.get(f"{filmmaker.url}/api/users/me", headers={"Authorization": authorization}, timeout=20)
    user = answer.json()["user"]
    return user["email"] if user else None


def _link_mailed_to(email: str, url: str) -> str:
    """The path of the link in the newest letter to ``email``, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        listed = httpx.get(f"{url}/outbox", timeout=20).text
        if letter := re.search(rf'href="(/outbox/\w+)">[^<]*</a> to {re.escape(email)}', listed):
            text = httpx.get(f"{url}{letter[1]}", timeout=20).text
            link = re.search(r"/reset-password\?token=[\w.~-]+", text)
            assert link, text
            return link[0]
        time.sleep(0.25)
    raise AssertionError(f"no letter to {email} within {PATIENCE:.0f} seconds")
