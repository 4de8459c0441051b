"""``python -m infra.indexes``: the indexes of every collection, made where they are missing.

A part of ``python -m infra.prepare``.
"""

from __future__ import annotations

import asyncio

from shared.auth.authenticator import utc_now
from shared.auth.indexes import ensure_indexes as ensure_auth_indexes
from shared.brain.gather.indexes import ensure_indexes as ensure_gather_indexes
from shared.content.collections import product_collections
from shared.content.preferences import Preferences
from shared.content.uploads.indexes import ensure_indexes as ensure_upload_indexes
from shared.orchestrator.indexes import ensure_indexes
from shared.web.settings import DocumentsSettings, Settings, load
from shared.wiring import DocumentsWiring


class IndexSettings(DocumentsSettings, Settings):
    pass


async def make_indexes(settings: DocumentsSettings) -> None:
    wiring = DocumentsWiring(settings)
    try:
        # The declarations alone are needed: no key is ever made with this secret.
        await product_collections(api_key_secret="").ensure_indexes(wiring.documents)
        await Preferences(wiring.documents, utc_now).ensure_indexes()
        await ensure_indexes(wiring.documents)
        await ensure_auth_indexes(wiring.documents)
        await ensure_upload_indexes(wiring.documents)
        await ensure_gather_indexes(wiring.documents)
    finally:
        await wiring.aclose()


if __name__ == "__main__":
    asyncio.run(make_indexes(load(IndexSettings)))
