"""The Brain as its people use it: every look and every change asks first whether the project is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from shared.auth.projects import Need, ProjectAccess
from shared.domain.brain import Entity, EntityType, Graph, Hit, Question, Relation, entity_id
from shared.domain.errors import BrainError, Conflict, Forbidden, NotFound, PreconditionFailed, ProjectNotFound
from shared.domain.errors import ValidationFailed as Invalid
from shared.domain.identity import Principal
from shared.domain.limits import Quota
from shared.orchestrator.limits import Rate
from shared.ports.brain import Before, Brain

LONGEST_ID = 64
SECONDS = 20.0
"""API Gateway waits 29 s; who asks is told before."""
_TRIES = 20


class Curator:
    """What belongs to a project that is not the caller's raises ``ProjectNotFound``, what the project does not have
    ``NotFound``; readers who write get ``Forbidden``. A Brain that is down or slow is a ``BrainError``."""

    def __init__(
        self, brain: Brain, projects: ProjectAccess, rate: Rate, seconds: float = SECONDS, before: Before | None = None
    ) -> None:
        self._brain = brain
        self._projects = projects
        self._rate = rate
        self._seconds = seconds
        self._before = before

    async def admit(self, principal: Principal) -> Quota | None:
        """Before anything that makes a vector, which may cost money. Raises ``RateLimitExceeded``; services are not
        counted: they ask for many people, each counted where they sign in."""
        return None if principal.is_service else await self._rate.admit(principal.user_id)

    async def page(
        self,
        principal: Principal,
        project_id: str,
        types: Sequence[EntityType],
        text: str,
        page: int,
        limit: int,
        passages: bool | None = None,
    ) -> tuple[list[Entity], int]:
        skip = (page - 1) * limit
        async with self._allowed(principal, project_id):
            return await self._brain.page(project_id, types=types, text=text, passages=passages, skip=skip, limit=limit)

    async def search(self, principal: Principal, project_id: str, question: Question) -> list[Hit]:
        async with self._allowed(principal, project_id):
            return await self._brain.search(project_id, question)

    async def graph(
        self, principal: Principal, project_id: str, around: Sequence[str], limit: int, passages: bool = True
    ) -> Graph:
        """Around these entities; of the project as a whole when there are none, with its passages or without."""
        async with self._allowed(principal, project_id):
            if not around:
                return await self._brain.overview(project_id, limit, passages=passages)
            return await self._brain.around(project_id, around, limit=limit)

    async def read(self, principal: Principal, project_id: str, key: str) -> Entity:
        async with self._allowed(principal, project_id):
            return await self._one(project_id, key)

    async def several(self, principal: Principal, project_id: str, keys: Sequence[str]) -> list[Entity]:
        """Those that there are, in the order of ``keys``."""
        async with self._allowed(principal, project_id):
            return await self._brain.get(project_id, keys)

    async def create(self, principal: Principal, project_id: str, drawn: Entity) -> Entity:
        """``Conflict`` when the project knows this name already. The id follows from type and title."""
        async with self._allowed(principal, project_id, "write"):
            entity = replace(drawn, id=entity_id(drawn.type, drawn.title), manual=True, version=1)
            try:
                return await self._brain.create(project_id, entity)
            except Conflict as known:
                raise _taken(entity.id) from known

    async def change(
        self, principal: Principal, project_id: str, key: str, fields: Mapping[str, Any], expected: int | None
    ) -> Entity:
        """Only ``fields`` (of ``Entity``) change. ``expected``: only that version, else ``PreconditionFailed``;
        without it changes by others at the same time stay. ``facts`` replaces what was written by hand; what the
        sources say stays."""
        async with self._allowed(principal, project_id, "write"):
            for _ in range(_TRIES):
                known = await self._one(project_id, key)
                if expected is not None and known.version != expected:
                    break
                changed = _changed(known, fields)
                await self._refuse_a_double(project_id, known, changed)
                try:
                    stored = await self._brain.change(project_id, changed, expected=known.version)
                except PreconditionFailed:
                    continue
                if stored is None:
                    raise _no_entity()
                return stored
            raise PreconditionFailed if expected is not None else Conflict

    async def remove(self, principal: Principal, project_id: str, key: str, expected: int | None = None) -> None:
        """``expected``: only that version, else ``PreconditionFailed``."""
        async with self._allowed(principal, project_id, "write"):
            if not await self._brain.remove(project_id, key, expected=expected):
                raise _no_entity()

    async def relate(self, principal: Principal, project_id: str, relation: Relation) -> Relation:
        """The same relation again changes nothing. An end that does not exist is a wrong field."""
        async with self._allowed(principal, project_id, "write"):
            related = await self._brain.relate(project_id, replace(relation, manual=True))
            if related is not None:
                return related
            there = {entity.id for entity in await self._brain.get(project_id, [relation.start, relation.end])}
            ends = {"start": relation.start, "end": relation.end}
            raise Invalid.of(**{name: "there is no such entity" for name, key in ends.items() if key not in there})

    async def unrelate(self, principal: Principal, project_id: str, relation_id: str) -> None:
        async with self._allowed(principal, project_id, "write"):
            if not await self._brain.unrelate(project_id, relation_id):
                raise NotFound("There is no such relation.")

    async def forget_project(self, project_id: str) -> None:
        """What the Brain still holds of a project that has been deleted, which is not one in the trash. For
        administrators."""
        if await self._projects.is_kept(project_id):
            raise Forbidden("The project exists: delete it first.")
        async with self._in_time():
            await self._brain.forget_project(project_id)

    @asynccontextmanager
    async def allowed(self, principal: Principal, project_id: str, need: Need = "read") -> AsyncGenerator[Brain]:
        """The Brain itself, for who may, in bounded time."""
        async with self._allowed(principal, project_id, need):
            yield self._brain

    @asynccontextmanager
    async def _allowed(self, principal: Principal, project_id: str, need: Need = "read") -> AsyncGenerator[None]:
        if not project_id or len(project_id) > LONGEST_ID:
            raise ProjectNotFound
        await self._projects.project_for(principal, project_id, need)
        async with self._in_time():
            if self._before is not None:
                await self._before(project_id)
            yield

    @asynccontextmanager
    async def _in_time(self) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout(self._seconds):
                yield
        except TimeoutError as late:
            raise BrainError from late

    async def _one(self, project_id: str, key: str) -> Entity:
        found = await self._brain.get(project_id, [key])
        if not found:
            raise _no_entity()
        return found[0]

    async def _refuse_a_double(self, project_id: str, known: Entity, changed: Entity) -> None:
        named = entity_id(changed.type, changed.title)
        if named not in (known.id, entity_id(known.type, known.title)) and await self._brain.get(project_id, [named]):
            raise _taken(named)


def _changed(known: Entity, fields: Mapping[str, Any]) -> Entity:
    changes = dict(fields)
    if "facts" in changes:
        told = tuple(fact for fact in known.facts if fact.source.item is not None)
        changes["facts"] = (*told, *changes["facts"])
    return replace(known, **changes, manual=True)


def _no_entity() -> NotFound:
    return NotFound("There is no such entity.")


def _taken(key: str) -> Conflict:
    return Conflict("There is an entity of this type and name already.", details={"id": key})
