"""Letters that wait to be sent. A request queues one and is done: what follows takes as long for an address that is
known as for any other, because it happens elsewhere and later (see ``postman``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.auth.mail_tokens import Kind
from shared.domain.ids import new_ulid
from shared.ports import Documents

COLLECTION = "letters"


def new_letter_id(now: datetime) -> str:
    """Letters of a later moment sort behind earlier ones."""
    return new_ulid(int(now.timestamp() * 1000))


async def queue(
    documents: Documents, kind: Kind, letter_id: str, email: str, now: datetime, user_id: str | None = None
) -> None:
    """``user_id`` for a letter about one account; otherwise the address is looked up when it is sent."""
    letter: dict[str, Any] = {
        "_id": letter_id, "kind": kind, "email": email, "user": user_id, "queuedAt": now, "dueAt": now, "tries": 0,
    }  # fmt: skip
    await documents.insert(COLLECTION, letter)
