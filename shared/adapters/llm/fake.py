"""An in-memory ``LanguageModel``: says what it was told to say, and fails when it was told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from typing import Literal

from shared.domain.errors import ModelError, ModelRefused
from shared.domain.model import (
    Fallback,
    Finished,
    ModelCall,
    ModelEvent,
    ModelInterrupted,
    Tokens,
    UpstreamCall,
    Usage,
)
from shared.domain.tokens import estimate_messages

Ending = Literal["finish", "break", "refuse", "fail", "fallback", "never"]


@dataclass(frozen=True, slots=True)
class Answer:
    """``texts`` are said one by one, ``pause`` seconds apart, then ``ending`` happens.

    ``break`` interrupts; ``never`` says nothing more and does not end; ``refuse`` and ``fail`` say nothing at all;
    ``fallback`` fails the first model and lets the next one of the chain say the texts.
    """

    texts: tuple[str, ...] = ("Hello", " from", " the", " fake", " model.")
    ending: Ending = "finish"
    finish_reason: str = "stop"
    pause: float = 0.0


@dataclass(slots=True)
class FakeModel:
    """Each call takes the next of ``answers``, the last one again and again. ``calls`` keeps what was asked."""

    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    calls: list[ModelCall] = field(default_factory=list[ModelCall])

    @classmethod
    def saying(cls, texts: Iterable[str]) -> FakeModel:
        return cls([Answer(tuple(texts))])

    async def stream(self, call: ModelCall) -> AsyncGenerator[ModelEvent, None]:
        """See ``LanguageModel.stream``."""
        self.calls.append(call)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        models = list(dict.fromkeys(call.models))
        if answer.ending in ("refuse", "fail"):
            ledger = _Entry(call, models[0])
            ledger.write("failed")
            raise ModelRefused if answer.ending == "refuse" else ModelError
        if answer.ending == "fallback":
            _Entry(call, models[0]).write("failed")
            if len(models) == 1:
                raise ModelError
            yield Fallback(models[0], models[1], "HTTP 503")
            del models[0]
        ledger = _Entry(call, models[0])
        try:
            for text in answer.texts:
                await asyncio.sleep(answer.pause)
                ledger.said += 1
                yield Tokens((text,))
            if answer.ending == "never":
                await asyncio.Event().wait()
            if answer.ending == "break":
                ledger.write("interrupted")
                raise ModelInterrupted(models[0], "a broken connection", ledger.usage())
            ledger.write("finished")
            yield Finished(models[0], answer.finish_reason, ledger.usage())
        finally:
            ledger.write("closed")

    async def aclose(self) -> None:
        """Nothing is held open."""


class _Entry:
    """The ledger hears of a call once, with the first outcome written."""

    def __init__(self, call: ModelCall, model: str) -> None:
        self.said = 0
        self._call = call
        self._model = model
        self._written = False

    def usage(self) -> Usage:
        return Usage(estimate_messages(self._call.messages), self.said, estimated=True)

    def write(self, outcome: Literal["finished", "failed", "interrupted", "closed"]) -> None:
        if self._written:
            return
        self._written = True
        if self._call.on_call is not None:
            usage = Usage() if outcome == "failed" else self.usage()
            self._call.on_call(UpstreamCall(self._model, usage, outcome, 0.0))
