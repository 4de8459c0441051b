"""A plan's slots: taken by one insert, and never waited for without an end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.content.plan import claim_slot
from shared.domain.errors import Conflict
from shared.domain.query import Index


class Refusing(FakeDocuments):
    """Another unique index than the slot's is in the way."""

    async def insert(self, collection: str, document: Mapping[str, Any]) -> None:
        raise Conflict("It exists already.")


async def test_a_slot_is_taken_by_the_insert() -> None:
    documents = FakeDocuments()
    await documents.ensure_indexes("projects", (Index(("slot",), unique=True),))
    placed = await claim_slot(documents, "projects", {"_id": "p1", "createdBy": "ada"}, None)

    assert placed["slot"] == "ada:0"


async def test_a_clash_that_is_not_the_slots_is_told_and_ends() -> None:
    with pytest.raises(Conflict):
        await claim_slot(Refusing(), "projects", {"_id": "p1", "createdBy": "ada"}, None)
