"""A project's own indexes: made with its first knowledge, more when it grows, dropped with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.adapters.neo4j.connection import Connection
from shared.adapters.neo4j.schema import (
    declarations,
    digest,
    drop_indexes,
    make_text_index,
    make_vector_index,
    text_index,
    vector_index,
)
from shared.adapters.neo4j.stored import usable
from shared.adapters.neo4j.words import plain

EXACT_UP_TO = 1_000
"""Entities of a project whose vectors are compared one by one; docs/decisions/0020 has the measurement."""
MOST_REMEMBERED = 10_000
_BATCH = 5_000

_LEFT = "MATCH (e:Entity) WHERE e.projectId = $project AND e.model = $model RETURN e.id AS id LIMIT 1"
_DROP_PROJECT = "MATCH (p:Project {id: $project}) DELETE p"
_ENTITIES = "MATCH (p:Project {id: $project}) RETURN coalesce(p.entities, 0) AS entities"
_PURGE = [
    f"MATCH (n:{label}) WHERE n.projectId = $project AND n.{key} IS NOT NULL WITH n LIMIT {_BATCH} DETACH DELETE n "
    "RETURN count(*) AS gone"
    for label, key in (("Entity", "id"), ("Source", "entity"), ("Name", "digest"), ("Item", "id"))
]


class Growing:
    def __init__(self, connection: Connection, *, exact_up_to: int = EXACT_UP_TO) -> None:
        self._connection = connection
        self._exact_up_to = exact_up_to
        self._made: set[str] = set()

    async def ensure(self) -> None:
        await self._connection.declare(*declarations(), "CALL db.awaitIndexes(60)")

    async def forget_project(self, project_id: str) -> None:
        """Step by step, since it may be large; repeating it finishes what was cut off."""
        project = plain(project_id)
        await self._connection.write(lambda transaction: transaction.run(_DROP_PROJECT, project=project))
        self._made = {name for name in self._made if digest(project) not in name}
        await drop_indexes(self._connection, project)
        for statement in _PURGE:
            gone = _BATCH
            while gone == _BATCH:
                rows = await self._connection.write(
                    lambda transaction, statement=statement: transaction.run(statement, project=project)
                )
                gone = rows[0]["gone"]

    async def count(self, project_id: str) -> int:
        rows = await self._connection.read(_ENTITIES, project=plain(project_id))
        return rows[0]["entities"] if rows else 0

    async def _make_text(self, project_id: str, *, again: bool = False) -> None:
        name = text_index(project_id)
        if again or name not in self._made:
            await make_text_index(self._connection, project_id)
            self._remember(name)

    async def _grown(self, project_id: str, count: int, model: str, vectors: Iterable[Sequence[float]]) -> None:
        """The index of vectors, once there are many."""
        name = vector_index(project_id, model)
        vector = next((each for each in map(usable, vectors) if each), None)
        if count > self._exact_up_to and vector and name not in self._made:
            await make_vector_index(self._connection, project_id, model, len(vector))
            self._remember(name)

    async def _revalued(
        self, project_id: str, before: Iterable[str], model: str, vectors: Iterable[Sequence[float]]
    ) -> None:
        """Another embedder's index goes with its last vector."""
        await self._grown(project_id, await self.count(project_id), model, vectors)
        for name in before:
            if not await self._connection.read(_LEFT, project=project_id, model=name):
                await drop_indexes(self._connection, project_id, model=name)
                self._made.discard(vector_index(project_id, name))

    def _remember(self, name: str) -> None:
        if len(self._made) >= MOST_REMEMBERED:
            self._made.clear()
        self._made.add(name)
