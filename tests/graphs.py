"""Knowledge of a small film, and the stores it is put into."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.neo4j.fake import FakeGraph
from shared.domain.brain import Contribution, Entity, EntityType, Relation, Source, entity_id
from shared.ports.brain import GraphStore

EMBEDDER = HashingEmbedder()
HASHING = EMBEDDER.name


def new_project() -> str:
    return f"project-{secrets.token_hex(6)}"


def entity(kind: EntityType, title: str, content: str, *, aliases: tuple[str, ...] = ()) -> Entity:
    return Entity(entity_id(kind, title), kind, title, content, aliases)


def contribution(
    item: str, entities: Sequence[Entity], relations: Sequence[tuple[EntityType, str, str, EntityType, str]]
) -> Contribution:
    """Every entity and relation has the item as its source."""
    source = Source(item, f"{item}.pdf", page=1)
    return Contribution(
        item,
        tuple(replace(each, sources=(source,)) for each in entities),
        tuple(Relation(entity_id(a, b), kind, entity_id(c, d), (source,)) for a, b, kind, c, d in relations),
    )


def said_by(said: Contribution, wanted: str) -> Entity:
    return next(each for each in said.entities if each.id == wanted)


def vector(of: Entity | str) -> list[float]:
    return EMBEDDER.vector(of if isinstance(of, str) else f"{of.title} {of.content}")


def names_of(entities: Sequence[Entity]) -> list[str]:
    return [each.title for each in entities]


@asynccontextmanager
async def graph_store(request: pytest.FixtureRequest) -> AsyncIterator[GraphStore]:
    """The one that ``request.param`` names; Neo4j is started by the first test that wants it."""
    if request.param == "fake":
        yield FakeGraph()
        return
    async with neo4j_graph(request.getfixturevalue("graph_db")) as store:
        yield store


@asynccontextmanager
async def neo4j_graph(server: Any, **options: Any) -> AsyncIterator[GraphStore]:
    from shared.adapters.neo4j.graph import Neo4jGraph

    # The first statements of a cold server on a busy machine take their time.
    store = Neo4jGraph(server.uri, server.user, server.password, **{"read_seconds": 30.0, **options})
    try:
        await store.ensure()
        yield cast("GraphStore", store)
    finally:
        await store.aclose()
