"""Items of a project that say what another one says: in nearly the same words, or in others."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from shared.brain.gather.items import ALIVE, EXISTS, ITEMS
from shared.brain.gather.knowledge import Knowledge, knowledge_of
from shared.brain.gather.minhash import bands, jaccard, resemblance, shingles, signature
from shared.brain.gather.values import agree, has_one_value, normal
from shared.brain.gather.work import WORKS
from shared.domain.brain import folded
from shared.domain.errors import BrainError
from shared.domain.query import among, by_id, eq, every
from shared.ports import Documents
from shared.ports.brain import Embedder

Suggestion = Literal["skip", "merge", "review"]
SKIP, MERGE, REVIEW = 0.95, 0.85, 0.7
_MOST_CANDIDATES = 50
_MOST_READ = 5
_MOST_VECTORS = 400
_MOST = 10
_MARGIN = 0.12
"""How far an estimate may lie below the truth: nearly three standard errors."""
_LONGEST_EXACT = 100_000
_LONGEST_MEANING = 2_000

Document = dict[str, Any]


class Duplicates:
    def __init__(self, documents: Documents, embedder: Embedder) -> None:
        self._documents = documents
        self._embedder = embedder

    async def print_of(self, project_id: str, text: str, about: str) -> Document:
        """What an item is compared by, as it is kept: look-ups are by band, not by scanning."""
        sign = await asyncio.to_thread(lambda: signature(shingles(text)))
        found: Document = {"signature": list(sign), "bands": bands(project_id, sign), "vector": [], "vectorModel": ""}
        try:
            vectors = await self._embedder.embed([f"{about}\n{text[:_LONGEST_MEANING]}"])
            found |= {"vector": vectors[0], "vectorModel": self._embedder.name}
        except BrainError:
            pass  # words alone then
        return found

    async def find(
        self, project_id: str, item: str, text: str, mine: Mapping[str, Any], said: Knowledge, besides: Sequence[str]
    ) -> list[Document]:
        """``[{id, similarity, suggestion, by}]``, nearest first. ``besides`` are no duplicates but predecessors."""
        apart = {item, *besides}
        scores: dict[str, tuple[float, str]] = {}
        for other, score in (await self._by_meaning(project_id, mine)).items():
            scores[other] = (score, "meaning")
        for other, score in (await self._by_words(project_id, text, mine, apart)).items():
            if score >= scores.get(other, (0.0, ""))[0]:
                scores[other] = (score, "text")
        near = {other: score for other, score in scores.items() if score[0] >= REVIEW and other not in apart}
        living = await self._living(project_id, list(near))
        ranked = sorted(living, key=lambda other: (-near[other][0], other))[:_MOST]
        return [await self._judged(other, *near[other], said) for other in ranked]

    async def _by_words(self, project_id: str, text: str, mine: Mapping[str, Any], apart: set[str]) -> dict[str, float]:
        where = every(among("bands", mine["bands"]), eq("project", project_id))
        met = await self._documents.find(WORKS, where, limit=_MOST_CANDIDATES, fields=("signature",))
        estimates = {one["_id"]: resemblance(mine["signature"], one["signature"]) for one in met}
        best = sorted((one for one in estimates if one not in apart), key=lambda one: -estimates[one])
        for one in best[:_MOST_READ]:
            if estimates[one] < REVIEW - _MARGIN:
                break
            work = await self._documents.find_one(WORKS, by_id(one), fields=("text",))
            theirs: str = (work or {}).get("text", "")
            if theirs and max(len(theirs), len(text)) <= _LONGEST_EXACT:
                estimates[one] = await asyncio.to_thread(_exact, text, theirs)
        return estimates

    async def _by_meaning(self, project_id: str, mine: Mapping[str, Any]) -> dict[str, float]:
        """Among the newest items: their number is bounded, and so is the time this takes."""
        if not mine["vector"]:
            return {}
        where = every(eq("project", project_id), eq("vectorModel", mine["vectorModel"]))
        met = await self._documents.find(
            WORKS, where, sort=[("createdAt", -1)], limit=_MOST_VECTORS, fields=("vector",)
        )
        return {one["_id"]: _cosine(mine["vector"], one["vector"]) for one in met}

    async def _living(self, project_id: str, ids: Sequence[str]) -> list[str]:
        where = every(among("_id", ids), eq("project", project_id), ALIVE, EXISTS)
        return [one["_id"] for one in await self._documents.find(ITEMS, where, fields=("_id",))] if ids else []

    async def _judged(self, other: str, score: float, by: str, said: Knowledge) -> Document:
        suggestion: Suggestion = "skip" if score >= SKIP else "merge" if score >= MERGE else "review"
        if suggestion != "review":
            work = await self._documents.find_one(WORKS, by_id(other), fields=("knowledge",))
            if contradict(said, knowledge_of((work or {}).get("knowledge") or {})):
                suggestion = "review"  # what reads alike need not say the same
        return {"id": other, "similarity": round(min(1.0, score), 3), "suggestion": suggestion, "by": by}


def contradict(one: Knowledge, other: Knowledge) -> bool:
    """Whether they give an attribute two values of which only one can be true."""
    left, right = _single(one), _single(other)
    return any(
        key in right and not any(agree(key[1], value, theirs) for theirs in right[key] for value in left[key])
        for key in left
    )


def _single(knowledge: Knowledge) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for stated in knowledge.facts:
        about = knowledge.entities.get(stated.entity)
        if about is not None and not stated.fact.inferred and has_one_value(stated.fact.attribute, stated.fact.value):
            key = (folded(about.title), stated.fact.attribute)
            found.setdefault(key, set()).add(normal(stated.fact.attribute, stated.fact.value))
    return found


def _exact(one: str, other: str) -> float:
    return jaccard(shingles(one), shingles(other))


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else 0.0
