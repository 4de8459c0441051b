"""An answer that is worked for: steps, questions to the model that nobody hears, and then a word on what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any

from shared.domain.errors import AladdinError, DatabaseError, ModelError
from shared.domain.model import Finished, ModelCall, ModelInterrupted, ModelMessage, Tokens
from shared.domain.runs import MAX_CONTINUATIONS, Run
from shared.orchestrator.log_writer import LeaseLost
from shared.orchestrator.making import Length, Making, too_often
from shared.orchestrator.modes import Worked


class Working:
    """The ``Job`` that the mode works on."""

    def __init__(self, making: Making, mode: Worked) -> None:
        self._making = making
        self._mode = mode

    @property
    def run(self) -> Run:
        return self._making.run

    def note(self, data: Mapping[str, Any]) -> None:
        self._making.writer.note(dict(data))

    async def hold(self) -> None:
        await self._making.holding.hold()

    async def make(self) -> dict[str, Any]:
        """The result of the run, with its message logged."""
        await self._making.begin()
        if self.run.continuations > MAX_CONTINUATIONS:
            raise too_often()
        try:
            result = dict(await self._mode.work(self))
        except ExceptionGroup as several:
            raise _telling(several) from several
        message = result.pop("message")
        await self._making.writer.drain()
        if message and not self._making.writer.text:
            await self._making.writer.tokens([message])
        said = await self._making.said()
        return {**said, **result, "usage": self._making.spent(), **self._making.cost()}

    async def ask(
        self, messages: Sequence[ModelMessage], *, temperature: float, max_tokens: int, pictured: bool = False
    ) -> str:
        """An answer that breaks off is asked for again, of the same model, a few times."""
        models = self._making.studio.policy.chain(self.run.request.get("model"), pictured=pictured)
        for _ in range(1 + MAX_CONTINUATIONS):
            call = await self._making.call(messages, models, temperature=temperature, max_tokens=max_tokens)
            try:
                return await self._listen(call)
            except ModelInterrupted as broken:
                models = (broken.model,)
            finally:
                self._making.called(call)
                await self._making.book()
        raise too_often()

    async def _listen(self, call: ModelCall) -> str:
        length, said = Length(call.max_tokens), list[str]()
        async with aclosing(self._making.studio.model.stream(call)) as stream:
            async for event in stream:
                if isinstance(event, Tokens):
                    said += event.texts
                    length.add(event.texts)
                elif isinstance(event, Finished):
                    return "".join(said)
        raise ModelError


def _telling(several: ExceptionGroup) -> Exception:
    """What decides how the run goes on, of all that steps side by side have failed of."""
    for kind in (LeaseLost, DatabaseError, AladdinError):
        found: Exception | None = several.subgroup(kind)
        while isinstance(found, ExceptionGroup):
            found = found.exceptions[0]
        if found is not None:
            return found
    return several
