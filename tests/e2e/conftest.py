"""A browser, and people in it: ``newcomer`` knows nobody, ``filmmaker`` is signed in and has a project."""

from __future__ import annotations

import itertools
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from infra.test import BROWSERS
from tests.e2e.studio import PASSWORD, Filmmaker

# No background traffic of the browser's own: the machine may be cut off from the world.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Screen:
    width: int = 1440
    height: int = 900
    scheme: Any = "dark"


PHONE = Screen(390, 844)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """For this folder alone: while Playwright runs, no asynchronous test can."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail(f"These tests need a browser: one of {', '.join(BROWSERS)} on the PATH.")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def screen() -> Screen:
    """Parametrise it to look at the studio on another one."""
    return Screen()


@pytest.fixture
def context(browser: Browser, product_url: str, screen: Screen) -> Iterator[BrowserContext]:
    """A browser of somebody's own. Animations are off, as some people ask for."""
    context = browser.new_context(
        base_url=product_url,
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.scheme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def newcomer(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def register(product_url: str) -> Callable[[], tuple[str, str]]:
    """Makes an account over HTTP; gives its email and its token."""

    def make() -> tuple[str, str]:
        email = f"film-{next(_numbers)}-{secrets.token_hex(4)}@example.com"
        account = {"name": "Mara Lindqvist", "email": email, "password": PASSWORD}
        with httpx.Client(base_url=product_url, timeout=20) as client:
            first = not client.get("/api/users/init").json()["initialized"]
            path = "/api/users/first-register" if first else "/api/users"
            registered = client.post(path, json=account)
            assert registered.status_code in (200, 201)
            if first:  # is signed in by that
                return email, registered.json()["token"]
            return email, client.post("/api/users/login", json={"email": email, "password": PASSWORD}).json()["token"]

    return make


@pytest.fixture
def filmmaker(context: BrowserContext, product_url: str, register: Callable[[], tuple[str, str]]) -> Filmmaker:
    """Somebody with a project, signed in by cookie, standing in front of the project's page."""
    email, token = register()
    project = {"title": "The Lamp Below", "genre": "drama", "episodeCount": 2}
    with httpx.Client(base_url=product_url, timeout=20, headers={"Authorization": f"JWT {token}"}) as client:
        answer = client.post("/api/projects", json=project)
        assert answer.status_code == 201, answer.text
        project_id = answer.json()["doc"]["id"]
    context.add_cookies([{"name": "payload-token", "value": token, "url": product_url, "httpOnly": True}])
    page = context.new_page()
    page.goto(f"/projects/{project_id}")
    return Filmmaker(page, product_url, email, token, project_id)
