"""Relations inside one change: each knows which items say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.adapters.neo4j.connection import Row
from shared.adapters.neo4j.parts import HAND, clean_source
from shared.adapters.neo4j.schema import TYPES, type_in_graph
from shared.adapters.neo4j.state import Changing, in_batches
from shared.adapters.neo4j.stored import Said, relation_of, said_of, said_text
from shared.adapters.neo4j.words import plain
from shared.domain.brain import Relation, Source

_OF_ITEM = "MATCH (i:Item {projectId: $project, id: $item}) RETURN i.relations AS relations"
_SET_ITEM = "MERGE (i:Item {projectId: $project, id: $item}) SET i.relations = $relations"
_DROP_ITEM = "MATCH (i:Item {projectId: $project, id: $item}) DELETE i"
_FIELDS = "r.id AS id, r.type AS type, r.said AS said, a.id AS start, b.id AS end"
_BY_KEY = " UNION ALL ".join(
    f"UNWIND $keys AS key MATCH (a:Entity)-[r:{name} {{key: key}}]->(b:Entity) RETURN {_FIELDS}" for name in TYPES
)
_ENDS = "MATCH (e:Entity) WHERE e.projectId = $project AND e.id IN $ids RETURN e.id AS id"


def _put(name: str) -> str:
    return f"""UNWIND $rows AS row
MATCH (a:Entity {{projectId: $project, id: row.start}})
MATCH (b:Entity {{projectId: $project, id: row.end}})
MERGE (a)-[r:{name} {{key: row.key}}]->(b)
SET r.id = row.id, r.type = row.type, r.said = row.said"""


def _drop(name: str) -> str:
    return f"UNWIND $keys AS key MATCH ()-[r:{name} {{key: key}}]->() DELETE r"


class Relations:
    def __init__(self, changing: Changing) -> None:
        self._changing = changing

    async def replace(self, item: str, relations: Iterable[Relation]) -> None:
        """What the item says now, instead of what it said; what has no living end is left out."""
        rows = await self._changing.run(_OF_ITEM, item=item)
        wanted = await self._possible(relations)
        known = await self._known({*(rows[0]["relations"] if rows else ()), *wanted})
        touched = {end for row in known.values() for end in (row["start"], row["end"])}
        said = {key: said_of(row["said"]) for key, row in known.items()}
        for each in said.values():
            each.pop(item, None)
        for key, relation in wanted.items():
            said.setdefault(key, {})[item] = relation.sources
            touched |= {relation.start, relation.end}
        await self._write({**{key: relation_of(row) for key, row in known.items()}, **wanted}, said)
        await self._changing.weigh(touched)
        if wanted:
            await self._changing.run(_SET_ITEM, item=item, relations=sorted(wanted))
        else:
            await self._changing.run(_DROP_ITEM, item=item)

    async def add(self, relation: Relation) -> Relation | None:
        if not await self._possible([relation]):
            return None
        known = await self._known([relation.id])
        said = said_of(known[relation.id]["said"]) if known else Said()
        said[HAND] = _once(*said.get(HAND, ()), *relation.sources)
        await self._write({relation.id: relation}, {relation.id: said})
        await self._changing.weigh([relation.start, relation.end])
        return relation_of((await self._known([relation.id]))[relation.id])

    async def remove(self, relation_id: str) -> bool:
        known = await self._known([relation_id])
        for row in known.values():
            await self._write({relation_id: relation_of(row)}, {relation_id: {}})
            await self._changing.weigh([row["start"], row["end"]])
        return bool(known)

    async def _possible(self, relations: Iterable[Relation]) -> dict[str, Relation]:
        united: dict[str, Relation] = {}
        for each in relations:
            before = united.get(each.id)
            if plain(each.start + each.end) != each.start + each.end:
                continue
            sources = _once(*(before.sources if before else ()), *each.sources)
            united[each.id] = Relation(each.start, each.type, each.end, sources)
        ids = {end for each in united.values() for end in (each.start, each.end)}
        found = {row["id"] for batch in in_batches(ids) for row in await self._changing.run(_ENDS, ids=batch)}
        return {key: each for key, each in united.items() if {each.start, each.end} <= found}

    async def _known(self, ids: Iterable[str]) -> dict[str, Row]:
        rows = [
            row
            for batch in in_batches(sorted(ids))
            for row in await self._changing.run(_BY_KEY, keys=self._keys(batch))
        ]
        return {row["id"]: row for row in rows}

    async def _write(self, relations: dict[str, Relation], said: dict[str, Said]) -> None:
        for name in TYPES:
            ours = {key: each for key, each in relations.items() if type_in_graph(each.type) == name}
            gone = [key for key in ours if not said[key]]
            rows = [
                {
                    "key": self._keys([key])[0],
                    "id": key,
                    "start": each.start,
                    "end": each.end,
                    "type": each.type,
                    "said": said_text(said[key]),
                }
                for key, each in ours.items()
                if said[key]
            ]
            await self._changing.batches(_drop(name), self._keys(gone), "keys")
            await self._changing.batches(_put(name), rows)

    def _keys(self, ids: Sequence[str]) -> list[str]:
        return [f"{self._changing.project_id}/{key}" for key in ids]


def _once(*sources: Source) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(map(clean_source, sources)))
