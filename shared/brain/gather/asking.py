"""Asking the model within the item's budget, once for each question, and going on without it when it is down."""

from __future__ import annotations

from collections.abc import Sequence

from shared.brain.gather.work import Work
from shared.domain.errors import Limited, ModelError
from shared.domain.model import ModelMessage
from shared.orchestrator.modes import Job


class Asking:
    """``failed`` is why the model is not asked any more: a sentence for the user."""

    def __init__(self, job: Job, work: Work) -> None:
        self._job = job
        self._work = work
        self.failed: str | None = None

    async def ask(
        self, key: str, messages: Sequence[ModelMessage], *, temperature: float, max_tokens: int, pictured: bool = False
    ) -> str | None:
        """The answer; an earlier attempt's where it came to one. ``None`` when there is none."""
        kept = self._work.answer(key)
        if kept is not None:
            return kept
        if self.failed is not None:
            return None
        try:
            answer = await self._job.ask(messages, temperature=temperature, max_tokens=max_tokens, pictured=pictured)
        except (ModelError, Limited) as error:
            self.failed = error.message
            return None
        await self._work.keep_answer(key, answer)
        return answer
