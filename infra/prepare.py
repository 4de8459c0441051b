"""``python -m infra.prepare``: what a database needs before anybody works with it: its indexes, and the studio's own
departments and agents. Repeating it changes nothing.

Runs at ``make up`` and after every deployment, against ``MONGODB_URI``.
"""

from __future__ import annotations

import asyncio

from infra.indexes import IndexSettings, make_indexes
from shared.content.collections import product_collections
from shared.departments.seeding import seed
from shared.web.settings import DocumentsSettings, load
from shared.wiring import DocumentsWiring


async def prepare(settings: DocumentsSettings) -> int:
    """How many documents are new."""
    await make_indexes(settings)
    wiring = DocumentsWiring(settings)
    try:
        return await seed(wiring.documents, product_collections(api_key_secret=""))
    finally:
        await wiring.aclose()


if __name__ == "__main__":
    print(f"The indexes are there; {asyncio.run(prepare(load(IndexSettings)))} documents are new.")
