"""The graph in memory: every answer computed exactly, nothing kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from shared.adapters.neo4j.parts import HAND, Part, by_hand, clean, clean_source, merge, part, revalued, same, united
from shared.adapters.neo4j.ranking import bm25, cosine, stems
from shared.adapters.neo4j.stored import usable
from shared.adapters.neo4j.walking import Direction, walk
from shared.adapters.neo4j.words import names, plain, query_words, searched
from shared.domain.brain import (
    Contribution,
    Entity,
    EntityType,
    Graph,
    Relation,
    RelationKind,
    Scored,
    Source,
    folded,
    is_relation_type,
)
from shared.domain.errors import Conflict, PreconditionFailed, ValidationFailed

MOST_RELATIONS = 2_000


@dataclass
class _Project:
    parts: dict[str, dict[str, Part]] = field(default_factory=dict[str, dict[str, Part]])
    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    vectors: dict[str, tuple[tuple[float, ...], str]] = field(default_factory=dict[str, tuple[tuple[float, ...], str]])
    ends: dict[str, tuple[str, str, str]] = field(default_factory=dict[str, tuple[str, str, str]])
    said: dict[str, dict[str, tuple[Source, ...]]] = field(default_factory=dict[str, dict[str, tuple[Source, ...]]])

    def relation(self, key: str) -> Relation:
        start, kind, end = self.ends[key]
        said = self.said[key]
        sources = {source.key: source for item in sorted(said) for source in said[item]}
        return Relation(start, kind, end, tuple(sources.values()), manual=HAND in said)

    def touching(self, ids: Iterable[str]) -> list[str]:
        wanted = set(ids)
        return sorted(key for key, (start, _, end) in self.ends.items() if {start, end} & wanted)

    def inside(self, ids: Iterable[str]) -> list[Relation]:
        wanted = set(ids)
        return [self.relation(key) for key in sorted(self.ends) if {self.ends[key][0], self.ends[key][2]} <= wanted]

    def degree(self, entity_id: str) -> int:
        return len(self.touching([entity_id]))

    def drop_relation(self, key: str) -> None:
        del self.ends[key], self.said[key]


class FakeGraph:
    """A ``GraphStore``. ``broken`` makes every method raise it; ``projects`` is all it holds."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.projects: dict[str, _Project] = {}
        self._now = now
        self.broken: Exception | None = None

    async def ensure(self) -> None:
        await self._turn()

    async def learn(
        self, project_id: str, said: Contribution, vectors: Mapping[str, Sequence[float]], model: str
    ) -> None:
        project, item = await self._project(project_id), plain(said.item)
        touched = self._unsay(project, item)
        for entity_id, entity in united(said.entities).items():
            vector = vectors.get(entity_id, ())
            project.parts.setdefault(entity_id, {})[item] = part(item, entity, vector, model)
            touched.add(entity_id)
        self._settle(project, touched, model)
        for relation in said.relations:
            if is_relation_type(relation.type) and {relation.start, relation.end} <= project.entities.keys():
                self._say(project, relation, item)

    async def forget(self, project_id: str, item: str) -> None:
        project = await self._project(project_id)
        self._settle(project, self._unsay(project, plain(item)), "")

    async def forget_project(self, project_id: str) -> None:
        await self._turn()
        self.projects.pop(project_id, None)

    async def create(self, project_id: str, entity: Entity, vector: Sequence[float], model: str) -> Entity:
        project, key = await self._project(project_id), plain(entity.id)
        if key in project.entities:
            raise Conflict("There is such an entity already.")
        project.parts[key] = {HAND: by_hand(entity, None, vector, model)}
        self._settle(project, [key], model)
        return project.entities[key]

    async def change(
        self, project_id: str, entity: Entity, vector: Sequence[float], model: str, *, expected: int | None
    ) -> Entity | None:
        project, key = await self._project(project_id), plain(entity.id)
        if (was := project.entities.get(key)) is None:
            return None
        if expected is not None and was.version != expected:
            raise PreconditionFailed
        project.parts[key][HAND] = by_hand(entity, was, vector, model, project.parts[key].get(HAND))
        self._settle(project, [key], model)
        return project.entities[key]

    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool:
        project = await self._project(project_id)
        if (was := project.entities.get(entity_id)) is None:
            return False
        if expected is not None and was.version != expected:
            raise PreconditionFailed
        del project.parts[entity_id]
        self._settle(project, [entity_id], "")
        return True

    async def relate(self, project_id: str, relation: Relation) -> Relation | None:
        project = await self._project(project_id)
        if not is_relation_type(relation.type):
            raise ValidationFailed.of(type="expected capital letters, digits and _, such as APPEARS_IN")
        if not {relation.start, relation.end} <= project.entities.keys():
            return None
        self._say(project, relation, HAND)
        return project.relation(relation.id)

    async def unrelate(self, project_id: str, relation_id: str) -> bool:
        project = await self._project(project_id)
        if there := relation_id in project.ends:
            project.drop_relation(relation_id)
        return there

    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        project = await self._project(project_id)
        return [project.entities[key] for key in dict.fromkeys(ids) if key in project.entities]

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
        project, sought = await self._project(project_id), folded(plain(text)) if text.strip() else ""
        found = [
            entity
            for entity in project.entities.values()
            if (not types or entity.type in types)
            and any(sought in name for name in (*names(entity), ""))
            and passages in (None, entity.is_passage)
        ]
        found.sort(key=lambda entity: (folded(entity.title)[:100], entity.id))
        return found[skip : skip + limit], len(found)

    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph:
        project = await self._project(project_id)
        centre = [key for key in dict.fromkeys(ids) if key in project.entities]
        ends = {end for key in project.touching(centre) for end in (project.ends[key][0], project.ends[key][2])}
        ends -= set(centre)
        nearest = sorted(ends, key=lambda key: (-project.degree(key), key))
        return self._graph(project, [*centre, *nearest], limit)

    async def overview(self, project_id: str, limit: int, *, passages: bool = True) -> Graph:
        project = await self._project(project_id)
        shown = [key for key, entity in project.entities.items() if passages or not entity.is_passage]
        ranked = sorted(shown, key=lambda key: (-project.degree(key), key))
        return self._graph(project, ranked, limit)

    async def count(self, project_id: str) -> int:
        return len((await self._project(project_id)).entities)

    async def by_vector(
        self, project_id: str, vector: Sequence[float], model: str, *, types: Sequence[EntityType], limit: int
    ) -> list[Scored]:
        project, sought = await self._project(project_id), usable(vector)
        found = [
            Scored(key, cosine(sought, theirs))
            for key, (theirs, made_by) in project.vectors.items()
            if sought and made_by == model and usable(theirs) and (not types or project.entities[key].type in types)
        ]
        return sorted(found, key=lambda each: (-each.score, each.id))[:limit]

    async def by_text(self, project_id: str, text: str, *, types: Sequence[EntityType], limit: int) -> list[Scored]:
        project = await self._project(project_id)
        texts = {key: stems(searched(entity).split()) for key, entity in project.entities.items()}
        found = bm25(texts, stems(query_words(text)))
        return [each for each in found if not types or project.entities[each.id].type in types][:limit]

    async def named(self, project_id: str, names: Sequence[str]) -> dict[str, list[str]]:
        project = await self._project(project_id)
        found: dict[str, list[str]] = {}
        for key in sorted(project.entities):
            for name in set(_names(project.entities[key])) & set(names):
                found.setdefault(name, []).append(key)
        return found

    async def relation_kinds(self, project_id: str) -> list[RelationKind]:
        project = await self._project(project_id)
        kind: dict[str, EntityType] = {key: entity.type for key, entity in project.entities.items()}
        counts: Counter[tuple[str, EntityType, EntityType]] = Counter(
            (name, kind[start], kind[end]) for start, name, end in project.ends.values()
        )
        return [RelationKind(name, a, b, number) for (name, a, b), number in sorted(counts.items())]

    async def follow(
        self, project_id: str, starts: Sequence[str], steps: Sequence[tuple[str, Direction]], limit: int
    ) -> list[tuple[str, tuple[str, ...]]]:
        project = await self._project(project_id)

        async def expand(ids: Sequence[str], kind: str, direction: Direction) -> list[tuple[str, str, str]]:
            here, rows = set(ids), list[tuple[str, str, str]]()
            for key in sorted(project.ends):
                start, name, end = project.ends[key]
                if name == kind and direction != "in" and start in here:
                    rows.append((start, key, end))
                if name == kind and direction != "out" and end in here:
                    rows.append((end, key, start))
            return rows

        return await walk([key for key in starts if key in project.entities], steps, limit, expand)

    async def outdated(self, model: str, limit: int) -> list[tuple[str, Entity]]:
        await self._turn()
        found = [
            (project_id, entity)
            for project_id, project in sorted(self.projects.items())
            for key, entity in sorted(project.entities.items())
            if project.vectors.get(key, ((), ""))[1] != model
        ]
        return found[:limit]

    async def set_vectors(self, project_id: str, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        project = await self._project(project_id)
        for key, vector in vectors.items():
            if key in project.entities:
                made = tuple(map(float, vector))
                project.vectors[key] = made, model
                project.parts[key] = {each.item: each for each in revalued(project.parts[key].values(), made, model)}

    async def aclose(self) -> None:
        return None

    async def _project(self, project_id: str) -> _Project:
        await self._turn()
        return self.projects.setdefault(project_id, _Project())

    async def _turn(self) -> None:
        await asyncio.sleep(0)
        if self.broken is not None:
            raise self.broken

    def _unsay(self, project: _Project, item: str) -> set[str]:
        touched = {key for key, parts in project.parts.items() if parts.pop(item, None) is not None}
        for key in [key for key, said in project.said.items() if said.pop(item, None) is not None]:
            if not project.said[key]:
                project.drop_relation(key)
        return touched

    def _say(self, project: _Project, relation: Relation, item: str) -> None:
        project.ends[relation.id] = (relation.start, relation.type, relation.end)
        said = project.said.setdefault(relation.id, {})
        said[item] = tuple(dict.fromkeys((*said.get(item, ()), *map(clean_source, relation.sources))))

    def _settle(self, project: _Project, ids: Iterable[str], model: str) -> None:
        for key in ids:
            parts = project.parts.get(key)
            if not parts:
                project.parts.pop(key, None)
                project.vectors.pop(key, None)
                project.entities.pop(key, None)
                for relation in project.touching([key]):
                    project.drop_relation(relation)
                continue
            merged, was, now = merge(key, parts.values(), model), project.entities.get(key), self._now()
            project.vectors[key] = merged.vector, merged.model
            if was is None:
                project.entities[key] = replace(merged.entity, version=1, created_at=now, updated_at=now)
            elif not same(was, merged.entity):
                project.entities[key] = replace(
                    merged.entity, version=was.version + 1, created_at=was.created_at, updated_at=now
                )

    def _graph(self, project: _Project, ids: Sequence[str], limit: int) -> Graph:
        kept = list(ids[:limit])
        inside = project.inside(kept)
        entities = tuple(project.entities[key] for key in kept)
        truncated = len(ids) > len(kept) or len(inside) > MOST_RELATIONS
        return Graph(entities, tuple(inside[:MOST_RELATIONS]), truncated)


def _names(entity: Entity) -> list[str]:
    return names(clean(entity))
