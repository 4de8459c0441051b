"""What everybody can see, read and reach: both themes, both sizes, no accessibility violations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Screen
from tests.e2e.studio import Filmmaker

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
# What can be wrong hangs on the size or on the theme, hardly on both: each of them once.
SIZES_AND_THEMES = [
    pytest.param(Screen(scheme="dark"), id="desktop-dark"),
    pytest.param(Screen(PHONE.width, PHONE.height, "light"), id="phone-light"),
]


@pytest.mark.parametrize("screen", SIZES_AND_THEMES)
def test_pages_for_strangers_are_open_to_everybody(newcomer: Page, screen: Screen) -> None:
    for path in ("/", "/login", "/register", "/forgot-password", "/reset-password?token=none", "/no/such/page"):
        newcomer.goto(path)
        newcomer.get_by_role("heading", level=1).wait_for()
        _inspect(newcomer, screen)


@pytest.mark.parametrize("screen", SIZES_AND_THEMES)
def test_the_studio_is_open_to_everybody(filmmaker: Filmmaker, screen: Screen) -> None:
    page, chat = filmmaker.page, filmmaker.chat
    page.get_by_role("heading", name="The Lamp Below").wait_for()
    _inspect(page, screen)
    page.get_by_role("link", name="Media", exact=True).click()
    page.get_by_role("heading", name="Nothing here yet").wait_for()
    _inspect(page, screen)
    page.get_by_role("link", name="Brain", exact=True).click()
    page.get_by_role("heading", name="It knows nothing yet").wait_for()
    _inspect(page, screen)
    page.goto("/account")
    page.get_by_test_id("session").wait_for()
    _inspect(page, screen)
    page.goto("/projects?archive=true")
    page.get_by_role("heading", name="The archive is empty").wait_for()
    _inspect(page, screen)
    page.goto("/projects")
    page.get_by_test_id("project-card").wait_for()
    _inspect(page, screen)
    page.get_by_role("button", name="New project").click()
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_text("Give the film a title.")).to_be_visible()
    _inspect(page, screen)
    page.keyboard.press("Escape")
    page.get_by_test_id("project-card").click()
    chat.open()
    _inspect(page, screen)
    for mode in ("query", "data", "task", "chat"):
        page.get_by_test_id(f"mode-{mode}").click()
        page.get_by_role("tabpanel").get_by_role("heading").first.wait_for()
        _inspect(page, screen)
    chat.say("Give me tips for character development")
    chat.hear_a_little()
    _inspect(page, screen)
    page.get_by_test_id("history-toggle").click()
    page.get_by_role("button", name="Actions for").click()
    _inspect(page, screen)


def test_colours_follow_the_system_until_somebody_chooses_and_the_choice_stays(newcomer: Page) -> None:
    page = newcomer
    page.goto("/")
    theme: Callable[[], Any] = lambda: page.evaluate("document.documentElement.dataset.theme")  # noqa: E731
    assert theme() == "dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")

    toggle = page.get_by_test_id("theme-toggle")
    toggle.click()
    toggle.click()

    assert (toggle.get_attribute("data-choice"), theme()) == ("dark", "dark")
    page.reload()
    assert (toggle.get_attribute("data-choice"), theme()) == ("dark", "dark")


def test_nothing_is_fetched_from_strangers_and_nothing_breaks_the_policy(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.reload()
    chat.open()
    chat.say("Explain the hero's journey structure")
    chat.hear_a_little()

    assert not [url for url in asked if not url.startswith((filmmaker.url, "blob:", "data:"))]
    assert not complaints


def _inspect(page: Page, screen: Screen) -> None:
    assert page.evaluate("document.documentElement.dataset.theme") == screen.scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width, f"{page.url} scrolls sideways"
    assert _small_targets(page) == [], f"{page.url} has targets under 44 pixels"
    assert _violations(page) == [], page.url


def _small_targets(page: Page) -> list[str]:
    """Buttons and fields that a finger would miss."""
    return page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, [role=menuitem]")]
            .filter(element => element.checkVisibility())
            .map(element => [element, element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
            .map(([element, box]) => `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )


@cache
def _axe() -> str:
    return AXE.read_text()


def _violations(page: Page) -> list[str]:
    page.evaluate(f"{_axe()}; 0")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found]
