"""The graph on Neo4j, see ``GraphStore``."""

from __future__ import annotations

from shared.adapters.neo4j.connection import READ_SECONDS, Connection
from shared.adapters.neo4j.growing import EXACT_UP_TO
from shared.adapters.neo4j.reading import Reading
from shared.adapters.neo4j.searching import Searching
from shared.adapters.neo4j.writing import Writing


class Neo4jGraph(Reading, Searching, Writing):
    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        *,
        exact_up_to: int = EXACT_UP_TO,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        super().__init__(Connection(url, user, password, read_seconds=read_seconds), exact_up_to=exact_up_to)

    async def aclose(self) -> None:
        await self._connection.aclose()
