"""A film's files: brought in, checked, looked at, described, put away and taken back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.studio import Filmmaker

pytestmark = pytest.mark.timeout(180)
# A check may wait for a function to start, and for its turn behind others.
CHECKED_MS = 90_000


def test_a_picture_is_uploaded_checked_described_and_found(filmmaker: Filmmaker) -> None:
    page = filmmaker.page
    page.get_by_role("link", name="Media", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()

    page.get_by_test_id("media-input").set_input_files([_picture("lamp.png"), _file("program.exe", b"MZ")])

    expect(page.get_by_test_id("upload")).to_contain_text(["does not take files of this kind"])
    card = _card(page, "lamp.png")
    expect(card).to_have_attribute("data-status", "active", timeout=CHECKED_MS)
    card.click()
    viewer = page.get_by_test_id("viewer")
    expect(viewer.get_by_test_id("viewer-image")).to_have_js_property("naturalWidth", 640)
    viewer.get_by_label("Description").fill("Where it all begins")
    viewer.get_by_label("Tags").fill("cave, night")
    viewer.get_by_role("button", name="Save").click()
    expect(viewer.get_by_text("Saved.")).to_be_visible()
    viewer.get_by_test_id("viewer-close").click()

    page.get_by_role("searchbox", name="Tag").fill("nothing of the kind")
    expect(page.get_by_role("heading", name="No file matches")).to_be_visible()
    page.get_by_role("searchbox", name="Tag").fill("night")
    expect(card).to_have_count(1)
    (stored,) = filmmaker.api(f"/api/media?where[project][equals]={filmmaker.project_id}")["docs"]
    assert (stored["description"], stored["tags"]) == ("Where it all begins", ["cave", "night"])


def test_a_file_goes_into_the_trash_and_comes_back(filmmaker: Filmmaker) -> None:
    page = filmmaker.page
    page.goto(f"/projects/{filmmaker.project_id}/media")
    page.get_by_test_id("media-input").set_input_files(
        [_file("pilot.fountain", b"INT. CAVE - NIGHT\n\nWater drips.\n")]
    )
    card = _card(page, "pilot.fountain")
    expect(card).to_have_attribute("data-status", "active", timeout=CHECKED_MS)

    card.click()
    page.get_by_role("button", name="Put into the trash").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    page.get_by_role("button", name="Trash", exact=True).click()
    card.click()
    page.get_by_role("button", name="Restore", exact=True).click()

    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    page.get_by_role("button", name="Trash", exact=True).click()
    expect(card).to_be_visible()


def test_a_file_goes_along_with_a_message(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()

    page.get_by_test_id("upload-input").set_input_files(_picture("lamp.png"))
    expect(page.get_by_test_id("attachment")).to_have_attribute("data-state", "ready", timeout=CHECKED_MS)
    chat.say("What do you see in this picture?")

    chat.hear_a_little()
    expect(page.get_by_test_id("attachment")).to_have_count(0)
    expect(page.get_by_test_id("message-file")).to_contain_text("lamp.png")
    (stored,) = filmmaker.api(f"/api/media?where[project][equals]={filmmaker.project_id}")["docs"]
    assert filmmaker.messages()[0]["attachments"] == [stored["id"]]


def _card(page: Page, name: str) -> Any:
    return page.get_by_test_id("media-card").filter(has_text=name)


def _file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def _picture(name: str) -> Any:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 360), (190, 110, 50)).save(drawn, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": drawn.getvalue()}
