"""The admin, as an administrator uses it and as everybody else meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from infra.local import state
from tests.e2e.conftest import PHONE, Screen
from tests.e2e.studio import PASSWORD, Filmmaker
from tests.product import Product

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = [
    pytest.param(Screen(scheme="dark"), id="desktop-dark"),
    pytest.param(Screen(PHONE.width, PHONE.height, "light"), id="phone-light"),
]


@pytest.fixture
def admin(filmmaker: Filmmaker, product: Product) -> Filmmaker:
    """The filmmaker as an administrator, before any page: only another one could give the role over HTTP."""
    return _with_role("admin", filmmaker, product)


@pytest.fixture
def plain(filmmaker: Filmmaker, product: Product) -> Filmmaker:
    """The filmmaker without any role, also if they are the first in the studio; before any page."""
    return _with_role("user", filmmaker, product)


def _with_role(role: str, filmmaker: Filmmaker, product: Product) -> Filmmaker:
    filmmaker.page.goto("about:blank")
    port = state.read(product.home)["parts"]["mongo"]["port"]
    with pymongo.MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{port}/", retryWrites=False) as client:
        users = client["aladdin"]["users"]
        assert users.update_one({"email": filmmaker.email}, {"$set": {"role": role}}).matched_count == 1
    return filmmaker


def test_a_stranger_signs_in_and_an_admin_changes_a_project_and_goes_back(
    admin: Filmmaker, context: BrowserContext
) -> None:
    # Given an administrator who is not signed in
    page = admin.page
    context.clear_cookies()
    page.goto("/admin/projects")
    page.get_by_label("Email").fill(admin.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    # When they look for a project, open it and change it
    page.get_by_placeholder("Search", exact=True).fill(admin.project_id)
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("cell", name="The Lamp Below").click()
    title = page.get_by_role("textbox", name="Title")
    expect(title).to_have_value("The Lamp Below")
    title.fill("The Lamp Above")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved", exact=True).wait_for()

    # Then it is changed, the change is a version, and the version before it can be had back
    assert admin.api(f"/api/projects/{admin.project_id}")["title"] == "The Lamp Above"
    page.get_by_role("tab", name="Versions").click()
    expect(page.get_by_role("row", name="Title The Lamp Below The Lamp Above")).to_be_visible()
    page.get_by_role("list", name="Versions").get_by_role("button").last.click()
    page.get_by_role("button", name="Restore this version").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore this version").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("The Lamp Below")
    assert admin.api(f"/api/projects/{admin.project_id}")["title"] == "The Lamp Below"


def test_who_saves_what_somebody_else_has_changed_is_shown_both_and_decides(admin: Filmmaker) -> None:
    # Given a form that is open while somebody else saves
    page = admin.page
    page.goto(f"/admin/projects/{admin.project_id}")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("The Lamp Below")
    _change(admin, {"title": "Theirs", "description": "Also theirs"})

    # When it is saved
    page.get_by_role("textbox", name="Title").fill("Mine")
    page.get_by_role("button", name="Save").click()

    # Then nothing is written until the admin has seen both
    dialog = page.get_by_role("dialog", name="Somebody else has changed this")
    expect(dialog.get_by_role("row", name="Title The Lamp Below Theirs Mine")).to_be_visible()
    assert admin.api(f"/api/projects/{admin.project_id}")["title"] == "Theirs"
    dialog.get_by_role("button", name="Save mine over it").click()
    expect(dialog).to_be_hidden()
    saved = admin.api(f"/api/projects/{admin.project_id}")
    assert (saved["title"], saved["description"]) == ("Mine", "Also theirs")


def test_a_wrong_value_is_said_at_its_field(admin: Filmmaker) -> None:
    page = admin.page
    page.goto("/admin/users/create")
    page.get_by_role("textbox", name="Email").fill(admin.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("textbox", name="Name", exact=False).last.fill("Somebody else")

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Value must be unique")).to_be_visible()
    expect(page.get_by_role("textbox", name="Email")).to_have_attribute("aria-invalid", "true")


def test_what_was_put_into_the_trash_comes_back(admin: Filmmaker) -> None:
    # Given a new project, made in the admin and put into the trash
    page = admin.page
    page.goto("/admin/projects/create")
    page.get_by_role("textbox", name="Title").fill("Night Ferry")
    page.get_by_role("combobox", name="Genre").click()
    page.get_by_role("option", name="Drama").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/admin/projects/[0-9a-f]{24}$"))
    made = page.url.rpartition("/")[2]
    page.get_by_role("button", name="Put into trash").click()
    page.get_by_role("dialog").get_by_role("button", name="Put into trash").click()

    # When it is opened in the trash and restored
    page.get_by_role("button", name="Trash", exact=True).click()
    page.get_by_role("heading", name="Projects › Trash").wait_for()
    page.get_by_role("cell", name="Night Ferry").first.click()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("Restored", exact=True).wait_for()

    # Then it is there again
    assert admin.api(f"/api/projects/{made}")["title"] == "Night Ferry"


def test_a_plain_user_is_refused_and_sees_nothing_else(plain: Filmmaker) -> None:
    page = plain.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(plain.url)))

    page.goto("/admin/projects")

    page.get_by_role("heading", name="This is for administrators").wait_for()
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert {path for path in asked if path.startswith("/api/")} == {"/api/users/me"}
    assert not [path for path in asked if "Pages" in path], "the pages themselves were loaded"


@pytest.mark.parametrize("screen", SCREENS)
def test_the_admin_is_open_to_everybody_and_asks_nobody_else(admin: Filmmaker, screen: Screen) -> None:
    page = admin.page
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    project = f"/admin/projects/{admin.project_id}"
    looked: dict[str, Callable[[], Any]] = {
        "/admin": lambda: page.get_by_role("heading", name="Projects").wait_for(),
        "/admin/projects": lambda: page.get_by_text("The Lamp Below").first.wait_for(),
        project: lambda: page.get_by_role("textbox", name="Title").wait_for(),
        f"{project}/versions": lambda: page.get_by_text("latest").wait_for(),
        "/admin/media/create": lambda: page.get_by_role("heading", name="New media").wait_for(),
    }

    for path, seen in looked.items():
        page.goto(path)
        seen()
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.width, f"{path} scrolls sideways"
        assert _violations(page) == [], path

    assert not [url for url in asked if not url.startswith((admin.url, "blob:", "data:"))]
    assert not complaints


def _change(admin: Filmmaker, body: dict[str, str]) -> None:
    """What a colleague does meanwhile."""
    headers = {"Authorization": f"JWT {admin.token}"}
    answer = httpx.patch(f"{admin.url}/api/projects/{admin.project_id}", json=body, headers=headers, timeout=20)
    answer.raise_for_status()


def _violations(page: Page) -> list[str]:
    page.evaluate(f"{AXE.read_text()}; 0")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found]
