"""What uploads are found by, besides their documents."""

from __future__ import annotations

from shared.content.uploads.storing import FILES, TICKETS
from shared.domain.query import Index
from shared.ports import Documents


async def ensure_indexes(documents: Documents) -> None:
    """Make what is missing; making it again changes nothing."""
    await documents.ensure_indexes(TICKETS, (Index(("user",)), Index(("createdAt",))))
    await documents.ensure_indexes(FILES, (Index(("media",)), Index(("doomed",))))
