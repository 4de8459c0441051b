"""Names, constraints and indexes.

A project's entities carry a label of their own beside ``Entity``, that of the project's shelf, and on it is a full-text
index of their own: how often a word is used in somebody else's film must not rank what is found in this one. Shelves
are made many at a time, since every new index makes the server plan all statements anew. A project with many entities
also has a vector index, one for each embedder. See docs/decisions/0020.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from shared.adapters.neo4j.connection import Connection

KNOWN_TYPES = ("APPEARS_IN", "DERIVED_FROM", "KNOWS", "LOCATED_AT", "OWNS", "PRECEDES")
OTHER_TYPE = "RELATED_TO"
"""Stands for every type that a film invents: a server has room for so many names of types, and all projects share it.
The property ``type`` is what counts."""
TYPES = (*KNOWN_TYPES, OTHER_TYPE)
ANY = "|".join(TYPES)

_UNIQUE = {
    "Project": ("id",),
    "Shelf": ("id",),
    "Shelves": ("id",),
    "Entity": ("projectId", "id"),
    "Source": ("projectId", "item", "entity"),
    "Item": ("projectId", "id"),
}
_INDEXED = {
    "Entity": (
        ("projectId", "sort"),
        ("projectId", "degree"),
        ("projectId", "type"),
        ("projectId", "passage"),
        ("model",),
    ),
    "Source": (("projectId", "entity"),),
    "Name": (("projectId", "digest"),),
    "Shelf": (("state",), ("project",)),
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


def vector_key(model: str) -> str:
    """The property that holds vectors of this embedder, and of no other."""
    return f"vector_{digest(model, 12)}"


def label_of(shelf: str) -> str:
    return f"S_{shelf}"


def text_index(shelf: str) -> str:
    return f"text_{shelf}"


def vector_index(shelf: str, model: str) -> str:
    return f"vector_{shelf}_{digest(model, 12)}"


def type_in_graph(name: str) -> str:
    return name if name in KNOWN_TYPES else OTHER_TYPE


async def make_text_indexes(connection: Connection, shelves: Sequence[str]) -> None:
    """There and ready when this returns. The fields: what is searched, and the type, to be filtered by."""
    await connection.declare(
        *(
            f"CREATE FULLTEXT INDEX {text_index(shelf)} IF NOT EXISTS FOR (n:{label_of(shelf)}) "
            "ON EACH [n.text, n.type] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: false}}"
            for shelf in shelves
        ),
        f"UNWIND {[text_index(shelf) for shelf in shelves]} AS name CALL db.awaitIndex(name, 30) RETURN count(*)",
    )


async def make_vector_index(connection: Connection, shelf: str, model: str, dimensions: int) -> None:
    """Filled in the background; until then it answers ``MissingIndex``."""
    await connection.declare(
        f"CREATE VECTOR INDEX {vector_index(shelf, model)} IF NOT EXISTS FOR (n:{label_of(shelf)}) "
        f"ON n.{vector_key(model)} OPTIONS {{indexConfig: {{`vector.dimensions`: {int(dimensions)}, "
        "`vector.similarity_function`: 'cosine', `vector.quantization.enabled`: false}}"
    )


async def drop_indexes(connection: Connection, shelves: Sequence[str], *, model: str | None = None) -> None:
    """All of these shelves', or those of one embedder's vectors."""
    rows = await connection.read("SHOW INDEXES YIELD name WHERE name STARTS WITH 'vector_'", "name") if shelves else []
    prefixes = tuple(f"vector_{shelf}_" if model is None else vector_index(shelf, model) for shelf in shelves)
    names = [row["name"] for row in rows if row["name"].startswith(prefixes)]
    if model is None:
        names += [text_index(shelf) for shelf in shelves]
    await connection.declare(*(f"DROP INDEX {name} IF EXISTS" for name in names))
