"""A project's beginning, growth and end: its shelf, the index of vectors that it needs once it is large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.adapters.neo4j.connection import Connection
from shared.adapters.neo4j.schema import declarations, drop_indexes, make_vector_index, vector_index
from shared.adapters.neo4j.shelves import Shelves
from shared.adapters.neo4j.stored import usable
from shared.adapters.neo4j.words import plain

EXACT_UP_TO = 1_000
"""Entities of a project whose vectors are compared one by one; docs/decisions/0020 has the measurement."""
_BATCH = 5_000

_LEFT = "MATCH (e:Entity) WHERE e.projectId = $project AND e.model = $model WITH e.id AS id LIMIT 1"
_DROP_PROJECT = "MATCH (p:Project {id: $project}) DELETE p"
_ENTITIES = "MATCH (p:Project {id: $project}) WITH coalesce(p.entities, 0) AS entities"
_PURGE = [
    f"MATCH (n:{label}) WHERE n.projectId = $project AND n.{key} IS NOT NULL WITH n LIMIT {_BATCH} DETACH DELETE n "
    "RETURN count(*) AS gone"
    for label, key in (("Entity", "id"), ("Source", "entity"), ("Name", "digest"), ("Item", "id"))
]


class Growing:
    def __init__(self, connection: Connection, *, exact_up_to: int = EXACT_UP_TO) -> None:
        self._connection = connection
        self._exact_up_to = exact_up_to
        self._shelves = Shelves(connection)
        self._indexed: set[str] = set()

    async def ensure(self) -> None:
        await self._connection.declare(*declarations(), "CALL db.awaitIndexes(60)")

    async def forget_project(self, project_id: str) -> None:
        """Step by step, since it may be large; repeating it finishes what was cut off."""
        project = plain(project_id)
        self._shelves.forget(project)
        await self._connection.write(lambda transaction: transaction.run(_DROP_PROJECT, project=project))
        for statement in _PURGE:
            gone = _BATCH
            while gone == _BATCH:
                rows = await self._connection.write(
                    lambda transaction, statement=statement: transaction.run(statement, project=project)
                )
                gone = rows[0]["gone"]
        await self._shelves.leave(project)

    async def count(self, project_id: str) -> int:
        rows = await self._connection.read(_ENTITIES, "entities", project=plain(project_id))
        return rows[0]["entities"] if rows else 0

    async def _grown(self, project_id: str, count: int, model: str, vectors: Iterable[Sequence[float]]) -> None:
        """The index of vectors, once there are many."""
        if count <= self._exact_up_to:
            return
        name = vector_index(await self._shelves.settle(project_id), model)
        vector = next((each for each in map(usable, vectors) if each), None)
        if vector and name not in self._indexed:
            await make_vector_index(self._connection, await self._shelves.settle(project_id), model, len(vector))
            self._indexed.add(name)

    async def _revalued(
        self, project_id: str, before: Iterable[str], model: str, vectors: Iterable[Sequence[float]]
    ) -> None:
        """Another embedder's index goes with its last vector."""
        count = await self.count(project_id)
        await self._grown(project_id, count, model, vectors)
        for name in before if count else ():
            if not await self._connection.read(_LEFT, "id", project=project_id, model=name):
                shelf = await self._shelves.settle(project_id)
                await drop_indexes(self._connection, [shelf], model=name)
                self._indexed.discard(vector_index(shelf, name))
