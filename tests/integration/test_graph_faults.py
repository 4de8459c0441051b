"""A graph that is cut off, silent or killed: nothing is left half known, and nobody waits for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
from neo4j import AsyncSession
from neo4j.exceptions import TransientError

from infra.local.neo4j import LocalNeo4j
from shared.adapters.neo4j.connection import Connection, Transaction
from shared.adapters.neo4j.graph import Neo4jGraph
from shared.adapters.neo4j.shelves import MADE_AT_ONCE, Shelves
from shared.domain.brain import Contribution, EntityType
from shared.domain.errors import BrainError
from tests.graphs import HASHING, contribution, entity, neo4j_graph, new_project, vector
from tests.runs.between import Between

MOST_STATEMENTS = 60
PATIENCE = 60
"""Seconds, on a machine that has a lot to do."""


@pytest.fixture
async def graph(graph_db: Any) -> AsyncIterator[Any]:
    async with neo4j_graph(graph_db) as store:
        yield store


@pytest.fixture
async def between(graph_db: Any) -> AsyncIterator[Between]:
    between = Between("127.0.0.1", int(graph_db.uri.rsplit(":", 1)[1]))
    await between.open()
    yield between
    await between.stop()


@pytest.fixture
async def far(graph_db: Any, between: Between) -> AsyncIterator[Neo4jGraph]:
    store = Neo4jGraph(f"bolt://127.0.0.1:{between.port}", "neo4j", graph_db.password, read_seconds=3.0)
    yield store
    await store.aclose()


def draft(number: int) -> Contribution:
    people = [entity("character", f"Person {number}.{n}", f"Speaks in draft {number}.") for n in range(3)]
    everybody = [*people, entity("character", "Maya", f"As in draft {number}.")]
    return contribution(
        "script", everybody, [("character", "Maya", "KNOWS", "character", person.title) for person in people]
    )


async def learn(graph: Any, project: str, said: Contribution) -> None:
    await graph.learn(project, said, {each.id: vector(each) for each in said.entities}, HASHING)


async def known(graph: Any, project: str) -> Any:
    seen = await graph.overview(project, 50)
    found = await graph.by_text(project, "draft", types=(), limit=50)
    titles = {each.title: each.content for each in seen.entities}
    return titles, len(seen.relations), await graph.count(project), {each.id for each in found}


async def test_whatever_statement_is_the_last_all_is_known_or_nothing(
    graph: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project()
    await learn(graph, project, draft(1))
    before = await known(graph, project)

    run, left = Transaction.run, 0

    async def dying(transaction: Transaction, statement: str, **parameters: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise BrainError
        return await run(transaction, statement, **parameters)

    monkeypatch.setattr(Transaction, "run", dying)
    died = 0
    for statements in range(MOST_STATEMENTS):
        left = statements
        try:
            await learn(graph, project, draft(2))
            break
        except BrainError:
            died += 1
            assert await known(graph, project) == before

    titles, relations, count, _ = await known(graph, project)
    assert 10 < died < MOST_STATEMENTS - 1
    assert (set(titles), relations, count) == ({"Maya", "Person 2.0", "Person 2.1", "Person 2.2"}, 3, 4)
    monkeypatch.undo()
    await graph.forget_project(project)


async def test_shelves_that_a_crash_left_half_made_are_finished(graph_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after any statement of the making of shelves: no index is left that no shelf is written down for."""
    declared = Connection.declare
    async with aclosing(Connection(graph_db.uri, graph_db.user, graph_db.password, read_seconds=30)) as connection:
        shelves = Shelves(connection)
        for statements in (0, 1, MADE_AT_ONCE):
            await connection.write(
                lambda transaction: transaction.run("MATCH (s:Shelf {state: 'free'}) SET s.state = 'left'")
            )

            async def dying(self: Connection, *all_of_them: str, most: int = statements, **options: Any) -> None:
                await declared(self, *all_of_them[:most], **options)
                raise BrainError

            with monkeypatch.context() as patched:
                patched.setattr(Connection, "declare", dying)
                with pytest.raises(BrainError):
                    await shelves.settle(new_project())
            project = new_project()
            shelf = await shelves.settle(project)
            await shelves.leave(project)
            names = await connection.read("SHOW INDEXES YIELD name WHERE name STARTS WITH 'text_'", "name")
            known = await connection.read("MATCH (s:Shelf) WITH s.id AS shelf, s.state AS state", "shelf state")
            assert {row["name"] for row in names} == {f"text_{row['shelf']}" for row in known}
            assert shelf in {row["shelf"] for row in known}
            assert sum(row["state"] == "free" for row in known) == MADE_AT_ONCE - 1
            assert not [row for row in known if row["state"] == "making"]


