"""All collections of the product, by slug."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.content.collection import Collection
from shared.ports import Documents


class Registry:
    def __init__(self, collections: Iterable[Collection]) -> None:
        self._by_slug = {collection.slug: collection for collection in collections}

    def __getitem__(self, slug: str) -> Collection:
        return self._by_slug[slug]

    def get(self, slug: str) -> Collection | None:
        return self._by_slug.get(slug)

    def __iter__(self) -> Iterator[Collection]:
        return iter(self._by_slug.values())

    async def ensure_indexes(self, documents: Documents) -> None:
        """At deploy and at start-up, never per request. Making them again changes nothing."""
        for collection in self:
            await documents.ensure_indexes(collection.slug, collection.all_indexes())
