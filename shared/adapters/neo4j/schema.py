"""Names, constraints and indexes.

Each project has a label of its own beside ``Entity``, and on it a full-text index of its own: how often a word is used
in somebody else's film must not rank what is found in this one. A project with many entities also has a vector index,
one for each embedder. See docs/decisions/0020.
"""

from __future__ import annotations

import hashlib

from shared.adapters.neo4j.connection import Connection

KNOWN_TYPES = ("APPEARS_IN", "DERIVED_FROM", "KNOWS", "LOCATED_AT", "OWNS", "PRECEDES")
OTHER_TYPE = "RELATED_TO"
"""Stands for every type that a film invents: a server has room for so many names of types, and all projects share it.
The property ``type`` is what counts."""
TYPES = (*KNOWN_TYPES, OTHER_TYPE)
ANY = "|".join(TYPES)

_UNIQUE = {
    "Project": ("id",),
    "Entity": ("projectId", "id"),
    "Source": ("projectId", "item", "entity"),
    "Item": ("projectId", "id"),
}
_INDEXED = {
    "Entity": (("projectId", "sort"), ("projectId", "degree"), ("projectId", "type"), ("model",)),
    "Source": (("projectId", "entity"),),
    "Name": (("projectId", "digest"),),
}


def declarations() -> list[str]:
    """Every one says IF NOT EXISTS."""
    unique = [
        f"CREATE CONSTRAINT {label.lower()}_unique IF NOT EXISTS FOR (n:{label}) "
        f"REQUIRE ({', '.join(f'n.{name}' for name in names)}) IS UNIQUE"
        for label, names in _UNIQUE.items()
    ]
    related = [
        f"CREATE CONSTRAINT {name.lower()}_unique IF NOT EXISTS FOR ()-[r:{name}]-() REQUIRE r.key IS UNIQUE"
        for name in TYPES
    ]
    indexes = [
        f"CREATE INDEX {label.lower()}_{'_'.join(names).lower()} IF NOT EXISTS FOR (n:{label}) "
        f"ON ({', '.join(f'n.{name}' for name in names)})"
        for label, several in _INDEXED.items()
        for names in several
    ]
    return [*unique, *related, *indexes]


def digest(text: str, length: int = 24) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


def label_of(project_id: str) -> str:
    return f"P_{digest(project_id)}"


def vector_key(model: str) -> str:
    """The property that holds vectors of this embedder, and of no other."""
    return f"vector_{digest(model, 12)}"


def text_index(project_id: str) -> str:
    return f"text_{digest(project_id)}"


def vector_index(project_id: str, model: str) -> str:
    return f"{vectors_prefix(project_id)}{digest(model, 12)}"


def vectors_prefix(project_id: str) -> str:
    return f"vector_{digest(project_id)}_"


def type_in_graph(name: str) -> str:
    return name if name in KNOWN_TYPES else OTHER_TYPE


async def make_text_index(connection: Connection, project_id: str) -> None:
    """There and ready when this returns. The fields: what is searched, and the type, to be filtered by."""
    name = text_index(project_id)
    await connection.declare(
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label_of(project_id)}) ON EACH [n.text, n.type] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: false}}",
        f"CALL db.awaitIndex('{name}', 30)",
    )


async def make_vector_index(connection: Connection, project_id: str, model: str, dimensions: int) -> None:
    """Filled in the background; until then it answers ``MissingIndex``."""
    await connection.declare(
        f"CREATE VECTOR INDEX {vector_index(project_id, model)} IF NOT EXISTS FOR (n:{label_of(project_id)}) "
        f"ON n.{vector_key(model)} OPTIONS {{indexConfig: {{`vector.dimensions`: {int(dimensions)}, "
        "`vector.similarity_function`: 'cosine', `vector.quantization.enabled`: false}}"
    )


async def drop_indexes(connection: Connection, project_id: str, *, model: str | None = None) -> None:
    """All of a project's, or those of one embedder's vectors."""
    prefix = vectors_prefix(project_id) if model is None else vector_index(project_id, model)
    rows = await connection.read("SHOW INDEXES YIELD name WHERE name STARTS WITH $prefix RETURN name", prefix=prefix)
    names = [row["name"] for row in rows] + ([text_index(project_id)] if model is None else [])
    await connection.declare(*(f"DROP INDEX {name} IF EXISTS" for name in names))
