"""The fields a collection can be declared with. A declaration says everything: no field has code elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Query

FieldRule = Callable[[Principal | None], bool]
"""Whether somebody may write a field; what they may not write is dropped from a body, silently."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """``label`` is made from ``name`` unless given. ``default`` is a value, or a callable that makes one.

    ``hidden``: never shown, never queried. ``read_only``: only we write it. ``unique`` values get an index,
    ``indexed`` ones too.
    """

    name: str
    label: str = ""
    description: str = ""
    required: bool = False
    default: Any = None
    hidden: bool = False
    read_only: bool = False
    write: FieldRule | None = None
    unique: bool = False
    indexed: bool = False

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", label_of(self.name))

    def made_default(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def writable_by(self, principal: Principal | None) -> bool:
        return not self.read_only and (self.write is None or self.write(principal))


def label_of(name: str) -> str:
    """``episodeCount`` → ``Episode Count``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_-]+", " ", name).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Lengths in characters. ``many`` holds a list of texts. ``pattern``: a regular expression for the whole of it."""

    min_length: int = 0
    max_length: int = 500
    pattern: str = ""
    multiline: bool = False
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Email(Field):
    """Kept in lower case."""


@dataclass(frozen=True, kw_only=True)
class Password(Field):
    """Goes in and never comes out; a hook keeps its hash."""

    hidden: bool = True
    min_length: int = 8
    max_length: int = 256


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Checkbox(Field):
    pass


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    pass


@dataclass(frozen=True, kw_only=True)
class Id(Field):
    """The document's own key: ``id`` outside, ``_id`` in the store."""

    read_only: bool = True


@dataclass(frozen=True, kw_only=True)
class Select(Field):
    """``options`` maps values to labels."""

    options: dict[str, str]
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Json(Field):
    """Any JSON of a ``shape``, at most ``max_bytes`` long."""

    shape: Literal["any", "object", "list"] = "any"
    max_bytes: int = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Relation(Field):
    """The id of a document of the collection ``to``, which the writer must be able to read.

    ``known`` suffices instead for what may be named without being read, such as a colleague; with ``need`` update
    the writer must be able to change it. Only what fulfils ``where`` (of the related document) may be named. A
    ``dependent`` document goes when the one that it names is deleted for good.
    """

    to: str
    many: bool = False
    known: bool = False
    need: Literal["read", "update"] = "read"
    where: Query = EVERYTHING
    dependent: bool = False
    max_items: int = 500


@dataclass(frozen=True, kw_only=True)
class Group(Field):
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class Array(Field):
    """A list of rows, each with an ``id``. A bare value stands for a row that has it in the field ``shorthand``."""

    fields: tuple[Field, ...]
    shorthand: str = ""
    max_rows: int = 500


def choices(*values: str, **labels: str) -> dict[str, str]:
    """Options with labels made from the values, except where one is given."""
    return {value: labels.get(value, label_of(value)) for value in values}