async def test_silence_and_refusal_are_told_soon_and_got_over(graph: Any, far: Any, between: Between) -> None:
    project = new_project()
    await learn(graph, project, draft(1))
    assert await far.count(project) == 4

    between.silence()
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(BrainError):
            await far.count(project)
        await between.stop()
        with pytest.raises(BrainError):
            await far.by_text(project, "draft", types=(), limit=5)

    await between.open()
    assert await far.count(project) == 4
    await between.cut()
    assert await far.count(project) == 4
    await between.cut()
    await learn(far, project, draft(2))
    assert "Person 2.0" in (await known(graph, project))[0]
    await graph.forget_project(project)


async def test_connections_that_died_together_and_a_server_that_is_not_ready_are_asked_again(
    graph_db: Any, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = Neo4jGraph(f"bolt://127.0.0.1:{between.port}", "neo4j", graph_db.password, read_seconds=PATIENCE)

    async def several() -> list[int]:
        return await asyncio.gather(*(far.count("any") for _ in range(6)))

    assert await several() == [0] * 6
    await between.cut()
    assert await several() == [0] * 6

    asked, refused = AsyncSession.run, 0

    async def once_refused(*arguments: Any, **options: Any) -> Any:
        nonlocal refused
        if not refused:
            refused += 1
            raise TransientError("starting")
        return await asked(*arguments, **options)

    monkeypatch.setattr(AsyncSession, "run", once_refused)
    assert await far.count("any") == 0
    assert refused == 1
    await far.aclose()


async def test_a_wrong_password_is_a_brain_that_is_down(graph_db: Any) -> None:
    stranger = Neo4jGraph(graph_db.uri, "neo4j", "wrong")
    with pytest.raises(BrainError):
        await stranger.count("any")
    await stranger.aclose()
    nowhere = Neo4jGraph("", "", "")
    with pytest.raises(BrainError):
        await nowhere.count("any")
    await nowhere.aclose()


async def test_a_large_project_is_searched_by_an_index_that_agrees(graph_db: Any) -> None:
    project = new_project()
    titles = [f"Shot {n} of the {'storm' if n % 3 else 'harbour'}" for n in range(40)]
    said = contribution(
        "shots", [entity("scene" if n % 2 else "prop", title, "") for n, title in enumerate(titles)], []
    )
    sought = vector("the harbour shot")
    kinds: list[tuple[EntityType, ...]] = [(), ("scene",)]
    async with neo4j_graph(graph_db, exact_up_to=20) as large, neo4j_graph(graph_db) as small:
        await learn(large, project, said)
        await large.ensure()  # waits for every index
        for types in kinds:
            near = await large.by_vector(project, sought, HASHING, types=types, limit=5)
            exact = await small.by_vector(project, sought, HASHING, types=types, limit=5)
            assert [round(each.score, 3) for each in near] == [round(each.score, 3) for each in exact]
        assert len(await large.by_vector(project, sought, HASHING, types=("scene",), limit=30)) == 20
        await large.set_vectors(project, {each.id: [1.0, 0.0] for each in said.entities}, "other")
        assert len(await large.by_vector(project, [1.0, 0.0], "other", types=(), limit=5)) == 5
        assert await large.by_vector(project, sought, HASHING, types=(), limit=5) == []
        await large.forget_project(project)


@pytest.mark.soak
@pytest.mark.timeout(300)
async def test_a_graph_that_is_killed_keeps_what_it_said_it_knows(graph_db: LocalNeo4j) -> None:
    project = new_project()
    async with neo4j_graph(graph_db) as graph:
        await learn(graph, project, draft(1))
        writing = asyncio.create_task(learn(graph, project, draft(2)))
        await asyncio.sleep(0)
        graph_db.kill()
        await asyncio.wait([writing])
        assert isinstance(writing.exception(), BrainError | None)
        graph_db.start()

        titles, relations, count, found = await known(graph, project)
        assert (relations, count, len(found)) == (3, 4, 4)
        assert len({content[-2] for content in titles.values()}) == 1
        await learn(graph, project, draft(2))
        assert "Person 2.0" in (await known(graph, project))[0]
        await graph.forget_project(project)
