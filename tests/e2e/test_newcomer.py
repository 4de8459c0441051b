"""From nothing to the first answer, with the mouse and with the keyboard alone."""

from __future__ import annotations

import secrets

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.e2e.studio import PASSWORD, Chat, Filmmaker


def test_a_newcomer_registers_makes_a_project_and_talks_to_the_studio(newcomer: Page) -> None:
    page, chat = newcomer, Chat(newcomer)
    page.goto("/")
    page.get_by_role("link", name="Start a film").or_(page.get_by_role("link", name="Set up this studio")).click()
    page.get_by_label("Name").fill("Samira")
    page.get_by_label("Email").fill(f"samira-{secrets.token_hex(4)}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()

    page.get_by_role("button", name="Create your first project").click()
    page.get_by_label("Title").fill("Salt Roads")
    page.get_by_label("Genre").select_option(label="Documentary")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name="Salt Roads")).to_be_visible()

    chat.open()
    page.get_by_test_id("starter").filter(has_text="plot twist").click()
    chat.wait_for_words()
    answer = chat.wait_for_end(answers=1)

    expect(chat.questions).to_have_count(1)
    expect(answer).to_contain_text("twist")
    expect(page.get_by_test_id("rehearsal")).to_be_visible()
    expect(chat.suggestions).not_to_have_count(0)


def test_wrong_fields_are_named_and_a_stranger_is_sent_to_the_door_and_back(newcomer: Page, register) -> None:
    page = newcomer
    email, _ = register()
    page.goto("/projects?genre=horror")

    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Email")).to_be_focused()
    expect(page.get_by_text("Enter your email.")).to_be_visible()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    assert page.url.endswith("/projects?genre=horror")


def test_somebody_whose_session_ended_signs_in_and_is_back_with_their_draft(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()
    chat.input.fill("Half a thought")
    httpx.post(
        f"{filmmaker.url}/api/users/logout?allSessions=true", headers={"Authorization": f"JWT {filmmaker.token}"}
    ).raise_for_status()

    chat.input.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Your session has ended.")
    page.get_by_label("Email").fill(filmmaker.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(chat.input).to_have_value("Half a thought")
    assert f"/projects/{filmmaker.project_id}" in page.url


def test_everything_works_without_a_mouse(newcomer: Page, register) -> None:
    page, chat = newcomer, Chat(newcomer)
    email, _ = register()
    keys = page.keyboard
    page.goto("/")

    _walk(page, page.get_by_role("banner").get_by_role("link", name="Sign in"))
    keys.press("Enter")
    _walk(page, page.get_by_label("Email"))
    keys.type(email)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    _walk(page, page.get_by_role("button", name="Create your first project"))
    keys.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    keys.type("No Mouse")
    keys.press("Tab")
    keys.type("Com")
    keys.press("Tab")
    _walk(page, page.get_by_role("button", name="Create project"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="No Mouse")).to_be_visible()

    keys.press("Control+k")
    expect(chat.input).to_be_focused()
    keys.type("How do I create")
    keys.press("Shift+Enter")
    keys.type("compelling dialogue?")
    keys.press("Enter")
    chat.wait_for_words()
    _walk(page, chat.stop)
    keys.press("Enter")
    chat.wait_for_end(answers=1)
    expect(chat.questions.locator("p")).to_have_text("How do I create\ncompelling dialogue?")
    for _ in range(30):
        keys.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="No Mouse")).to_be_visible()


def _walk(page: Page, to: Locator, steps: int = 40) -> None:
    """Tab until the focus is there."""
    to.wait_for()
    for _ in range(steps):
        if to.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{to} is not within {steps} steps of the keyboard")
