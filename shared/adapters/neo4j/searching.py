"""What is searched: vectors and full text, each ranked by what the project itself holds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from shared.adapters.neo4j.connection import Connection, MissingIndex, Row
from shared.adapters.neo4j.growing import EXACT_UP_TO, Growing
from shared.adapters.neo4j.schema import digest, make_text_indexes, make_vector_index, vector_key
from shared.adapters.neo4j.stored import usable
from shared.adapters.neo4j.words import plain, query_words
from shared.domain.brain import EntityType, Scored

SIZE_KEPT = 30.0
"""Seconds that a project's size is taken for what it was: it decides only how vectors are searched."""
SPARE = 10
"""How many times as many as wanted an index is asked for, some being of other types."""
LEAST_ASKED = 100
MOST_ASKED = 2_000

_TYPED = "(size($types) = 0 OR e.type IN $types)"
_TEXT = """MATCH (p:Project {id: $project}) WHERE p.shelf IS NOT NULL
CALL db.index.fulltext.queryNodes('text_' + p.shelf, $query, {limit: $limit}) YIELD node, score
WHERE node.projectId = $project
WITH node.id AS id, score ORDER BY score DESC, id"""


class Searching(Growing):
    def __init__(self, connection: Connection, *, exact_up_to: int = EXACT_UP_TO) -> None:
        super().__init__(connection, exact_up_to=exact_up_to)
        self._sizes: dict[str, tuple[float, int]] = {}

    async def by_vector(
        self, project_id: str, vector: Sequence[float], model: str, *, types: Sequence[EntityType], limit: int
    ) -> list[Scored]:
        sought = usable(vector)
        if not sought:
            return []
        asked: dict[str, Any] = {
            "project": plain(project_id),
            "vector": sought,
            "types": list(types),
            "limit": limit,
        }
        if await self._is_large(project_id):
            asking = min(max(limit * SPARE, LEAST_ASKED), MOST_ASKED) if types else limit
            try:
                rows = await self._connection.read(_nearest(model), "id score", **asked, asking=asking)
                if len(rows) >= limit or not types:
                    return _scored(rows)
            except MissingIndex:
                shelf = await self._shelves.settle(plain(project_id))
                await make_vector_index(self._connection, shelf, model, len(sought))
        statement = _exact(model, typed=bool(types))
        return _scored(await self._connection.read(statement, "id score", **asked, dimensions=len(sought)))

    async def by_text(self, project_id: str, text: str, *, types: Sequence[EntityType], limit: int) -> list[Scored]:
        words = query_words(text)
        if not words:
            return []
        project = plain(project_id)
        query = f"+text:({' '.join(words)})" + (f" +type:({' '.join(types)})^0" if types else "")
        try:
            return _scored(await self._connection.read(_TEXT, "id score", project=project, query=query, limit=limit))
        except MissingIndex:
            await make_text_indexes(self._connection, [await self._shelves.settle(project)])
        return _scored(await self._connection.read(_TEXT, "id score", project=project, query=query, limit=limit))

    async def _is_large(self, project_id: str) -> bool:
        now = time.monotonic()
        known = self._sizes.get(project_id)
        if known is None or now - known[0] > SIZE_KEPT:
            if len(self._sizes) > MOST_ASKED:
                self._sizes.clear()
            known = self._sizes[project_id] = (now, await self.count(project_id))
        return known[1] > self._exact_up_to


def _exact(model: str, *, typed: bool) -> str:
    key, which = vector_key(model), "e.type IN $types" if typed else "e.id IS NOT NULL"
    return f"""MATCH (e:Entity) WHERE e.projectId = $project AND {which}
AND size(e.{key}) = $dimensions
WITH e.id AS id, 2 * vector.similarity.cosine(e.{key}, $vector) - 1 AS score ORDER BY score DESC, id LIMIT $limit"""


def _nearest(model: str) -> str:
    return f"""MATCH (p:Project {{id: $project}})
CALL db.index.vector.queryNodes('vector_' + p.shelf + '_{digest(model, 12)}', $asking, $vector)
YIELD node AS e, score AS near WHERE e.projectId = $project AND {_TYPED}
WITH e.id AS id, 2 * near - 1 AS score ORDER BY score DESC, id LIMIT $limit"""


def _scored(rows: Sequence[Row]) -> list[Scored]:
    return [Scored(row["id"], row["score"]) for row in rows]
