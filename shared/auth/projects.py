"""Who may see, change and delete a project. The one place of these rules: every area asks here."""

from __future__ import annotations

from typing import Any, Literal

from shared.domain.errors import Forbidden, ProjectNotFound
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Element, Match, Query, among, by_id, either, eq, every
from shared.ports import Documents

Need = Literal["read", "write"]
COLLECTION = "projects"
_WRITERS = ("editor", "owner")


def readable(principal: Principal) -> Query:
    """The projects that ``principal`` may read: an admin all, else the own ones and those shared with them."""
    if principal.is_admin:
        return EVERYTHING
    return either(eq("createdBy", principal.user_id), eq("collaborators.user", principal.user_id))


def writable(principal: Principal) -> Query:
    """As ``readable``, for collaborators who are editors or owners."""
    if principal.is_admin:
        return EVERYTHING
    shared = Element("collaborators", every(eq("user", principal.user_id), among("role", _WRITERS)))
    return either(eq("createdBy", principal.user_id), shared)


def deletable(principal: Principal) -> Query:
    return EVERYTHING if principal.is_admin else eq("createdBy", principal.user_id)


class ProjectAccess:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def project_for(self, principal: Principal, project_id: str, need: Need = "read") -> dict[str, Any]:
        """The stored project. ``ProjectNotFound`` when it does not exist, is in the trash, is being deleted or may not
        be read; ``Forbidden`` for a reader who may not write. One look-up by key."""
        project = await self._documents.find_one(
            COLLECTION, every(by_id(project_id), eq("deletedAt", None), Match("purge", "ne", True), readable(principal))
        )
        if project is None:
            raise ProjectNotFound
        if need == "write" and not _may_write(principal, project):
            raise Forbidden
        return project

    async def is_kept(self, project_id: str) -> bool:
        """Whether there is such a project at all, for whomever: also in the trash, or not wholly deleted yet."""
        return await self._documents.find_one(COLLECTION, by_id(project_id), fields=("_id",)) is not None


def _may_write(principal: Principal, project: dict[str, Any]) -> bool:
    if principal.is_admin or project["createdBy"] == principal.user_id:
        return True
    rows: list[dict[str, Any]] = project.get("collaborators") or []
    return any(row.get("user") == principal.user_id and row.get("role") in _WRITERS for row in rows)
