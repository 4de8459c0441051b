"""The Brain that is ours: a graph store for what is known, an embedder for what it is searched by."""

from __future__ import annotations

from collections.abc import Sequence

from shared.brain.passages import passage, vectors_of
from shared.brain.retrieval import Retrieval
from shared.domain.brain import Contribution, Entity, EntityType, Graph, Hit, Question, Relation
from shared.ports.brain import Embedder, GraphStore


class LocalBrain:
    """See ``Brain``. Vectors are made before anything is written: an embedder that fails leaves all as it was."""

    def __init__(self, store: GraphStore, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._retrieval = Retrieval(store, embedder)

    async def search(self, project_id: str, question: Question) -> list[Hit]:
        return await self._retrieval.search(project_id, question)

    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        return await self._store.get(project_id, ids)

    async def page(
        self,
        project_id: str,
        *,
        types: Sequence[EntityType] = (),
        text: str = "",
        passages: bool | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> tuple[list[Entity], int]:
        return await self._store.page(project_id, types=types, text=text, passages=passages, skip=skip, limit=limit)

    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph:
        return await self._store.around(project_id, ids, limit=limit)

    async def overview(self, project_id: str, limit: int = 200, *, passages: bool = True) -> Graph:
        return await self._store.overview(project_id, limit, passages=passages)

    async def create(self, project_id: str, entity: Entity) -> Entity:
        """Raises ``Conflict`` when there is one with this id."""
        vector = await self._vector(entity)
        return await self._store.create(project_id, entity, vector, self._embedder.name)

    async def change(self, project_id: str, entity: Entity, *, expected: int | None = None) -> Entity | None:
        """``None`` when it is gone; ``PreconditionFailed`` when its version is not the expected one."""
        vector = await self._vector(entity)
        return await self._store.change(project_id, entity, vector, self._embedder.name, expected=expected)

    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool:
        return await self._store.remove(project_id, entity_id, expected=expected)

    async def relate(self, project_id: str, relation: Relation) -> Relation | None:
        return await self._store.relate(project_id, relation)

    async def unrelate(self, project_id: str, relation_id: str) -> bool:
        return await self._store.unrelate(project_id, relation_id)

    async def learn(self, project_id: str, said: Contribution) -> None:
        """What several items say of one entity is merged by the store: such an entity's vector is made again of all of
        it. Repeating a call that was cut off is safe, and costs no vectors while the store is down."""
        await self._store.count(project_id)
        vectors = await vectors_of(self._embedder, said.entities)
        await self._store.learn(project_id, said, vectors, self._embedder.name)
        if not said.entities:
            return
        merged = await self._store.get(project_id, [entity.id for entity in said.entities])
        contributed = {entity.id: passage(entity) for entity in said.entities}
        fuller = [entity for entity in merged if passage(entity) != contributed[entity.id]]
        if fuller:
            again = await vectors_of(self._embedder, fuller)
            await self._store.set_vectors(project_id, again, self._embedder.name)

    async def forget(self, project_id: str, item: str) -> None:
        await self._store.forget(project_id, item)

    async def forget_project(self, project_id: str) -> None:
        await self._store.forget_project(project_id)

    async def aclose(self) -> None:
        await self._store.aclose()
        await self._embedder.aclose()

    async def _vector(self, entity: Entity) -> list[float]:
        [vector] = (await vectors_of(self._embedder, [entity])).values()
        return vector
