"""``python -m infra.prepare``: what the databases need before anybody works with them: their indexes, and the studio's
own departments and agents. Repeating it changes nothing.

Runs at ``make up`` and after every deployment, against ``MONGODB_URI`` and, where it is given, ``NEO4J_URI``.
"""

from __future__ import annotations

import asyncio

from infra.indexes import make_indexes
from shared.content.collections import product_collections
from shared.departments.seeding import seed
from shared.web.settings import BrainSettings, DocumentsSettings, Settings, load
from shared.wiring.brain import BrainWiring


class PrepareSettings(DocumentsSettings, BrainSettings, Settings):
    pass


class PrepareWiring(BrainWiring):
    def __init__(self, settings: PrepareSettings) -> None:
        super().__init__(settings)
        self._brain_settings = settings


async def prepare(settings: PrepareSettings) -> int:
    """How many documents are new."""
    await make_indexes(settings)
    wiring = PrepareWiring(settings)
    try:
        new = await seed(wiring.documents, product_collections(api_key_secret=""))
        if settings.neo4j_uri.get_secret_value():
            await wiring.graph.ensure()
        return new
    finally:
        await wiring.aclose()


if __name__ == "__main__":
    print(f"The indexes are there; {asyncio.run(prepare(load(PrepareSettings)))} documents are new.")
