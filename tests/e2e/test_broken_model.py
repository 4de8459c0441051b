"""A language model that breaks off: what was said stays, and the question can be asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.studio import Filmmaker
from tests.product import running_product
from tests.upstream.running import Running, running
from tests.upstream.script import Script

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def model() -> Iterator[Running]:
    with running() as scripted:
        yield scripted


@pytest.fixture(scope="module")
def product_url(model: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with the scripted upstream for a model."""
    home = tmp_path_factory.mktemp("broken")
    with running_product(home, OPENROUTER_BASE_URL=model.url, OPENROUTER_API_KEY="scripted") as product:
        yield product.url


def test_an_answer_that_fails_keeps_its_text_and_is_asked_again(filmmaker: Filmmaker, model: Running) -> None:
    page, chat = filmmaker.page, filmmaker.chat.open()

    model.upstream.default = Script("reset", {"after": "6"})
    chat.say("Tell me how it rains")
    expect(page.get_by_test_id("run-error")).to_contain_text("The answer failed.")
    failed = chat.answers.first.inner_text()
    page.reload()
    expect(page.get_by_test_id("run-error")).to_be_visible()
    assert chat.answers.first.inner_text() == failed
    model.upstream.default = Script()
    page.get_by_test_id("retry-run").click()

    expect(page.get_by_test_id("run-error")).to_have_count(0)
    chat.wait_for_end(answers=1)
    expect(page.get_by_text("2/2")).to_be_visible()
    assert [message["metadata"].get("status") for message in filmmaker.messages()] == [
        None,
        "failed",
        None,
        "completed",
    ]


def test_a_refusal_of_the_model_offers_no_second_try(filmmaker: Filmmaker) -> None:
    chat = filmmaker.chat.open()

    chat.say("[[status code=401]] Hello")

    expect(filmmaker.page.get_by_test_id("run-error")).to_be_visible()
    expect(filmmaker.page.get_by_test_id("retry-run")).to_have_count(0)
    expect(chat.input).to_be_focused()
