"""All collections of the product, by slug."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from shared.content.collection import Collection
from shared.content.fields import Relation
from shared.content.history import versions_of
from shared.ports import Documents


class Registry:
    def __init__(self, collections: Iterable[Collection]) -> None:
        self._by_slug = {collection.slug: collection for collection in collections}
        self._versions: dict[tuple[str, bool], Collection] = {}

    def __getitem__(self, slug: str) -> Collection:
        return self._by_slug[slug]

    def get(self, slug: str) -> Collection | None:
        return self._by_slug.get(slug)

    def __iter__(self) -> Iterator[Collection]:
        return iter(self._by_slug.values())

    def versions(self, collection: Collection, *, trash: bool = False) -> Collection:
        """The versions of the documents of ``collection``, as a collection."""
        key = (collection.slug, trash)
        if key not in self._versions:
            self._versions[key] = versions_of(collection, trash=trash)
        return self._versions[key]

    def parts_of(self, slug: str) -> Sequence[tuple[Collection, str]]:
        """The collections whose documents go with one of ``slug``, each with the relation that names it."""
        return [
            (collection, item.name)
            for collection in self
            for item in collection.fields
            if isinstance(item, Relation) and item.dependent and item.to == slug
        ]

    async def ensure_indexes(self, documents: Documents) -> None:
        """At deploy and at start-up, never per request. Making them again changes nothing."""
        for collection in self:
            await documents.ensure_indexes(collection.slug, collection.all_indexes())
            if collection.versions is not None:
                kept = self.versions(collection)
                await documents.ensure_indexes(kept.slug, kept.indexes)
