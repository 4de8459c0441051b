"""The film is fed and asked: something is brought in, looked at, contradicted, decided, and cited."""

from __future__ import annotations

import re
import time

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.studio import Filmmaker

pytestmark = pytest.mark.timeout(300)
# A run of Data mode asks the model several times, and may wait for its turn behind others.
GATHERED_MS = 120_000
NOTE = "Maya Okafor is 28 years old. Maya Okafor works as an astronomer."


def test_a_note_becomes_knowledge_and_an_answer_cites_it(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()
    chat.turn_to("data")
    chat.say(NOTE)
    result = page.get_by_test_id("gather-result")
    expect(result).to_contain_text("Maya Okafor", timeout=GATHERED_MS)

    page.reload()
    expect(result.get_by_role("link", name="Maya Okafor")).to_be_visible()
    page.get_by_test_id("new-conversation").click()
    expect(result).to_have_count(0)
    chat.say("Maya Okafor is 34 years old. She plays the cello in a quarry every autumn.")
    conflict = page.get_by_test_id("conflict-card")
    expect(conflict).to_have_attribute("data-state", "open", timeout=GATHERED_MS)
    conflict.get_by_role("button", name="This holds: 34").click()
    expect(conflict).to_have_attribute("data-state", "resolved")

    _until_the_stream_reaches_the_brain(filmmaker)
    chat.turn_to("query")
    chat.say("How old is Maya Okafor?")
    expect(page.get_by_test_id("entity-card").first).to_contain_text("Maya Okafor")
    page.get_by_test_id("citation").first.click()
    source = page.get_by_role("dialog", name="Maya Okafor")
    age = source.get_by_test_id("fact").filter(has_text="34")  # what a message keeps has no facts: its run is read
    age.get_by_role("button", name=re.compile("^Open Note")).first.click()
    expect(page.get_by_test_id("source-text").locator("mark")).to_contain_text("34 years old")
    page.keyboard.press("Escape")
    source.get_by_role("link", name="Open in the Brain").click()

    panel = page.get_by_test_id("entity-panel")
    expect(panel.get_by_test_id("fact").filter(has_text="age")).to_contain_text("34")
    page.get_by_test_id("view-graph").click()
    expect(page.get_by_role("button", name="Maya Okafor, Character")).to_be_visible()
    expect(page.get_by_test_id("graph-node").filter(has_text="Note")).to_have_count(0)
    page.get_by_test_id("view-conflicts").click()
    expect(page.get_by_role("heading", name="No contradictions")).to_be_visible()

    page.goto(f"/projects/{filmmaker.project_id}/brain")
    expect(page.get_by_test_id("entity-row")).to_have_count(1)
    page.goto(f"/projects/{filmmaker.project_id}/brain?type=passages")
    expect(page.get_by_test_id("entity-row").filter(has_text="Note")).to_have_count(2)


def _until_the_stream_reaches_the_brain(filmmaker: Filmmaker) -> None:
    """An answer does without a Brain that is slow, as it may be on a machine that is busy starting everything."""
    headers = {"Authorization": f"JWT {filmmaker.token}"}
    asked = {"content": "Who is Maya Okafor?", "projectId": filmmaker.project_id, "stream": True}
    deadline = time.monotonic() + 90
    with httpx.Client(base_url=filmmaker.url, headers=headers, timeout=60) as client:
        while True:
            accepted = client.post("/api/v1/orchestrator/query", json=asked).json()
            client.get(accepted["streamUrl"])
            run = client.get(f"/api/v1/orchestrator/runs/{accepted['runId']}").json()
            if not run["result"]["degraded"]:
                return
            assert time.monotonic() < deadline, run
