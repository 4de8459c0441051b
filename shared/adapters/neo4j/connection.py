"""The way to Neo4j: bounded in time, its driver's errors translated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

from shared.domain.errors import BrainError

if TYPE_CHECKING:
    from neo4j import AsyncDriver, AsyncManagedTransaction, AsyncSession

Row = dict[str, Any]
T = TypeVar("T")

CONNECT_SECONDS = 3.0
READ_SECONDS = 6.0
WRITE_SECONDS = 60.0
RETRY_SECONDS = 5.0
PAUSE_SECONDS = 0.5


class MissingIndex(BrainError):
    """What a statement names is not there, or not yet."""


class Transaction:
    """Statements that happen together or not at all."""

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def run(self, statement: str, **parameters: Any) -> list[Row]:
        result = await self._transaction.run(_literal(statement), parameters)
        return [dict(zip(record.keys(), record.values(), strict=True)) async for record in result]


class Connection:
    """Made with its first statement, in the event loop that uses it. ``url`` may be bolt://… or neo4j+s://…; with none
    the Brain is down."""

    def __init__(self, url: str, user: str, password: str, *, read_seconds: float = READ_SECONDS) -> None:
        self._url = url
        self._auth = (user, password)
        self._read_seconds = read_seconds

    @cached_property
    def _driver(self) -> AsyncDriver:
        from neo4j import AsyncGraphDatabase, NotificationMinimumSeverity

        if not self._url:
            raise BrainError
        driver: Any = AsyncGraphDatabase
        return driver.driver(
            self._url,
            auth=self._auth,
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=CONNECT_SECONDS,
            connection_write_timeout=READ_SECONDS,
            max_connection_lifetime=600,
            liveness_check_timeout=20,
            max_connection_pool_size=20,
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
        )

    async def read(self, statement: str, columns: str, **parameters: Any) -> list[Row]:
        """One statement that changes nothing, up to where it has these ``columns``; asked again once when its
        connection turns out to be dead, or when a server that has just started says that it is not ready. The rows
        come as one record: each record by itself costs the driver more than all that is in it."""
        from neo4j import READ_ACCESS, Query
        from neo4j.exceptions import DriverError, Neo4jError

        names = columns.split()
        whole = f"{statement}\nRETURN collect([{', '.join(names)}]) AS rows"
        query = Query(_literal(whole), timeout=self._read_seconds)
        async with self._translated(self._read_seconds):
            for attempt in (1, 2):
                try:
                    async with self._session(default_access_mode=READ_ACCESS) as session:
                        result = await session.run(query, parameters)
                        rows = [record["rows"] async for record in result]
                        return [dict(zip(names, row, strict=True)) for row in rows[0]]
                except (DriverError, Neo4jError) as error:
                    if attempt == 2 or not error.is_retryable():
                        raise
                    if isinstance(error, Neo4jError):
                        await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError("the second attempt returns or raises")

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """One transaction. ``work`` is done again after a deadlock or a lost connection, so it keeps nothing."""
        from neo4j import unit_of_work

        @unit_of_work(timeout=WRITE_SECONDS)
        async def transact(transaction: AsyncManagedTransaction) -> T:
            return await work(Transaction(transaction))

        async with self._translated(WRITE_SECONDS + RETRY_SECONDS), self._session() as session:
            return await session.execute_write(transact)

    async def declare(self, *statements: str, seconds: float = WRITE_SECONDS) -> None:
        """Constraints and indexes, each by itself; two processes may declare the same at once."""
        from neo4j import Query
        from neo4j.exceptions import ClientError

        async with self._translated(seconds), self._session() as session:
            for statement in statements:
                try:
                    await (await session.run(Query(_literal(statement), timeout=seconds))).consume()
                except ClientError as error:
                    if error.code not in _ALREADY:
                        raise

    async def aclose(self) -> None:
        driver = self.__dict__.pop("_driver", None)
        if driver is not None:
            await driver.close()

    def _session(self, **options: Any) -> AsyncSession:
        """What this process wrote it reads, also from another member of a cluster."""
        driver: Any = self._driver
        return driver.session(bookmark_manager=driver.execute_query_bookmark_manager, **options)

    @asynccontextmanager
    async def _translated(self, seconds: float) -> AsyncGenerator[None]:
        from neo4j.exceptions import ClientError, DriverError, Neo4jError

        try:
            async with asyncio.timeout(seconds + CONNECT_SECONDS):
                yield
        except ClientError as error:
            if error.code in _MISSING:
                raise MissingIndex from error
            raise BrainError from error
        except (Neo4jError, DriverError, OSError, TimeoutError) as error:
            raise BrainError from error


_MISSING = frozenset(("Neo.ClientError.Procedure.ProcedureCallFailed", "Neo.ClientError.Schema.IndexNotFound"))
"""How a procedure says that its index is not there or is still being built."""
_ALREADY = frozenset(
    ("Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "Neo.ClientError.Schema.IndexAlreadyExists")
)
"""Another process was a moment earlier."""


def _literal(statement: str) -> LiteralString:
    """Statements are written in this package and hold nothing from outside: what differs comes as a parameter, and
    names of labels, types and indexes are our own words or hexadecimal digests."""
    return statement  # pyright: ignore[reportReturnType]
