"""What goes with a deleted item: its claims, conflicts and text at once, what the Brain knows of it as soon as the
Brain can be told (``FORGOTTEN``)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.brain.gather.ledger import CONFLICTS, Ledger
from shared.brain.gather.settling import withdraw
from shared.brain.gather.work import WORKS, forget_steps
from shared.domain.errors import Conflict
from shared.domain.query import Index, by_id, eq
from shared.ports import Documents

FORGOTTEN = "gatherForgotten"
INDEXES = (Index(("at",)), Index(("project", "told")))


async def purge_item(documents: Documents, stored: Mapping[str, Any]) -> None:
    """See ``Hooks.purge``: safe to repeat."""
    item_id: str = stored["_id"]
    now = datetime.now(UTC)
    with contextlib.suppress(Conflict):  # an earlier attempt's
        await documents.insert(FORGOTTEN, {"_id": item_id, "project": stored["project"], "at": now, "told": 0})
    await withdraw(Ledger(documents, lambda: datetime.now(UTC)), item_id)
    await documents.delete_all(CONFLICTS, eq("items", item_id))
    await documents.delete(WORKS, by_id(item_id))
    await forget_steps(documents, item_id)
