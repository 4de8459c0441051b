"""The indexes that the orchestrator's collections are read by."""

from __future__ import annotations

from shared.domain.query import Index
from shared.ports import Documents

# Hot paths read by `_id` alone; these serve lists, deletion and the sweep.
INDEXES: dict[str, tuple[Index, ...]] = {
    "runs": (Index(("closed", "_id")), Index(("conversationId",))),
    "runEvents": (Index(("runId",)),),
    "conversations": (Index(("user", "lastMessageAt")), Index(("project", "lastMessageAt")), Index(("purge",))),
    "messages": (Index(("conversation", "seq")),),
    "counters": (Index(("expiresAt",)),),
    "idempotency": (Index(("expiresAt",)),),
    "tickets": (Index(("expiresAt",)),),
    "usage": (Index(("runId",)), Index(("project", "createdAt")), Index(("user", "createdAt"))),
}


async def ensure_indexes(documents: Documents) -> None:
    """Make what is missing; making it again changes nothing."""
    for collection, indexes in INDEXES.items():
        await documents.ensure_indexes(collection, indexes)
