"""What every ``LanguageModel`` promises, held against the fake and against the real one over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from shared.adapters.llm.client import OpenAiModel
from shared.adapters.llm.fake import Answer, Ending, FakeModel
from shared.domain.errors import ModelError, ModelRefused
from shared.domain.model import (
    Fallback,
    Finished,
    ModelCall,
    ModelEvent,
    ModelInterrupted,
    ModelMessage,
    Tokens,
    UpstreamCall,
)
from tests.upstream.asking import model_at
from tests.upstream.running import running
from tests.upstream.script import tokens_of

SCRIPTS: dict[Ending, str] = {
    "finish": "[[ok]]", "break": "[[reset after=40]]", "refuse": "[[status code=401]]",
    "fail": "[[status code=503]]", "fallback": "[[ok]]", "never": "[[silence after=40]]",
}  # fmt: skip


class Stage:
    """The same scene for both: say forty tokens about ``ending``, then end that way."""

    def __init__(self, model: FakeModel | OpenAiModel) -> None:
        self.model = model
        self.ledger: list[UpstreamCall] = []

    def call(self, ending: Ending) -> ModelCall:
        text = SCRIPTS[ending] + " A film about rain"
        if isinstance(self.model, FakeModel):
            self.model.answers = [Answer(self.tokens(ending), ending)]
        models = ("[[status code=503]]", "second") if ending == "fallback" else ("first",)
        text = "A film about rain" if ending == "fallback" else text
        return ModelCall((ModelMessage("user", text),), models, run_id="r1", on_call=self.ledger.append)

    def tokens(self, ending: Ending) -> tuple[str, ...]:
        asked = "A film about rain" if ending == "fallback" else SCRIPTS[ending] + " A film about rain"
        return tokens_of(asked, 40)

    def outcomes(self) -> set[str]:
        return {entry.outcome for entry in self.ledger}


@pytest.fixture(params=["fake", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "fake":
        yield Stage(FakeModel())
        return
    with running() as upstream:
        model = model_at(upstream.url)
        yield Stage(model)
        await model.aclose()


async def heard(stage: Stage, ending: Ending, into: list[ModelEvent]) -> None:
    async with aclosing(stage.model.stream(stage.call(ending))) as events:
        async for event in events:
            into.append(event)


def texts(events: list[ModelEvent]) -> list[str]:
    return [text for event in events if isinstance(event, Tokens) for text in event.texts]


async def test_an_answer_is_all_its_tokens_in_order_and_one_finish(stage: Stage) -> None:
    events: list[ModelEvent] = []
    await heard(stage, "finish", events)

    assert texts(events) == list(stage.tokens("finish"))
    assert all(texts(events))
    assert [event for event in events if not isinstance(event, Tokens)] == [events[-1]]
    assert isinstance(events[-1], Finished)
    assert events[-1].finish_reason == "stop"
    assert events[-1].usage.completion_tokens == 40
    assert [entry.outcome for entry in stage.ledger] == ["finished"]


async def test_the_ledger_knows_a_call_before_its_finish_is_told(stage: Stage) -> None:
    async with aclosing(stage.model.stream(stage.call("finish"))) as events:
        async for event in events:
            if isinstance(event, Finished):
                assert [entry.usage for entry in stage.ledger] == [event.usage]


async def test_a_stream_that_breaks_after_its_first_token_is_interrupted(stage: Stage) -> None:
    events: list[ModelEvent] = []
    with pytest.raises(ModelInterrupted) as interrupted:
        await heard(stage, "break", events)

    assert texts(events) == list(stage.tokens("break"))
    assert interrupted.value.model == "first"
    assert interrupted.value.usage.estimated
    assert interrupted.value.usage.completion_tokens > 0
    assert [entry.outcome for entry in stage.ledger] == ["interrupted"]


async def test_a_refusal_is_told_once_and_not_repeated(stage: Stage) -> None:
    events: list[ModelEvent] = []
    with pytest.raises(ModelRefused) as refused:
        await heard(stage, "refuse", events)

    assert not events
    assert not refused.value.retryable
    assert [entry.outcome for entry in stage.ledger] == ["failed"]


async def test_a_service_that_stays_down_is_a_retryable_error(stage: Stage) -> None:
    events: list[ModelEvent] = []
    with pytest.raises(ModelError) as failed:
        await heard(stage, "fail", events)

    assert not events
    assert failed.value.retryable
    assert stage.outcomes() == {"failed"}


async def test_the_next_model_takes_over_before_the_first_token(stage: Stage) -> None:
    events: list[ModelEvent] = []
    await heard(stage, "fallback", events)

    assert isinstance(events[0], Fallback)
    assert events[0].model == "second"
    assert events[0].reason == "HTTP 503"
    assert texts(events) == list(stage.tokens("fallback"))
    assert isinstance(events[-1], Finished)
    assert events[-1].model == "second"
    assert [entry.outcome for entry in stage.ledger if entry.model == "second"] == ["finished"]


async def test_closing_the_iterator_ends_the_call_at_once(stage: Stage) -> None:
    async with aclosing(stage.model.stream(stage.call("never"))) as events:
        async for _ in events:
            break

    assert [entry.outcome for entry in stage.ledger] == ["closed"]


async def test_cancelling_the_reader_ends_the_call_at_once(stage: Stage) -> None:
    events: list[ModelEvent] = []
    reading = asyncio.create_task(heard(stage, "never", events))
    while len(texts(events)) < 40:
        await asyncio.sleep(0.001)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert [entry.outcome for entry in stage.ledger] == ["closed"]
