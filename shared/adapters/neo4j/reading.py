"""What is looked at: entities, their neighbourhood, and the ways between them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from shared.adapters.neo4j.growing import Growing
from shared.adapters.neo4j.schema import ANY, digest, type_in_graph
from shared.adapters.neo4j.stored import ENTITY, entity_of, relation_of
from shared.adapters.neo4j.walking import Direction, walk
from shared.adapters.neo4j.words import plain
from shared.domain.brain import Entity, EntityType, Graph, RelationKind, folded

MOST_RELATIONS = 2_000
"""In a graph to look at."""
MOST_ROWS = 50_000
"""That one step of a path looks at."""

_GET = f"MATCH (e:Entity) WHERE e.projectId = $project AND e.id IN $ids WITH {ENTITY} AS entity"
_FILTER = """MATCH (e:Entity) WHERE e.projectId = $project AND e.sort IS NOT NULL
AND (size($types) = 0 OR e.type IN $types)
AND ($passages IS NULL OR coalesce(e.passage, false) = $passages)
AND ($text = '' OR any(name IN e.names WHERE name CONTAINS $text))"""
_PAGE = f"{_FILTER}\nWITH e ORDER BY e.projectId, e.sort, e.id SKIP $skip LIMIT $limit\nWITH {ENTITY} AS entity"
_MATCHING = f"{_FILTER}\nWITH count(e) AS entities"
_PASSAGES = "MATCH (e:Entity) WHERE e.projectId = $project AND e.passage = true WITH count(e) AS entities"
_NEIGHBOURS = f"""MATCH (c:Entity)-[:{ANY}]-(n:Entity)
WHERE c.projectId = $project AND c.id IN $ids AND n.projectId = $project AND NOT n.id IN $ids
WITH DISTINCT n.id AS id, n.degree AS degree ORDER BY degree DESC, id LIMIT $limit"""
_BUSIEST = """MATCH (e:Entity) WHERE e.projectId = $project AND e.degree IS NOT NULL
AND ($passages OR e.passage IS NULL)
WITH e ORDER BY e.projectId DESC, e.degree DESC LIMIT $limit
WITH e.id AS id, e.degree AS degree ORDER BY degree DESC, id"""
_INSIDE = f"""MATCH (a:Entity)-[r:{ANY}]->(b:Entity)
WHERE a.projectId = $project AND a.id IN $ids AND b.projectId = $project AND b.id IN $ids
WITH r, a.id AS start, b.id AS end ORDER BY r.id LIMIT $limit
WITH r.type AS type, r.said AS said, start, end"""
_NAMED = """MATCH (n:Name) WHERE n.projectId = $project AND n.digest IN $digests
MATCH (e:Entity)-[:named]->(n) WHERE e.projectId = $project
WITH n.digest AS digest, e.id AS id ORDER BY id"""
_OUTDATED = f"""MATCH (e:Entity) WHERE e.model < $model OR e.model > $model
WITH e LIMIT $limit
WITH e.projectId AS project, {ENTITY} AS entity"""
_KINDS = "MATCH (p:Project {id: $project}) WITH p.kinds AS kinds, p.revision AS revision"
_COUNT_KINDS = f"""MATCH (a:Entity)-[r:{ANY}]->(b:Entity) WHERE a.projectId = $project AND a.id IS NOT NULL
WITH r.type AS type, a.type AS start, b.type AS end, count(*) AS count ORDER BY type, start, end"""
_KEEP_KINDS = "MATCH (p:Project {id: $project}) WHERE p.revision = $revision SET p.kinds = $kinds"


class Reading(Growing):
    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        """In the order of ``ids``; what does not exist is left out."""
        wanted = list(dict.fromkeys(map(plain, ids)))
        if not wanted:
            return []
        rows = await self._connection.read(_GET, "entity", project=plain(project_id), ids=wanted)
        found = {entity.id: entity for entity in (entity_of(row["entity"]) for row in rows)}
        return [found[key] for key in wanted if key in found]

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
        sought = folded(plain(text)) if text.strip() else ""
        asked = {"project": plain(project_id), "types": list(types), "text": sought, "passages": passages}
        rows = await self._connection.read(_PAGE, "entity", **asked, skip=skip, limit=limit)
        if types or sought or passages:
            total = (await self._connection.read(_MATCHING, "entities", **asked))[0]["entities"]
        else:
            total = await self.count(project_id)
            if passages is False:
                total -= (await self._connection.read(_PASSAGES, "entities", project=plain(project_id)))[0]["entities"]
        return [entity_of(row["entity"]) for row in rows], total

    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph:
        centre = [entity.id for entity in await self.get(project_id, ids)]
        rows = await self._connection.read(
            _NEIGHBOURS, "id", project=plain(project_id), ids=centre, limit=max(limit - len(centre), 0) + 1
        )
        return await self._graph(project_id, [*centre, *(row["id"] for row in rows)], limit)

    async def overview(self, project_id: str, limit: int, *, passages: bool = True) -> Graph:
        asked = {"project": plain(project_id), "passages": passages, "limit": limit + 1}
        rows = await self._connection.read(_BUSIEST, "id", **asked)
        return await self._graph(project_id, [row["id"] for row in rows], limit)

    async def named(self, project_id: str, names: Sequence[str]) -> dict[str, list[str]]:
        digests = {digest(name): name for name in names}
        rows = (
            await self._connection.read(_NAMED, "digest id", project=plain(project_id), digests=list(digests))
            if names
            else []
        )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(digests[row["digest"]], []).append(row["id"])
        return found

    async def relation_kinds(self, project_id: str) -> list[RelationKind]:
        """Counted once after a change, then remembered."""
        project = plain(project_id)
        rows = await self._connection.read(_KINDS, "kinds revision", project=project)
        if not rows:
            return []
        if rows[0]["kinds"] is None:
            counted = await self._connection.read(_COUNT_KINDS, "type start end count", project=project)
            kinds, revision = json.dumps(counted), rows[0]["revision"]
            await self._connection.write(
                lambda transaction: transaction.run(_KEEP_KINDS, project=project, revision=revision, kinds=kinds)
            )
        else:
            counted = json.loads(rows[0]["kinds"])
        return [RelationKind(**each) for each in counted]

    async def follow(
        self, project_id: str, starts: Sequence[str], steps: Sequence[tuple[str, Direction]], limit: int
    ) -> list[tuple[str, tuple[str, ...]]]:
        project = plain(project_id)

        async def expand(ids: Sequence[str], kind: str, direction: Direction) -> list[tuple[str, str, str]]:
            if not ids:
                return []
            rows = await self._connection.read(
                _step(kind, direction),
                "here relation there",
                project=project,
                ids=list(ids),
                type=plain(kind),
                most=MOST_ROWS,
            )
            return [(row["here"], row["relation"], row["there"]) for row in rows]

        return await walk([plain(start) for start in starts], steps, limit, expand)

    async def outdated(self, model: str, limit: int) -> list[tuple[str, Entity]]:
        rows = await self._connection.read(_OUTDATED, "project entity", model=model, limit=limit)
        return [(row["project"], entity_of(row["entity"])) for row in rows]

    async def _graph(self, project_id: str, ids: Sequence[str], limit: int) -> Graph:
        kept = list(ids[:limit])
        entities = await self.get(project_id, kept)
        rows = await self._connection.read(
            _INSIDE, "type said start end", project=plain(project_id), ids=kept, limit=MOST_RELATIONS + 1
        )
        there = {entity.id for entity in entities}
        relations = [relation_of(row) for row in rows[:MOST_RELATIONS] if {row["start"], row["end"]} <= there]
        return Graph(tuple(entities), tuple(relations), len(ids) > len(kept) or len(rows) > MOST_RELATIONS)


def _step(kind: str, direction: Direction) -> str:
    left, right = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}[direction]
    return f"""MATCH (a:Entity){left}[r:{type_in_graph(kind)}]{right}(b:Entity)
WHERE a.projectId = $project AND a.id IN $ids AND b.projectId = $project AND r.type = $type
WITH a.id AS here, r.id AS relation, b.id AS there ORDER BY relation, here LIMIT $most"""
