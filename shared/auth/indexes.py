"""The indexes of what accounts keep besides themselves."""

from __future__ import annotations

from shared.auth import letters, lockout
from shared.domain.query import Index
from shared.ports import Documents

INDEXES: dict[str, tuple[Index, ...]] = {
    letters.COLLECTION: (Index(("dueAt",)),),
    lockout.COLLECTION: (Index(("until",)),),
}


async def ensure_indexes(documents: Documents) -> None:
    """Make what is missing; making it again changes nothing."""
    for collection, indexes in INDEXES.items():
        await documents.ensure_indexes(collection, indexes)
