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
_BUILT = "MATCH (p:Project {id: $project}) WITH coalesce(p[$name], 0) AS built"
_BUILD = """MATCH (p:Project {id: $project})
SET p.building = true
WITH p WHERE coalesce(p[$name], 0) = $built
SET p[$name] = $count
RETURN p.id AS id"""
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
        self._built: dict[str, int] = {}

    async def ensure(self) -> None:
        await self._connection.declare(*declarations(), "CALL db.awaitIndexes(60)")
        await self._shelves.stock()

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
        """The index of vectors, once there are many; built again whenever they have doubled, since one that grew by
        small pieces is ten times slower than one built at once. Meanwhile vectors are compared one by one."""
        vector = next((each for each in map(usable, vectors) if each), None)
        if count <= self._exact_up_to or vector is None:
            return
        shelf = await self._shelves.settle(project_id)
        name = vector_index(shelf, model)
        if count < 2 * self._built.get(name, 0):
            return
        asked = {"project": project_id, "name": name}
        built = next((row["built"] for row in await self._connection.read(_BUILT, "built", **asked)), 0)
        if count >= 2 * built and await self._connection.write(
            lambda transaction: transaction.run(_BUILD, **asked, built=built, count=count)
        ):
            await drop_indexes(self._connection, [shelf], model=model)
            await make_vector_index(self._connection, shelf, model, len(vector))
            built = count
        self._built[name] = built

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
                self._built.pop(vector_index(shelf, name), None)
