"""Query mode: retrieve, then let the model answer out of what was found, or do without either of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.domain.brain import Question
from shared.domain.errors import BrainError, DatabaseError
from shared.domain.messages import Message
from shared.domain.model import ModelMessage
from shared.domain.runs import Run, message_seq
from shared.domain.tokens import upper_bound
from shared.orchestrator import telemetry
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.modes import Prepared, Sieve
from shared.orchestrator.query import plain
from shared.orchestrator.query.citations import Markers, citations
from shared.orchestrator.query.prompt import lines_of, system_prompt
from shared.orchestrator.query.results import results_of
from shared.ports import Messages
from shared.ports.brain import Before, Brain, Disputed

BRAIN_SECONDS = 3.0
"""How long an answer waits for the Brain before it is made without."""
FIRST_SECONDS = 10.0
"""As long may the first question of a process take: it loads the driver and connects."""
_LONGEST_SEARCH = 2_000
# What a prompt needs beside rules, facts, sources and question.
_SPARE_TOKENS = 500


@dataclass(frozen=True, slots=True)
class QueryQuestion(Prepared):
    """``results`` is what was found, of which the model is shown the first ``shown``."""

    results: Sequence[Mapping[str, Any]] = ()
    shown: int = 0
    reached: bool = True

    def sieve(self, said: str) -> Sieve | None:
        return Markers(self.shown, said)

    def result(self, text: str, *, by_model: bool) -> Mapping[str, Any]:
        return {
            "results": list(self.results),
            "citations": citations(text, self.results),
            "degraded": not self.reached or not (by_model or self.answer is not None),
            "suggestions": plain.suggestions(self.results),
        }


class QueryMode:
    """``brain`` makes the Brain when a question is asked; ``window_of`` is how much the models of a run read and
    write, in tokens."""

    def __init__(
        self,
        brain: Callable[[], Brain],
        facts: ProjectFacts,
        messages: Messages,
        window_of: Callable[[Run], int],
        seconds: float = BRAIN_SECONDS,
        first_seconds: float = FIRST_SECONDS,
        before: Before | None = None,
        disputed: Disputed | None = None,
    ) -> None:
        self._brain = brain
        self._facts = facts
        self._messages = messages
        self._window_of = window_of
        self._seconds = seconds
        self._next_seconds = first_seconds
        self._before = before
        self._disputed = disputed

    async def prepare(self, run: Run, noted: Mapping[str, Any] | None) -> Prepared:
        if noted is None:
            found = await self._retrieve(run)
        else:
            found = None if noted.get("degraded") else noted["results"]
        facts = await self._facts.of(run.project_id) if run.project_id else None
        asked = run.request["content"]
        note = {"stage": "retrieved", "results": found or [], "degraded": found is None}
        if found is None:
            system = system_prompt(facts, None)
            return QueryQuestion(system, asked, note, without_model=plain.NOTHING_REACHED, reached=False)
        if not found:
            return QueryQuestion(system_prompt(facts, ()), asked, note, answer=plain.NOTHING_FOUND)
        lines = lines_of(found, self._room(run, system_prompt(facts, ()), asked))
        system = system_prompt(facts, lines)
        without = plain.from_results(found)
        return QueryQuestion(system, asked, note, without_model=without, results=found, shown=len(lines))

    def _room(self, run: Run, system: str, asked: str) -> int:
        taken = upper_bound((ModelMessage("system", system), ModelMessage("user", asked))) + run.request["maxTokens"]
        return self._window_of(run) - taken - _SPARE_TOKENS

    async def _retrieve(self, run: Run) -> list[dict[str, Any]] | None:
        """What the Brain finds; ``None`` when it cannot be asked, whatever the reason is."""
        seconds, self._next_seconds = self._next_seconds, self._seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._search(run)
        except DatabaseError:
            raise
        except (BrainError, TimeoutError) as error:
            telemetry.brain_not_reached(run, error)
        except Exception as error:  # noqa: BLE001  a fault of the Brain's never is one of the answer's
            telemetry.brain_broke(run, error)
        return None

    async def _search(self, run: Run) -> list[dict[str, Any]]:
        """A question that finds nothing by itself may go on from the one before it."""
        found = await self._look(run, run.request["content"])
        if not found and (earlier := await self._earlier_question(run)):
            found = await self._look(run, f"{run.request['content']}\n{earlier.content}")
        return found

    async def _look(self, run: Run, text: str) -> list[dict[str, Any]]:
        assert run.project_id
        asked = run.request.get("fields", {})
        question = Question(
            text[:_LONGEST_SEARCH], asked.get("limit", 10), tuple(asked.get("types") or ()), asked.get("threshold", 0.6)
        )
        if self._before is not None:
            await self._before(run.project_id)
        results = results_of(await self._brain().search(run.project_id, question), question)
        if self._disputed is not None and results:
            for key, said in (await self._disputed(run.project_id, results)).items():
                next(one for one in results if one["id"] == key)["metadata"]["undecided"] = said
        return results

    async def _earlier_question(self, run: Run) -> Message | None:
        if run.parent is None:
            return None
        answered = await self._messages.get(run.conversation_id, message_seq(run.parent) - 1)
        return answered if answered is not None and answered.role == "user" else None
