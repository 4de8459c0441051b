"""What a change of a project reads first and writes last, all inside one transaction.

Changes of one project wait for each other at its ``Project`` node, so what was read stays true until the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from shared.adapters.neo4j.connection import Row, Transaction
from shared.adapters.neo4j.parts import Merged, Part, merge, revalued, same
from shared.adapters.neo4j.schema import ANY, label_of, vector_key
from shared.adapters.neo4j.stored import ENTITY, entity_of, entity_row, name_rows, part_of, part_row, usable
from shared.domain.brain import Entity

BATCH = 500

_LOCK = """MATCH (p:Project {id: $project})
SET p.kinds = null
SET p.revision = coalesce(p.revision, 0) + 1
RETURN p.shelf AS shelf"""
_ENTITIES = f"""MATCH (e:Entity) WHERE e.projectId = $project AND e.id IN $ids
RETURN {ENTITY} AS entity, e.model AS model"""
_PARTS = """MATCH (s:Source) WHERE s.projectId = $project AND s.entity IN $ids
RETURN s {.item, .said, .dropped, .model, .vector} AS part, s.entity AS entity"""
_UPSERT = """UNWIND $rows AS row
MERGE (e:Entity {projectId: $project, id: row.id})
ON CREATE SET e:$($label), e.degree = 0
SET e += row.set, e.model = row.model
REMOVE e[row.old]
WITH e, row
CALL (e, row) { WITH e, row WHERE size(row.vector) > 0 CALL db.create.setNodeVectorProperty(e, row.key, row.vector) }
WITH e
MATCH (e)-[:named]->(n:Name)
DETACH DELETE n"""
_NAMES = """UNWIND $rows AS row
MATCH (e:Entity {projectId: $project, id: row.entity})
CREATE (e)-[:named]->(:Name {projectId: $project, digest: row.digest})"""
_DELETE = """MATCH (e:Entity) WHERE e.projectId = $project AND e.id IN $ids
OPTIONAL MATCH (e)-[:named]->(n:Name)
DETACH DELETE n, e"""
_SAY = """UNWIND $rows AS row
MATCH (e:Entity {projectId: $project, id: row.entity})
CREATE (e)-[:from]->(s:Source {projectId: $project})
SET s += row.set
WITH e, s, row, CASE row.same WHEN '' THEN row.vector ELSE e[row.same] END AS vector WHERE size(vector) > 0
CALL db.create.setNodeVectorProperty(s, 'vector', vector)"""
_UNSAY = """MATCH (s:Source) WHERE s.projectId = $project AND s.item = $item AND s.entity IN $ids
DETACH DELETE s"""
_REVALUE = """UNWIND $rows AS row
MATCH (e:Entity {projectId: $project, id: row.id})
SET e.model = row.model
REMOVE e[row.old]
WITH e, row WHERE size(row.vector) > 0
CALL db.create.setNodeVectorProperty(e, row.key, row.vector)"""
_REVALUE_SAID = """UNWIND $rows AS row
MATCH (s:Source {projectId: $project, item: row.item, entity: row.id})
SET s.model = row.model
REMOVE s.vector
WITH s, row WHERE size(row.vector) > 0
CALL db.create.setNodeVectorProperty(s, 'vector', row.vector)"""
_COUNT = (
    "MATCH (p:Project {id: $project}) SET p.entities = coalesce(p.entities, 0) + $more RETURN p.entities AS entities"
)
_NEAR = f"""MATCH (e:Entity)-[:{ANY}]-(n:Entity) WHERE e.projectId = $project AND e.id IN $ids
RETURN DISTINCT n.id AS id"""
_DEGREES = f"""MATCH (e:Entity) WHERE e.projectId = $project AND e.id IN $ids
SET e.degree = COUNT {{ (e)-[:{ANY}]-() }}"""


@dataclass
class Known:
    """What the graph says of some entities."""

    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    models: dict[str, str] = field(default_factory=dict[str, str])
    parts: dict[str, dict[str, Part]] = field(default_factory=dict[str, dict[str, Part]])


class Changing:
    """One change of one project. ``shelf`` is known after ``lock``, or to whoever does without."""

    def __init__(self, transaction: Transaction, project_id: str, now: datetime, shelf: str = "") -> None:
        self.transaction = transaction
        self.project_id = project_id
        self.now = now
        self._label = label_of(shelf) if shelf else ""
        self._whole: dict[str, tuple[float, ...]] = {}

    async def run(self, statement: str, **parameters: Any) -> list[Row]:
        return await self.transaction.run(statement, project=self.project_id, **parameters)

    async def batches(self, statement: str, rows: Iterable[Any], name: str = "rows", **parameters: Any) -> None:
        for batch in in_batches(rows):
            await self.run(statement, **{name: batch}, **parameters)

    async def lock(self) -> bool:
        """Whether there is such a project, whose other changes now wait."""
        rows = await self.run(_LOCK)
        if rows and rows[0]["shelf"]:
            self._label = label_of(rows[0]["shelf"])
        return bool(self._label)

    async def known(self, ids: Iterable[str]) -> Known:
        known = Known()
        for batch in in_batches(ids):
            for row in await self.run(_ENTITIES, ids=batch):
                entity = entity_of(row["entity"])
                known.entities[entity.id] = entity
                known.models[entity.id] = row["model"]
            for row in await self.run(_PARTS, ids=batch):
                known.parts.setdefault(row["entity"], {})[row["part"]["item"]] = part_of(row["part"])
        return known

    async def unsay(self, item: str, ids: Iterable[str]) -> None:
        await self.batches(_UNSAY, ids, "ids", item=item)

    async def say(self, parts: Iterable[Part]) -> None:
        """After ``settle``: a vector that the entity has, too, is not sent again."""
        await self.batches(_SAY, map(self._said, parts))

    def _said(self, part: Part) -> Row:
        same = bool(part.vector) and self._whole.get(part.entity.id) is part.vector
        return {
            "entity": part.entity.id,
            "set": part_row(part),
            "same": vector_key(part.model) if same else "",
            "vector": [] if same else usable(part.vector),
        }

    async def settle(self, known: Known, ids: Iterable[str], model: str) -> int:
        """Make entities what follows from their parts; how many the project has then."""
        merged = {key: merge(key, parts.values(), model) for key in ids if (parts := known.parts.get(key))}
        gone = [key for key in ids if key not in merged and key in known.entities]
        await self.delete(gone)
        fresh = [self.dated(known, each) for each in merged.values()]
        await self.put(fresh, known.models)
        born = sum(1 for each in fresh if each.entity.id not in known.entities)
        known.entities.update({each.entity.id: each.entity for each in fresh})
        for key in gone:
            del known.entities[key]
        return await self.counted(born - len(gone))

    async def put(self, several: Sequence[Merged], models: dict[str, str]) -> None:
        self._whole = {each.entity.id: each.vector for each in several}
        await self.batches(_UPSERT, (_row(each, models) for each in several), label=self._label)
        await self.batches(_NAMES, (row for each in several for row in name_rows(each.entity)))

    async def delete(self, ids: Sequence[str]) -> None:
        """With their relations and names; what items said of them is the caller's."""
        near = {row["id"] for batch in in_batches(ids) for row in await self.run(_NEAR, ids=batch)}
        await self.batches(_DELETE, ids, "ids")
        await self.weigh(near - set(ids))

    async def weigh(self, ids: Iterable[str]) -> None:
        """How many relations an entity has, which changed."""
        await self.batches(_DEGREES, sorted(ids), "ids")

    async def counted(self, more: int) -> int:
        return (await self.run(_COUNT, more=more))[0]["entities"]

    async def revalue(self, known: Known, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        """Vectors made anew of whole entities."""
        rows: list[Row] = []
        said: list[Row] = []
        for key in known.entities:
            vector, before = usable(vectors[key]), known.models[key]
            rows.append(
                {
                    "id": key,
                    "model": model,
                    "old": vector_key(before) if before not in ("", model) else "",
                    "key": vector_key(model),
                    "vector": vector,
                }
            )
            parts = list(known.parts.get(key, {}).values())
            for each in revalued(parts, vector, model):
                if each not in parts:
                    said.append({"id": key, "item": each.item, "model": each.model, "vector": usable(each.vector)})
        await self.batches(_REVALUE, rows)
        await self.batches(_REVALUE_SAID, said)

    def dated(self, known: Known, merged: Merged) -> Merged:
        """With its version and times."""
        key, entity = merged.entity.id, merged.entity
        was = known.entities.get(key)
        if was is None:
            entity = replace(entity, version=1, created_at=self.now, updated_at=self.now)
        elif same(was, entity):
            entity = was
        else:
            entity = replace(entity, version=was.version + 1, created_at=was.created_at, updated_at=self.now)
        return replace(merged, entity=entity)


def in_batches(several: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(several)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _row(merged: Merged, models: dict[str, str]) -> Row:
    before = models.get(merged.entity.id, "")
    vector = usable(merged.vector)
    stale = before and (before != merged.model or not vector)
    return {
        "id": merged.entity.id,
        "set": entity_row(merged.entity),
        "model": merged.model,
        "old": vector_key(before) if stale else "",
        "key": vector_key(merged.model),
        "vector": vector,
    }
