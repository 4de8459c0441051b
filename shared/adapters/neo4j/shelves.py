"""Which project has which shelf: a label with its indexes, made in advance, of one project for good.

A shelf is never used again, since an index remembers for a while what was deleted from it.
"""

from __future__ import annotations

import secrets

from shared.adapters.neo4j.connection import Connection, Transaction
from shared.adapters.neo4j.schema import drop_indexes, make_text_indexes

MADE_AT_ONCE = 16
MOST_REMEMBERED = 10_000

_OF = "MATCH (p:Project {id: $project}) WITH p.shelf AS shelf"
_ONE_AT_A_TIME = "MERGE (all:Shelves {id: 'all'}) SET all.turn = coalesce(all.turn, 0) + 1"
_CLAIM = """MERGE (p:Project {id: $project}) ON CREATE SET p.entities = 0, p.revision = 0
WITH p WHERE p.shelf IS NULL
MATCH (s:Shelf {state: 'free'})
WITH p, s ORDER BY s.id LIMIT 1
SET s.state = 'taken', s.project = $project, p.shelf = s.id"""
_BEGIN = """MATCH (s:Shelf {state: 'making'}) WITH count(s) AS begun
UNWIND $fresh[begun..] AS id CREATE (:Shelf {id: id, state: 'making'})"""
_BEGUN = "MATCH (s:Shelf {state: 'making'}) RETURN s.id AS shelf ORDER BY shelf"
_STOCK = "MATCH (s:Shelf) WHERE s.id IN $shelves AND s.state = 'making' SET s.state = 'free'"
_FREE = "MATCH (s:Shelf {state: 'free'}) WITH s.id AS shelf LIMIT 1"
_LEFT = "MATCH (s:Shelf {state: 'left'}) WITH s.id AS shelf ORDER BY shelf LIMIT $most"
_GONE = "MATCH (s:Shelf) WHERE s.id IN $shelves AND s.state = 'left' DELETE s"
_LEAVE = "MATCH (s:Shelf {project: $project}) SET s.state = 'left' REMOVE s.project"


class Shelves:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str] = {}

    async def of(self, project_id: str) -> str | None:
        rows = await self._connection.read(_OF, "shelf", project=project_id)
        return rows[0]["shelf"] if rows else None

    async def settle(self, project_id: str) -> str:
        """The project's shelf, from now on if it has none."""
        if shelf := self._known.get(project_id) or await self.of(project_id):
            self._remember(project_id, shelf)
            return shelf
        while (shelf := await self._claim(project_id)) is None:
            await self._make()
        self._remember(project_id, shelf)
        return shelf

    def forget(self, project_id: str) -> None:
        self._known.pop(project_id, None)

    async def leave(self, project_id: str) -> None:
        """When nothing is left on it. Its indexes go when others are made."""
        self.forget(project_id)
        await self._connection.write(lambda transaction: transaction.run(_LEAVE, project=project_id))

    async def _claim(self, project_id: str) -> str | None:
        async def work(transaction: Transaction) -> str | None:
            await transaction.run(_ONE_AT_A_TIME)
            await transaction.run(_CLAIM, project=project_id)
            return (await transaction.run(f"{_OF} RETURN shelf", project=project_id))[0]["shelf"]

        return await self._connection.write(work)

    async def stock(self) -> None:
        """So that the next new project need not wait for a shelf to be made."""
        if not await self._connection.read(_FREE, "shelf"):
            await self._make()

    async def _make(self) -> None:
        """Written down before they are made, so that what a crash left half made is finished by whoever is next; two
        that make shelves at once make the same ones."""
        fresh = [secrets.token_hex(8) for _ in range(MADE_AT_ONCE)]

        async def begin(transaction: Transaction) -> list[str]:
            await transaction.run(_ONE_AT_A_TIME)
            await transaction.run(_BEGIN, fresh=fresh)
            return [row["shelf"] for row in await transaction.run(_BEGUN)]

        begun = await self._connection.write(begin)
        await make_text_indexes(self._connection, begun)
        await self._connection.write(lambda transaction: transaction.run(_STOCK, shelves=begun))
        left = [row["shelf"] for row in await self._connection.read(_LEFT, "shelf", most=4 * MADE_AT_ONCE)]
        await drop_indexes(self._connection, left)
        await self._connection.write(lambda transaction: transaction.run(_GONE, shelves=left))

    def _remember(self, project_id: str, shelf: str) -> None:
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[project_id] = shelf
