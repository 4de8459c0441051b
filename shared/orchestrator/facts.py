"""What a prompt may say about a project."""

from __future__ import annotations

from typing import Any

from shared.domain.query import by_id
from shared.ports import Documents

_FIELDS = (
    "title",
    "description",
    "genre",
    "episodeCount",
    "targetAudience",
    "status",
    "projectSettings",
    "progress",
)


class ProjectFacts:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def of(self, project_id: str) -> dict[str, Any]:
        """Empty when the project is gone."""
        project = await self._documents.find_one("projects", by_id(project_id), fields=_FIELDS)
        return {name: project[name] for name in _FIELDS if project and project.get(name) not in (None, "")}
