"""The studio's own departments and agents, put into the collections once each.

What was put there before is never touched again: an admin may have changed or deleted it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from shared.content.collection import Collection
from shared.content.history import History
from shared.content.registry import Registry
from shared.departments.skills import Agent, Department, agents, departments
from shared.domain.errors import Conflict
from shared.domain.query import by_id
from shared.ports import Documents

SOWN = "seeds"
"""The collection that remembers what was put there."""


async def seed(documents: Documents, registry: Registry, now: Callable[[], datetime] | None = None) -> int:
    """How many documents are new. Cut short at any moment, the next call finishes it."""
    moment = now() if now else datetime.now(UTC)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    wanted = [(registry["departments"], item.slug, _department(item)) for item in departments()]
    wanted += [(registry["agents"], item.agent_id, _agent(item)) for item in agents()]
    return sum([await _sow(documents, collection, key, fields, moment) for collection, key, fields in wanted])


async def _sow(documents: Documents, collection: Collection, key: str, fields: dict[str, Any], moment: datetime) -> int:
    mark = f"{collection.slug}:{key}"
    if await documents.find_one(SOWN, by_id(mark)):
        return 0
    document = {**fields, "_id": key, "_status": "published", "createdAt": moment, "updatedAt": moment, "rev": 1}
    new = 1
    try:
        await documents.insert(collection.slug, document)
        await History(documents).keep(collection, document)
    except Conflict:
        new = 0  # it was there: sown by somebody else, or before a crash
    with suppress(Conflict):
        await documents.insert(SOWN, {"_id": mark, "createdAt": moment})
    return new


def _department(item: Department) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "name": item.name,
        "description": item.description,
        "order": item.order,
        "headAgent": item.head,
        "enabled": True,
    }


def _agent(item: Agent) -> dict[str, Any]:
    return {
        "agentId": item.agent_id,
        "name": item.name,
        "department": item.department,
        "isDepartmentHead": item.is_head,
        "description": item.description,
        "model": None,
        "instructions": item.instructions,
        "tools": list(item.tools),
        "isActive": True,
        "performance": {"runs": 0},
    }
