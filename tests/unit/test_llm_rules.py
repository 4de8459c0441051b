"""The small rules: pauses, Retry-After, what helps against what, keys in logs, token bounds, the catalogue."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.llm.catalogue import UNKNOWN, Catalogue, Model
from shared.adapters.llm.failures import Cure, Failed, cure_of, pause, retry_after
from shared.adapters.llm.redaction import redact
from shared.adapters.llm.request import Requests
from shared.adapters.llm.settings import Service, Timing
from shared.domain.model import ModelCall, ModelMessage
from shared.domain.tokens import estimate, estimate_messages, upper_bound


@pytest.mark.parametrize(("failures", "least", "most"), [(1, 0.75, 1.25), (2, 1.5, 2.5), (4, 6, 10), (9, 7.5, 12.5)])
def test_pauses_grow_from_one_second_to_ten_with_jitter(failures: int, least: float, most: float) -> None:
    waits = [pause(Timing(), failures, Failed("HTTP 503")) for _ in range(200)]

    assert least <= min(waits) < max(waits) <= most


@pytest.mark.parametrize(("asked", "waited"), [(20.0, 20.0), (3600.0, 30.0)])
def test_a_service_may_ask_for_a_longer_pause(asked: float, waited: float) -> None:
    assert pause(Timing(), 1, Failed("HTTP 429", retry_after=asked)) == waited


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("0.5", 0.5), ("", None), ("soon", None), ("-3", None), ("٣", None)]
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}) == seconds


def test_retry_after_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)

    assert retry_after({"retry-after": soon}) == pytest.approx(20, abs=2)
    assert retry_after({"retry-after": past}) == 0


@pytest.mark.parametrize(
    ("status", "cure"),
    [(408, Cure.RETRY), (429, Cure.RETRY), (500, Cure.RETRY), (529, Cure.RETRY), (404, Cure.NEXT_MODEL),
     (400, Cure.NONE), (401, Cure.NONE), (402, Cure.NONE), (403, Cure.NONE), (302, Cure.NONE)],
)  # fmt: skip
def test_what_helps_against_a_status(status: int, cure: Cure) -> None:
    assert cure_of(status) is cure


def test_keys_do_not_reach_the_log() -> None:
    quoted = "Incorrect API key provided: sk-or-v1-0123456789abcdef. Bearer abcdefgh12345 my-secret"

    assert redact(quoted, "my-secret") == "Incorrect API key provided: [redacted] [redacted] [redacted]"
    assert "hidden" not in repr(Service(api_key="hidden"))


@given(st.text(max_size=200))
def test_no_tokenizer_makes_more_tokens_than_bytes(text: str) -> None:
    message = (ModelMessage("user", text),)

    assert upper_bound(message) >= len(text.encode("utf-8", "surrogatepass"))
    assert estimate(text) <= upper_bound(message)
    assert estimate_messages(message) <= upper_bound(message)


def test_an_image_counts_as_an_image_and_not_as_its_bytes() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 1_000_000}}
    bound = upper_bound([ModelMessage("user", [{"type": "text", "text": "What is this?"}, image])])

    assert 2_000 < bound < 4_000


def test_an_estimate_is_near_what_tokenizers_make_of_it() -> None:
    assert estimate("A film about the rain over a quiet street.") == pytest.approx(9, abs=3)
    assert estimate("静かな通りに雨が降る") == pytest.approx(9, abs=3)
    assert estimate("") == 0


def test_the_catalogue_knows_the_configured_models_and_is_careful_with_others() -> None:
    catalogue = Catalogue({"local/llava": Model(4_096, vision=True)})

    assert catalogue.window("anthropic/claude-sonnet-4.5") == 200_000
    assert catalogue.sees("google/gemini-2.5-flash")
    assert catalogue.of("local/llava") == Model(4_096, vision=True)
    assert catalogue.of("qwen/qwen3-vl-235b-a22b-thinking:free").vision
    assert catalogue.of("never/heard-of") is UNKNOWN


def test_only_openrouter_is_asked_for_the_cost() -> None:
    call = ModelCall((ModelMessage("user", "Rain"),), ("m",))

    assert json.loads(Requests(Service()).body(call, "m"))["usage"] == {"include": True}
    assert "usage" not in json.loads(Requests(Service("https://api.openai.com/v1/")).body(call, "m"))
    assert Requests(Service("https://api.openai.com/v1/")).build(call, "m").url.path == "/v1/chat/completions"
