"""What changes a project's graph: each method is one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from shared.adapters.neo4j.connection import Transaction
from shared.adapters.neo4j.growing import Growing
from shared.adapters.neo4j.parts import HAND, by_hand, part, united
from shared.adapters.neo4j.relating import Relations
from shared.adapters.neo4j.state import Changing, in_batches
from shared.adapters.neo4j.words import plain
from shared.domain.brain import Contribution, Entity, Relation, is_relation_type
from shared.domain.errors import BrainError, Conflict, PreconditionFailed, ValidationFailed

T = TypeVar("T")
Change = Callable[[Changing], Awaitable[T]]

_SAID = "MATCH (s:Source) WHERE s.projectId = $project AND s.item = $item RETURN s.entity AS entity"
_REMOVE = """MATCH (s:Source) WHERE s.projectId = $project AND s.entity = $id
DETACH DELETE s"""


class Writing(Growing):
    def _now(self) -> datetime:
        return datetime.now(UTC)

    async def learn(
        self, project_id: str, said: Contribution, vectors: Mapping[str, Sequence[float]], model: str
    ) -> None:
        item, entities = plain(said.item), united(said.entities)
        parts = [part(item, entity, vectors.get(key, ()), model) for key, entity in entities.items()]

        async def work(changing: Changing) -> int:
            old = [row["entity"] for row in await changing.run(_SAID, item=item)]
            ids = sorted({*old, *entities})
            known = await changing.known(ids)
            await changing.unsay(item, old)
            for key in ids:
                known.parts.setdefault(key, {}).pop(item, None)
            for each in parts:
                known.parts[each.entity.id][item] = each
            count = await changing.settle(known, ids, model)
            await changing.say(parts)
            await Relations(changing).replace(item, _sound(said.relations))
            return count

        count = await self._begin(project_id, work)
        await self._grown(project_id, count, model, vectors.values())

    async def forget(self, project_id: str, item: str) -> None:
        await self._change(project_id, lambda changing: self._forget(changing, plain(item)), None)

    async def create(self, project_id: str, entity: Entity, vector: Sequence[float], model: str) -> Entity:
        """Raises ``Conflict`` when there is one with this id."""
        ours = by_hand(entity, None, vector, model)
        key = ours.entity.id

        async def work(changing: Changing) -> tuple[Entity, int]:
            known = await changing.known([key])
            if key in known.entities:
                raise Conflict("There is such an entity already.")
            known.parts[key] = {HAND: ours}
            count = await changing.settle(known, [key], model)
            await changing.say([ours])
            return known.entities[key], count

        made, count = await self._begin(project_id, work)
        await self._grown(project_id, count, model, [vector])
        return made

    async def change(
        self, project_id: str, entity: Entity, vector: Sequence[float], model: str, *, expected: int | None
    ) -> Entity | None:
        key = plain(entity.id)

        async def work(changing: Changing) -> Entity | None:
            known = await changing.known([key])
            if (was := known.entities.get(key)) is None:
                return None
            if expected is not None and was.version != expected:
                raise PreconditionFailed
            parts = known.parts.setdefault(key, {})
            ours = parts[HAND] = by_hand(entity, was, vector, model, parts.get(HAND))
            await changing.unsay(HAND, [key])
            await changing.settle(known, [key], model)
            await changing.say([ours])
            return known.entities[key]

        return await self._change(project_id, work, None)

    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool:
        key = plain(entity_id)

        async def work(changing: Changing) -> bool:
            known = await changing.known([key])
            if (was := known.entities.get(key)) is None:
                return False
            if expected is not None and was.version != expected:
                raise PreconditionFailed
            await changing.run(_REMOVE, id=key)
            await changing.delete(list(known.entities))
            await changing.counted(-1)
            return True

        return await self._change(project_id, work, False)

    async def relate(self, project_id: str, relation: Relation) -> Relation | None:
        """``None`` when one of its ends does not exist."""
        if not is_relation_type(relation.type):
            raise ValidationFailed.of(type="expected capital letters, digits and _, such as APPEARS_IN")
        return await self._change(project_id, lambda changing: Relations(changing).add(relation), None)

    async def unrelate(self, project_id: str, relation_id: str) -> bool:
        return await self._change(project_id, lambda changing: Relations(changing).remove(plain(relation_id)), False)

    async def set_vectors(self, project_id: str, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        before: set[str] = set()

        async def work(changing: Changing) -> None:
            for ids in in_batches(vectors):
                known = await changing.known(ids)
                before.update(known.models.values())
                await changing.revalue(known, vectors, model)

        await self._change(project_id, work, None)
        await self._revalued(project_id, before - {model, ""}, model, vectors.values())

    async def _forget(self, changing: Changing, item: str) -> None:
        old = [row["entity"] for row in await changing.run(_SAID, item=item)]
        known = await changing.known(old)
        await changing.unsay(item, old)
        await Relations(changing).replace(item, ())
        for key in old:
            known.parts[key].pop(item, None)
        await changing.settle(known, old, "")

    async def _begin(self, project_id: str, work: Change[T]) -> T:
        """For knowledge that may be the project's first."""
        await self._shelves.settle(project_id)
        try:
            return await self._connection.write(partial(self._work, project_id, work))
        except _Unsettled:
            # Another process forgot the project in the meantime.
            self._shelves.forget(project_id)
        await self._shelves.settle(project_id)
        return await self._connection.write(partial(self._work, project_id, work))

    async def _change(self, project_id: str, work: Change[T], nothing: T) -> T:
        """``nothing`` when nothing is known of the project."""
        try:
            return await self._connection.write(partial(self._work, project_id, work))
        except _Unsettled:
            return nothing

    async def _work(self, project_id: str, work: Change[T], transaction: Transaction) -> T:
        changing = Changing(transaction, project_id, self._now())
        if not await changing.lock():
            raise _Unsettled
        return await work(changing)


class _Unsettled(BrainError):
    """Nothing is known of the project."""


def _sound(relations: Iterable[Relation]) -> list[Relation]:
    return [relation for relation in relations if is_relation_type(relation.type)]
