"""The indexes of what Data mode keeps besides the collections that are declared as such."""

from __future__ import annotations

from shared.brain.gather import deleting, ledger, work
from shared.brain.gather.claims import CLAIMS
from shared.ports import Documents


async def ensure_indexes(documents: Documents) -> None:
    """Make what is missing; making it again changes nothing."""
    await documents.ensure_indexes(CLAIMS, ledger.INDEXES)
    await documents.ensure_indexes(work.WORKS, work.INDEXES)
    await documents.ensure_indexes(work.STEPS, work.STEP_INDEXES)
    await documents.ensure_indexes(deleting.FORGOTTEN, deleting.INDEXES)
