"""Questions about documents and changes to them, in no store's language.

Paths are dotted and start at the stored document; its key is ``_id``. A condition on a path that runs through
an array holds when any element fulfils it. Nothing in here is ever parsed: user text arrives as a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Operator = Literal["eq", "ne", "in", "nin", "all", "gt", "gte", "lt", "lte", "exists", "words", "text"]


@dataclass(frozen=True, slots=True)
class Match:
    """``eq None`` finds what is null or missing; ``exists`` takes a bool and counts null as missing.

    ``words``: every word of the value, in any order; ``text``: the value as a substring; both ignore case.
    """

    path: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class Element:
    """One and the same element of the array at ``path`` fulfils ``where``, whose paths start at the element."""

    path: str
    where: Query


@dataclass(frozen=True, slots=True)
class Through:
    """``path`` holds the id of a document of ``collection`` that fulfils ``where``.

    ``single`` promises that it never holds several ids: a store may then look among the named ones only.
    """

    path: str
    collection: str
    where: Query
    single: bool = False


Query = Match | Every | Either | Not | Element | Through

EVERYTHING = Every(())
NOTHING = Either(())


def eq(path: str, value: Any) -> Query:
    return Match(path, "eq", value)


def among(path: str, values: Sequence[Any]) -> Query:
    return Match(path, "in", list(values))


def by_id(document_id: str) -> Query:
    return Match("_id", "eq", document_id)


def every(*parts: Query) -> Query:
    """All of ``parts``, flattened; what holds always is left out."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Every) else (part,))
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def either(*parts: Query) -> Query:
    return parts[0] if len(parts) == 1 else Either(parts)


@dataclass(frozen=True, slots=True)
class Push:
    """Append ``value`` and keep the last ``keep`` elements."""

    value: Any
    keep: int


@dataclass(frozen=True, slots=True)
class Change:
    """One atomic change of one document. No path may be named twice, nor a path and its parent.

    ``pull`` removes the elements that fulfil the query, whose paths start at the element.
    """

    set: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unset: Sequence[str] = ()
    inc: Mapping[str, int] = field(default_factory=dict[str, int])
    push: Mapping[str, Push] = field(default_factory=dict[str, Push])
    pull: Mapping[str, Query] = field(default_factory=dict[str, Query])


@dataclass(frozen=True, slots=True)
class Index:
    """``unique`` indexes are sparse: documents without the first path do not meet."""

    paths: tuple[str, ...]
    unique: bool = False
