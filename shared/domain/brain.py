"""What the Brain knows of a project: entities, typed relations between them, and the sources of all of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

EntityType = Literal["character", "scene", "location", "prop", "other"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

Channel = Literal["vector", "text", "graph"]

_RELATION = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|a|an) (?=.)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a piece of knowledge comes from. ``item`` is the gathered item that brought it, ``None`` for what a person
    wrote by hand. ``page`` counts from 1, ``timecode`` is HH:MM:SS:FF. ``quote`` is the passage itself."""

    item: str | None
    label: str
    page: int | None = None
    shot: str | None = None
    timecode: str | None = None
    quote: str = ""

    @property
    def key(self) -> str:
        """The same place gives the same key."""
        parts = (self.item, self.label, self.page, self.shot, self.timecode, self.quote)
        return _digest("\0".join("" if part is None else str(part) for part in parts))


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about an entity, such as age = 28. ``inferred``: a model added it, no source says it."""

    attribute: str
    value: str
    source: Source
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """``id`` is unique within its project only. ``content`` is what it is searched by besides its title.

    ``manual``: a person made it or changed it by hand, so it stays when its sources go. ``version`` counts changes.
    """

    id: str
    type: EntityType
    title: str
    content: str = ""
    aliases: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict[str, Any])
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    manual: bool = False
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def is_passage(self) -> bool:
        """A piece of what was brought in, there to be found and cited; no person, place or thing of the film."""
        return self.metadata.get("passage") is True


@dataclass(frozen=True, slots=True)
class Relation:
    """``start`` –[``type``]→ ``end``, by entity id: ``APPEARS_IN``, ``KNOWS``, ``LOCATED_AT``, ``OWNS``, ``PRECEDES``,
    ``DERIVED_FROM`` and whatever else a film needs, in that form."""

    start: str
    type: str
    end: str
    sources: tuple[Source, ...] = ()
    manual: bool = False

    @property
    def id(self) -> str:
        return _digest(f"{self.start}\0{self.type}\0{self.end}")


@dataclass(frozen=True, slots=True)
class Contribution:
    """All that one gathered item says. Entities that several items speak of are merged by id; what is said of them is
    kept by item, so that an item can be replaced or taken away with exactly its own knowledge."""

    item: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """``threshold`` (0 to 1) is the least relevance of a hit. No ``types`` means every type."""

    text: str
    limit: int = 10
    types: tuple[EntityType, ...] = ()
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """``relevance`` is 0 to 1. ``path`` tells how the graph led here, as ``title –[TYPE]→ title`` steps."""

    entity: Entity
    relevance: float
    channels: tuple[Channel, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A part of the graph to look at: every relation joins two of its entities."""

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity's id with a channel's own score: comparable within one answer of one channel only."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A type of relation as one project uses it: between which types of entities, how often."""

    type: str
    start: EntityType
    end: EntityType
    count: int


def is_relation_type(name: str) -> bool:
    return _RELATION.fullmatch(name) is not None


def folded(name: str) -> str:
    """A name as it is compared: case, accents, width, punctuation and a leading article do not matter."""
    plain = name.lower() if name.isascii() else _unaccented(name)
    words = _NOT_A_WORD.sub(" ", plain).strip()
    return _ARTICLE.sub("", words) or name.strip().casefold()


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def entity_id(kind: EntityType, title: str) -> str:
    """The same thing under the same name has the same id, whoever speaks of it."""
    return _digest(f"{kind}\0{folded(title)}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
