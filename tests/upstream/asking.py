"""A model adapter pointed at the scripted upstream, impatient enough for tests, and what one call to it gave."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field, replace

from shared.adapters.llm.client import OpenAiModel
from shared.adapters.llm.settings import Service, Timing
from shared.domain.errors import ModelError
from shared.domain.model import (
    Fallback,
    Finished,
    ModelCall,
    ModelInterrupted,
    ModelMessage,
    Tokens,
    UpstreamCall,
)

IMPATIENT = Timing(
    connect=1.0,
    silence=0.5,
    first_token=2.0,
    backoff_first=0.01,
    backoff_last=0.05,
    retry_after_longest=0.2,
    tail=0.2,
)
# For what is not about time: a busy machine must not look like a silent service.
PATIENT = replace(IMPATIENT, silence=20.0, first_token=40.0)
SECRET = "sk-test-51b7d0c0ffee"


def model_at(url: str, timing: Timing = IMPATIENT) -> OpenAiModel:
    return OpenAiModel(Service(url, SECRET, timing))


@dataclass(slots=True)
class Told:
    """Everything that one call yielded, how it ended, and what its ledger heard."""

    texts: list[str] = field(default_factory=list[str])
    fallbacks: list[Fallback] = field(default_factory=list[Fallback])
    finished: Finished | None = None
    error: ModelError | ModelInterrupted | None = None
    ledger: list[UpstreamCall] = field(default_factory=list[UpstreamCall])

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(entry.model, entry.outcome) for entry in self.ledger]


def question(text: str, *models: str, told: Told | None = None) -> ModelCall:
    on_call = told.ledger.append if told is not None else None
    return ModelCall((ModelMessage("user", text),), models or ("first",), run_id="run-1", on_call=on_call)


async def ask(model: OpenAiModel, text: str, *models: str) -> Told:
    """Put ``text`` to the chain ``models`` and hear it out."""
    told = Told()
    try:
        async with aclosing(model.stream(question(text, *models, told=told))) as events:
            async for event in events:
                match event:
                    case Tokens(texts):
                        assert told.finished is None
                        told.texts += texts
                    case Fallback():
                        assert not told.texts
                        told.fallbacks.append(event)
                    case Finished():
                        assert told.finished is None
                        told.finished = event
    except (ModelError, ModelInterrupted) as error:
        told.error = error
    return told
