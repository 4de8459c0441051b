"""What the Brain and whoever feeds it need from outside, as Protocols."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from shared.domain.brain import Contribution, Entity, EntityType, Graph, Hit, Question, Relation, RelationKind, Scored
from shared.domain.extraction import Extracted, Fetched, Scan

Before = Callable[[str], Awaitable[None]]
"""What is awaited with a project's id before its Brain is asked."""


Disputed = Callable[[str, Sequence[Mapping[str, Any]]], Awaitable[Mapping[str, list[str]]]]
"""What nobody has decided about things (with id and title) of a project: lines such as ``age: 28 or 34``, by id."""


class Embedder(Protocol):
    """Texts to unit vectors. ``name`` tells model and dimensions: vectors of different names are not compared.

    ``near`` is the cosine from which a passage usually is about the question: models differ in it. ``weight`` is how
    much a ranking by these vectors counts beside one by full text, which counts 1.
    """

    name: str
    dimensions: int
    near: float
    weight: float

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        """One vector a text, in order. Raises ``BrainError``."""
        ...

    async def aclose(self) -> None: ...


class GraphStore(Protocol):
    """Entities and relations of projects, with what they are searched by. Every method may raise ``BrainError``, and
    every one looks at one project only: what another holds neither appears nor changes an answer.

    ``vectors`` maps an entity's id to its vector; ``model`` is the embedder's name.
    """

    async def ensure(self) -> None:
        """Make constraints and indexes where they are missing."""
        ...

    async def learn(
        self, project_id: str, said: Contribution, vectors: Mapping[str, Sequence[float]], model: str
    ) -> None:
        """What ``said.item`` says, instead of all that it said before. Whole or not at all; repeating it is safe."""
        ...

    async def forget(self, project_id: str, item: str) -> None:
        """With what rests on this item alone. Entities that are manual or have another source stay."""
        ...

    async def forget_project(self, project_id: str) -> None: ...

    async def create(self, project_id: str, entity: Entity, vector: Sequence[float], model: str) -> Entity:
        """Raises ``Conflict`` when there is one with this id."""
        ...

    async def change(
        self, project_id: str, entity: Entity, vector: Sequence[float], model: str, *, expected: int | None
    ) -> Entity | None:
        """``None`` when it is gone; ``PreconditionFailed`` when its version is not the expected one."""
        ...

    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool:
        """``False`` when it is gone; ``PreconditionFailed``, and nothing removed, when its version is not the expected
        one."""
        ...

    async def relate(self, project_id: str, relation: Relation) -> Relation | None:
        """``None`` when one of its ends does not exist."""
        ...

    async def unrelate(self, project_id: str, relation_id: str) -> bool: ...
    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]:
        """Whole, with facts and sources, in the order of ``ids``; what does not exist is left out."""
        ...

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
        """By title; ``text`` is looked for in titles and aliases. ``passages``: only them, or none of them."""
        ...

    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph:
        """These and their direct neighbours."""
        ...

    async def overview(self, project_id: str, limit: int, *, passages: bool = True) -> Graph:
        """The entities with the most relations, and the relations between them; passages among them or not."""
        ...

    async def count(self, project_id: str) -> int: ...

    async def by_vector(
        self, project_id: str, vector: Sequence[float], model: str, *, types: Sequence[EntityType], limit: int
    ) -> list[Scored]:
        """Nearest first, with the cosine (−1 to 1)."""
        ...

    async def by_text(self, project_id: str, text: str, *, types: Sequence[EntityType], limit: int) -> list[Scored]:
        """Best full-text match (BM25) first. ``text`` is plain words: nothing in it is syntax."""
        ...

    async def named(self, project_id: str, names: Sequence[str]) -> dict[str, list[str]]:
        """Ids of the entities whose folded title or alias is one of these folded names."""
        ...

    async def relation_kinds(self, project_id: str) -> list[RelationKind]: ...

    async def follow(
        self,
        project_id: str,
        starts: Sequence[str],
        steps: Sequence[tuple[str, Literal["out", "in", "both"]]],
        limit: int,
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Ids at the end of a path of relation types from ``starts``, each with one such path as entity ids, starts
        excluded unless a path leads back by other relations."""
        ...

    async def outdated(self, model: str, limit: int) -> list[tuple[str, Entity]]:
        """(project, entity) of those whose vector was made by another model."""
        ...

    async def set_vectors(self, project_id: str, vectors: Mapping[str, Sequence[float]], model: str) -> None: ...
    async def aclose(self) -> None: ...


class Brain(Protocol):
    """What the film's departments ask. Ours, or a remote one over MCP. Every method may raise ``BrainError``."""

    async def search(self, project_id: str, question: Question) -> list[Hit]:
        """Best first, at most ``question.limit``, none below its threshold."""
        ...

    async def get(self, project_id: str, ids: Sequence[str]) -> list[Entity]: ...
    async def page(
        self,
        project_id: str,
        *,
        types: Sequence[EntityType] = (),
        text: str = "",
        passages: bool | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> tuple[list[Entity], int]: ...
    async def around(self, project_id: str, ids: Sequence[str], *, limit: int = 50) -> Graph: ...
    async def overview(self, project_id: str, limit: int = 200, *, passages: bool = True) -> Graph: ...
    async def create(self, project_id: str, entity: Entity) -> Entity: ...
    async def change(self, project_id: str, entity: Entity, *, expected: int | None = None) -> Entity | None: ...
    async def remove(self, project_id: str, entity_id: str, *, expected: int | None = None) -> bool: ...
    async def relate(self, project_id: str, relation: Relation) -> Relation | None: ...
    async def unrelate(self, project_id: str, relation_id: str) -> bool: ...
    async def learn(self, project_id: str, said: Contribution) -> None: ...
    async def forget(self, project_id: str, item: str) -> None: ...
    async def forget_project(self, project_id: str) -> None: ...
    async def aclose(self) -> None: ...


class FetchRefused(Exception):
    """An address that is not fetched, or an answer that is not taken. Its text is for whoever named the address; it
    says nothing about what answers there."""


class Fetcher(Protocol):
    async def fetch(self, url: str, *, most: int, seconds: float) -> Fetched:
        """From public addresses only, also after every redirect. Raises ``FetchRefused``."""
        ...

    async def aclose(self) -> None: ...


class Extractor(Protocol):
    """Reads documents that nobody trusts, away from whatever has secrets."""

    async def extract(
        self, url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan] = (), *, last: bool = False
    ) -> Extracted:
        """``url`` is signed for reading; the file's kind is found by its content, ``filename`` tells texts apart.
        ``scans`` are what earlier calls read from pictures, which goes on from there a minute at a time; ``last``: no
        more than they is read from pictures, and nothing waits.

        Raises ``FileRefused`` with a reason for the user, ``StorageError`` when it could not be read now. Time and
        memory are bounded, whatever the file is.
        """
        ...
