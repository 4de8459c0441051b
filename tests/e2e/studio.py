"""The studio's pages in the words of a person who uses them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Filmmaker:
    page: Page
    url: str
    email: str
    token: str
    project_id: str

    @property
    def chat(self) -> Chat:
        return Chat(self.page)

    def api(self, path: str) -> dict[str, Any]:
        """What the API itself says, past the browser."""
        answer = httpx.get(f"{self.url}{path}", headers={"Authorization": f"JWT {self.token}"}, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def messages(self) -> list[dict[str, Any]]:
        """The messages of the conversation that is open in the address."""
        found = re.search(r"chat=([0-9a-f]+)", self.page.url)
        assert found, self.page.url
        return self.api(f"/api/v1/orchestrator/conversations/{found[1]}/messages")["messages"]


@dataclass(frozen=True)
class Chat:
    """The sheet from the right."""

    page: Page

    @property
    def input(self) -> Locator:
        return self.page.get_by_test_id("message-input")

    @property
    def questions(self) -> Locator:
        return self.page.get_by_test_id("user-message")

    @property
    def answers(self) -> Locator:
        return self.page.get_by_test_id("assistant-message")

    @property
    def live(self) -> Locator:
        """The answer that is being given."""
        return self.page.locator("[data-live]")

    @property
    def stop(self) -> Locator:
        return self.page.get_by_test_id("stop-run")

    @property
    def suggestions(self) -> Locator:
        return self.page.get_by_test_id("suggestion")

    def open(self) -> Chat:
        self.page.get_by_test_id("ai-chat-toggle").click()
        expect(self.input).to_be_focused()
        return self

    def turn_to(self, mode: str) -> None:
        """What is written before the tab is there would stay in the one before."""
        self.page.get_by_test_id(f"mode-{mode}").click()
        expect(self.page.locator(f"#panel-{mode}")).to_be_visible()

    def say(self, content: str) -> None:
        self.input.fill(content)
        self.page.get_by_test_id("send-message").click()

    def wait_for_words(self, count: int = 5) -> str:
        """Some of an answer has come, but not the end of it."""
        expect(self.live.locator(".prose")).to_contain_text(re.compile(rf"(?:\S+\s+){{{count}}}"))
        return self.live.inner_text()

    def hear_a_little(self, answers: int = 1) -> Locator:
        """Stop the ``answers``-th answer after a few words, for tests that need one but not the whole of it."""
        self.wait_for_words(3)
        self.stop.click()
        return self.wait_for_end(answers)

    def wait_for_end(self, answers: int) -> Locator:
        """The ``answers``-th answer is complete; gives its text on the page."""
        expect(self.answers).to_have_count(answers)
        expect(self.stop).to_have_count(0)
        expect(self.live).to_have_count(0)
        return self.answers.nth(answers - 1).locator(".prose")
