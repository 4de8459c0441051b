"""Much knowledge at once: what ``learn`` writes, in transactions side by side instead of one after another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

from bench.brain_data import Piece
from shared.adapters.neo4j.connection import Connection, Transaction
from shared.adapters.neo4j.growing import Growing
from shared.adapters.neo4j.parts import merge, part
from shared.adapters.neo4j.relating import Relations
from shared.adapters.neo4j.shelves import Shelves
from shared.adapters.neo4j.state import Changing, Known

SIDE_BY_SIDE = 3


class Bulk(Growing):
    """For a project that nobody uses yet, of pieces that share no entity and no relation: then nothing has to be read
    first, and nobody has to wait for anybody. The index of vectors is built once, at the end."""

    def __init__(self, connection: Connection, project: str, model: str) -> None:
        super().__init__(connection)
        self._project, self._model = project, model
        self._count, self._vector = 0, list[float]()

    async def load(self, pieces: Iterable[Piece]) -> int:
        """How many entities there are then, all of them to be found."""
        shelf = await Shelves(self._connection).settle(self._project)
        running = set[asyncio.Task[None]]()
        for piece in pieces:
            if len(running) >= SIDE_BY_SIDE:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                _ = [each.result() for each in done]
            running.add(asyncio.create_task(self._put(piece, shelf)))
            self._count += len(piece.said.entities)
            self._vector = next(iter(piece.vectors.values()))
        await asyncio.gather(*running)
        await self._connection.write(lambda transaction: self._changing(transaction, shelf).counted(self._count))
        await self._grown(self._project, self._count, self._model, [self._vector])
        return self._count

    async def _put(self, piece: Piece, shelf: str) -> None:
        said = piece.said
        parts = [part(said.item, each, piece.vectors[each.id], self._model) for each in said.entities]
        known = Known(parts={each.entity.id: {each.item: each} for each in parts})

        async def work(transaction: Transaction) -> None:
            changing = self._changing(transaction, shelf)
            merged = [merge(key, by_item.values(), self._model) for key, by_item in known.parts.items()]
            await changing.put([changing.dated(known, each) for each in merged], {})
            await changing.say(parts)
            await Relations(changing).replace(said.item, said.relations)

        await self._connection.write(work)

    def _changing(self, transaction: Transaction, shelf: str) -> Changing:
        return Changing(transaction, self._project, datetime.now(UTC), shelf)
