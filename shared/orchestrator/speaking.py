"""An answer that is spoken: one stream of the model's tokens, logged as they come, gone on with when it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any

from shared.domain.errors import ModelError
from shared.domain.model import Fallback, Finished, ModelCall, ModelInterrupted, Tokens
from shared.domain.runs import MAX_CONTINUATIONS, RunEvent
from shared.orchestrator import prompt, telemetry
from shared.orchestrator.making import NO_MODEL, Length, Making, too_often
from shared.orchestrator.modes import Prepared, Spoken

# What the producer itself has to tell; a mode's note has a stage of its own.
_OWN_STAGES = frozenset(("started", "interrupted", "fallback"))


class Speaking:
    def __init__(self, making: Making, mode: Spoken) -> None:
        self._making = making
        self._writer = making.writer
        self._mode = mode
        request = making.run.request
        self._models = making.studio.policy.chain(request.get("model"), pictured=bool(request.get("pictured")))

    async def make(self) -> dict[str, Any]:
        """The result of the run, with all of its text logged."""
        events = await self._making.begin()
        self._remember_model(events)
        noted = _noted(events)
        prepared = await self._mode.prepare(self._making.run, noted)
        if prepared.note is not None and noted is None:
            self._writer.note(dict(prepared.note))
        finished = await self._say(prepared)
        said = await self._making.said()
        by_model = finished.model != NO_MODEL
        return {
            **said,
            "model": finished.model,
            "finishReason": finished.finish_reason,
            "usage": self._making.spent(),
            **prepared.result(said["message"], by_model=by_model),
            **self._making.cost(),
        }

    async def _say(self, prepared: Prepared) -> Finished:
        if prepared.answer is not None:
            return await self._say_whole(prepared.answer)
        plain = prepared.without_model
        if plain is not None and self._writer.text.endswith(plain):
            return await self._say_whole(plain)
        try:
            finished = await self._by_model(prepared)
            await self._writer.drain()
            if plain is None or self._writer.text.strip():
                return finished
        except ModelError as error:
            if plain is None:
                raise
            telemetry.answered_without_model(self._making.run, error)
            await self._writer.drain()
        return await self._say_whole(plain)

    async def _say_whole(self, text: str) -> Finished:
        """As one event: who comes after a crash finds all of it or nothing."""
        logged = self._writer.text
        if not logged.endswith(text):
            await self._writer.tokens([f"\n\n{text}" if logged.strip() else text])
        return Finished(NO_MODEL, "stop")

    async def _by_model(self, prepared: Prepared) -> Finished:
        if self._making.run.continuations > MAX_CONTINUATIONS:
            raise too_often()
        while True:
            try:
                return await self._generate(prepared)
            except ModelInterrupted as broken:
                await self._making.go_on()
                self._models = (broken.model,)

    def _remember_model(self, events: Sequence[RunEvent]) -> None:
        """A continuation goes to the model that spoke: the last one a ``fallback`` named, else the first."""
        if not self._writer.text:
            return
        spoke = self._models[0]
        for event in events:
            if event.type == "progress" and event.data.get("stage") == "fallback":
                spoke = event.data["model"]
        self._models = (spoke,)

    async def _generate(self, prepared: Prepared) -> Finished:
        prefix = self._writer.text
        call = await self._call(prepared, prefix)
        try:
            return await self._listen(call, prepared, prefix)
        finally:
            self._making.called(call)

    async def _listen(self, call: ModelCall, prepared: Prepared, prefix: str) -> Finished:
        length, sieve = Length(call.max_tokens), prepared.sieve(prefix)
        async with aclosing(self._making.studio.model.stream(call)) as stream:
            async for event in stream:
                if isinstance(event, Tokens):
                    texts = event.texts if sieve is None else [let for text in event.texts if (let := sieve.let(text))]
                    if texts:
                        await self._writer.tokens(texts)
                    length.add(event.texts)
                elif isinstance(event, Fallback):
                    self._models = self._models[self._models.index(event.model) :]
                    self._writer.note({"stage": "fallback", "model": event.model, "failed": event.failed})
                else:
                    if sieve is not None and (rest := sieve.rest()):
                        await self._writer.tokens([rest])
                    return event
        raise ModelError

    async def _call(self, prepared: Prepared, prefix: str) -> ModelCall:
        making, run = self._making, self._making.run
        request = run.request
        window = min(making.studio.window_of(model) for model in self._models)
        system, question = prepared.system, prepared.question
        fits = prompt.fitting(system, question, prefix, window, request["maxTokens"])
        history = await prompt.thread(making.studio.stores.messages, run, fits)
        messages = prompt.assemble(system, history, question, prefix)
        return await making.call(
            messages, self._models, temperature=request["temperature"], max_tokens=request["maxTokens"]
        )


def _noted(events: Sequence[RunEvent]) -> Mapping[str, Any] | None:
    """What the mode itself had logged before it spoke."""
    own = (event for event in events if event.type == "progress" and event.data.get("stage") not in _OWN_STAGES)
    return next((event.data for event in own), None)
