"""Chat: the model answers out of what it knows, the project's facts and the files of the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.runs import Run
from shared.orchestrator.attachments import Attachments, Content
from shared.orchestrator.facts import ProjectFacts
from shared.orchestrator.modes import Prepared
from shared.orchestrator.prompt import system_prompt
from shared.orchestrator.suggestions import chat_suggestions


@dataclass(frozen=True, slots=True)
class ChatQuestion(Prepared):
    def result(self, text: str, *, by_model: bool) -> Mapping[str, Any]:
        return {"suggestions": chat_suggestions(text)}


class ChatMode:
    def __init__(self, facts: ProjectFacts, attachments: Attachments | None = None) -> None:
        self._facts = facts
        self._attachments = attachments

    async def prepare(self, run: Run, noted: Mapping[str, Any] | None) -> Prepared:
        facts = await self._facts.of(run.project_id) if run.project_id else None
        return ChatQuestion(system_prompt(facts), await self._question(run))

    async def _question(self, run: Run) -> Content:
        request, attached = run.request, self._attachments
        if attached is None or not request.get("attachments"):
            return request["content"]
        return await attached.content(request["content"], request["attachments"], run.project_id)
