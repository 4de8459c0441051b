"""Data mode's decisions on behalf of a signed-in person. What they may not see does not exist."""

from __future__ import annotations

import contextlib
from typing import Any

from shared.brain.gather.conflicts import Choice, Conflicts, State
from shared.brain.gather.items import EXISTS, ITEMS, Document
from shared.brain.gather.resolving import Action, Resolving
from shared.brain.gather.settling import Settling
from shared.brain.gather.sources import Sources
from shared.domain.errors import BrainError, NotFound, ProjectNotFound, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import by_id, eq, every
from shared.ports import Documents, ProjectAccess

_NO_CONFLICT = "There is no such conflict."
_NO_ITEM = "There is no such item."


class Office:
    def __init__(
        self,
        documents: Documents,
        projects: ProjectAccess,
        sources: Sources,
        conflicts: Conflicts,
        resolving: Resolving,
        settling: Settling,
    ) -> None:
        self._documents = documents
        self._projects = projects
        self._sources = sources
        self._conflicts = conflicts
        self._resolving = resolving
        self._settling = settling

    async def check(
        self, principal: Principal, project_id: str, media_id: str | None, supersedes: str | None
    ) -> str | None:
        """The file's name. Raises ``ValidationFailed`` for what is not the project's, and what its access raises."""
        await self._projects.project_for(principal, project_id, "write")
        if supersedes is not None:
            where = every(by_id(supersedes), eq("project", project_id), EXISTS)
            if await self._documents.find_one(ITEMS, where, fields=("_id",)) is None:
                raise ValidationFailed.of(supersedes="expected an item of the project")
        if media_id is None:
            return None
        return str((await self._sources.media_of(media_id, project_id))["filename"])

    async def conflicts(
        self, principal: Principal, project_id: str, state: State | None, *, page: int, limit: int
    ) -> tuple[list[Document], int]:
        await self._projects.project_for(principal, project_id)
        return await self._conflicts.page(project_id, state, skip=(page - 1) * limit, limit=limit)

    async def conflict(self, principal: Principal, conflict_id: str) -> Document:
        conflict = await self._conflicts.get(conflict_id)
        await self._admit(principal, conflict, "read", _NO_CONFLICT)
        return conflict

    async def decide(self, principal: Principal, conflict_id: str, choose: Choice, value: str | None) -> Document:
        """See ``Conflicts.resolve``; the Brain is told at once if it answers."""
        await self._admit(principal, await self._conflicts.get(conflict_id), "write", _NO_CONFLICT)
        resolved = await self._conflicts.resolve(conflict_id, choose, value, principal.user_id)
        with contextlib.suppress(BrainError):  # the sweep tells it
            for item_id in resolved["items"]:
                await self._settling.settle(item_id)
        return resolved

    async def resolve(self, principal: Principal, item_id: str, action: Action, other: str | None) -> Document:
        await self._admit(principal, await self._resolving.get(item_id), "write", _NO_ITEM)
        return await self._resolving.resolve(item_id, action, other, principal.user_id)

    async def _admit(self, principal: Principal, stored: dict[str, Any], need: Any, absent: str) -> None:
        try:
            await self._projects.project_for(principal, stored["project"], need)
        except ProjectNotFound as error:
            raise NotFound(absent) from error
