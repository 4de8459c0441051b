"""What sources of a project disagree about, beside what a question finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.brain.gather.ledger import CONFLICTS
from shared.domain.brain import folded
from shared.domain.query import eq, every
from shared.ports import Documents

_MOST = 200
_LONGEST = 80


class Disputes:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def about(self, project_id: str, things: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
        """By id of ``things`` (with title): ``age: 28 or 34`` for each contradiction that nobody has decided."""
        where = every(eq("project", project_id), eq("state", "open"))
        fields = ("entityTitle", "attribute", "a.value", "b.value")
        found = await self._documents.find(CONFLICTS, where, sort=[("createdAt", -1)], limit=_MOST, fields=fields)
        named: dict[str, list[str]] = {}
        for one in found:
            values = (str(one[side]["value"])[:_LONGEST] for side in ("a", "b"))
            named.setdefault(folded(one["entityTitle"]), []).append(f"{one['attribute']}: {' or '.join(values)}")
        return {one["id"]: named[name] for one in things if (name := folded(one["title"])) in named}
