"""What a model may answer. Whatever else it says is dropped, entry by entry; nothing of it is believed unproven."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.domain.brain import ENTITY_TYPES, EntityType

MOST_ENTITIES = 80
MOST_FACTS = 120
MOST_RELATIONS = 120
_LONGEST_ANSWER = 200_000
_LONGEST_NAME = 200

_TYPES = {"person": "character", "people": "character", "place": "location", "setting": "location", "object": "prop"}


def _kind(value: Any) -> Any:
    name = str(value).strip().casefold()[:20]
    name = _TYPES.get(name, name)
    return name if name in ENTITY_TYPES else "other"


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _known_name(value: Any) -> Any:
    """What is no name names nobody; the rest of the entry stands."""
    return value if isinstance(value, str) and len(value) <= _LONGEST_NAME else ""


Kind = Annotated[EntityType, BeforeValidator(_kind)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Said = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=300)]
Quote = Annotated[str, Field(max_length=600)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class SaidEntity(_Answer):
    name: Name
    type: Kind = "other"
    aliases: list[Name] = Field(default_factory=list[str], max_length=10)
    same_as: Annotated[str, BeforeValidator(_known_name)] = Field("", alias="sameAs")


class SaidRelation(_Answer):
    start: Name = Field(alias="from")
    type: Annotated[str, Field(min_length=1, max_length=40)]
    end: Name = Field(alias="to")
    quote: Quote = ""


class SaidFact(_Answer):
    entity: Name
    attribute: Annotated[str, Field(min_length=1, max_length=60)]
    value: Said
    quote: Quote = ""


class SaidSummary(_Answer):
    summary: Annotated[str, Field(min_length=1, max_length=2_000)]
    context: Annotated[str, Field(max_length=4_000)] = ""


T = TypeVar("T", bound=BaseModel)


def object_of(answer: str) -> dict[str, Any] | None:
    """The first JSON object in the answer, whatever is around it; ``None`` when there is none."""
    answer = answer[:_LONGEST_ANSWER]
    decoder = json.JSONDecoder()
    start = answer.find("{")
    for _ in range(20):
        if start < 0:
            return None
        try:
            found = decoder.raw_decode(answer, start)[0]
            return cast("dict[str, Any]", found) if isinstance(found, dict) else None
        except (ValueError, RecursionError):
            start = answer.find("{", start + 1)
    return None


def entries(kind: type[T], answer: dict[str, Any], name: str, most: int) -> list[T]:
    """The valid ones among the first ``most`` entries of a list."""
    given = answer.get(name)
    return list(_valid(kind, cast("list[Any]", given)[:most])) if isinstance(given, list) else []


def _valid(kind: type[T], given: list[Any]) -> Iterator[T]:
    for one in given:
        try:
            yield kind.model_validate(one)
        except (ValidationError, RecursionError):
            continue


def summary_of(answer: str) -> SaidSummary | None:
    found = object_of(answer)
    if found is None:
        return None
    return next(_valid(SaidSummary, [found]), None)
