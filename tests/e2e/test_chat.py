"""A conversation: stop, resume, suggestions, refusals, versions, and the list of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.studio import Filmmaker

QUESTION = "What makes a good plot twist?"


def test_a_stopped_answer_keeps_its_text_and_says_that_it_was_stopped(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()
    chat.say(QUESTION)
    chat.wait_for_words()

    chat.stop.click()

    answer = chat.wait_for_end(answers=1)
    expect(chat.page.get_by_text("Stopped", exact=True)).to_be_visible()
    stored = filmmaker.messages()[-1]
    assert stored["metadata"]["status"] == "cancelled"
    assert len(stored["content"].split()) >= 5
    assert answer.inner_text().split()[:4] == stored["content"].replace("*", "").replace("#", "").split()[:4]


def test_an_answer_that_is_reloaded_half_way_ends_in_the_identical_text(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()
    chat.say(QUESTION)
    chat.wait_for_words(8)

    filmmaker.page.reload()

    resumed = chat.wait_for_words(9)
    assert resumed
    text = chat.wait_for_end(answers=1).inner_text()
    question, answer = filmmaker.messages()
    events = filmmaker.api(f"/api/v1/orchestrator/runs/{answer['runId']}/events?after=0")["events"]
    assert "".join(event["data"]["token"] for event in events if event["type"] == "token") == answer["content"]
    assert question["content"] == QUESTION
    filmmaker.page.reload()
    assert chat.wait_for_end(answers=1).inner_text() == text


def test_an_answer_goes_on_after_the_network_was_gone(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()
    chat.say(QUESTION)
    chat.wait_for_words()

    filmmaker.page.context.set_offline(True)
    expect(chat.page.get_by_text("You are offline.")).to_be_visible()
    filmmaker.page.context.set_offline(False)

    chat.wait_for_end(answers=1)
    expect(chat.page.get_by_text("You are offline.")).to_have_count(0)
    assert filmmaker.messages()[-1]["metadata"]["status"] == "completed"


def test_a_suggestion_is_said_with_one_click(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()
    chat.say(QUESTION)
    chat.wait_for_end(answers=1)
    suggestion = chat.suggestions.first.inner_text()

    chat.suggestions.first.click()

    chat.hear_a_little(answers=2)
    expect(chat.questions.nth(1).locator("p")).to_have_text(suggestion)


def test_what_was_not_accepted_can_be_sent_again_and_is_said_once(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()
    keys: list[str | None] = []

    def break_once(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) > 1:
            return route.continue_()
        body = {"error": "Database temporarily unavailable.", "code": "DATABASE_ERROR", "retryable": True}
        return route.fulfill(status=503, json={**body, "requestId": "r-1"})

    filmmaker.page.route("**/api/v1/orchestrator/chat", break_once)
    chat.say(QUESTION)
    expect(filmmaker.page.get_by_test_id("send-error")).to_contain_text("Database temporarily unavailable.")

    filmmaker.page.get_by_test_id("retry-send").click()

    chat.hear_a_little()
    assert len(keys) == 2
    assert keys[0] == keys[1] is not None
    assert [message["role"] for message in filmmaker.messages()] == ["user", "assistant"]


def test_another_wording_makes_a_version_and_the_first_one_stays(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()
    chat.say(QUESTION)
    first = chat.hear_a_little().inner_text()

    page.get_by_test_id("edit-message").click()
    page.get_by_test_id("edit-input").fill("How do I create compelling dialogue?")
    page.keyboard.press("Enter")

    second = chat.hear_a_little()
    expect(second).not_to_have_text(first)
    expect(chat.questions.locator("p")).to_have_text("How do I create compelling dialogue?")
    page.get_by_role("button", name="Earlier version").click()
    expect(chat.questions.locator("p")).to_have_text(QUESTION)
    assert chat.answers.locator(".prose").inner_text() == first


def test_conversations_are_found_renamed_exported_and_deleted(filmmaker: Filmmaker) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()
    chat.say(QUESTION)
    chat.hear_a_little()

    page.get_by_test_id("history-toggle").click()
    page.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("Twists and turns")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("conversation")).to_contain_text("Twists and turns")

    page.get_by_role("searchbox", name="Search conversations").fill("no such thing")
    expect(page.get_by_test_id("conversation")).to_have_count(0)
    page.get_by_role("searchbox", name="Search conversations").fill("turns")
    expect(page.get_by_test_id("conversation")).to_have_count(1)

    page.get_by_role("button", name="Actions for").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Export as Markdown").click()
    assert QUESTION in saved.value.path().read_text()

    page.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog", name="Delete this conversation?").get_by_role("button", name="Delete").click()
    expect(page.get_by_test_id("starter").first).to_be_visible()
    page.get_by_test_id("history-toggle").click()
    expect(page.get_by_text("No conversations yet.")).to_be_visible()


@pytest.mark.parametrize("content", ["<img src=x onerror=document.title='owned'>", "[x](javascript:alert(1)) **bold**"])
def test_what_somebody_types_is_shown_as_text(filmmaker: Filmmaker, content: str) -> None:
    chat = filmmaker.chat.open()

    chat.say(content)

    chat.hear_a_little()
    expect(chat.questions.locator("p")).to_have_text(content)
    assert filmmaker.page.locator("[role=log] img").count() == 0
    assert "owned" not in filmmaker.page.title()
