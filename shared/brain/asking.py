"""The graph as a channel: the things a question names, and what is reached from them by relations it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.brain.linking import Mention, lookups, mentions, spans
from shared.domain.brain import Entity, Question
from shared.ports.brain import GraphStore


@dataclass(frozen=True, slots=True)
class Answer:
    """``path``: entity ids from what the question names to the answer; ``steps``: the relations between them."""

    id: str
    confidence: float
    path: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    mentions: Sequence[Mention] = ()
    answers: Sequence[Answer] = ()

    def holds(self, name: str) -> bool:
        return any(answer.id == name for answer in self.answers) or any(
            name in mention.ids for mention in self.mentions
        )

    def told(self, wanted: Sequence[str]) -> list[str]:
        """Further entities that the paths to the wanted ones pass."""
        asked = set(wanted)
        passed = [name for answer in self.answers if answer.id in asked for name in answer.path]
        return [name for name in dict.fromkeys(passed) if name not in asked]

    def path(self, name: str, known: Mapping[str, Entity]) -> str:
        """``title –[TYPE]→ title``; empty for what no path led to."""
        answer = next((answer for answer in self.answers if answer.id == name), None)
        if answer is None:
            return ""
        parts = [_title(answer.path[0], known)]
        for (relation, direction), passed in zip(answer.steps, answer.path[1:], strict=True):
            arrow = {"out": f"–[{relation}]→", "in": f"←[{relation}]–"}.get(direction, f"–[{relation}]–")
            parts += [arrow, _title(passed, known)]
        return " ".join(parts)


def _title(name: str, known: Mapping[str, Entity]) -> str:
    return known[name].title if name in known else "…"


class Asking:
    def __init__(self, store: GraphStore) -> None:
        self._store = store

    async def ask(self, project_id: str, question: Question) -> Asked:
        candidates = spans(question.text)
        known = await self._store.named(project_id, lookups(candidates)) if candidates else {}
        return Asked(mentions(candidates, known))
