"""What the Brain's requests must look like, and what its answers are; OpenAPI and the tools' schemas come from here."""

from __future__ import annotations

import json
import math
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from shared.domain.brain import Channel, EntityType

ID = r"^[0-9a-f]{24}$"
MOST_FOUND = 50
DEEPEST, MOST_METADATA = 5, 16_000


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="forbid")


class Told(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="forbid")


def _line(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise PydanticCustomError("line", "expected printable characters on one line, not blank")
    return value.strip()


def _readable(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("readable", "expected text without NUL characters")
    return value


def _asked(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "expected text that is not blank")
    return _readable(value)


def _bounded(value: dict[str, Any]) -> dict[str, Any]:
    if not _shallow(value, DEEPEST):
        raise PydanticCustomError("bounded", "expected numbers that are finite, at most 5 levels deep")
    if len(json.dumps(value, ensure_ascii=False)) > MOST_METADATA:
        raise PydanticCustomError("bounded", "expected at most 16,000 characters of JSON")
    return value


def _shallow(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels > 0 and all("\0" not in key and _shallow(item, levels - 1) for key, item in value.items())
    if isinstance(value, list):
        return levels > 0 and all(_shallow(item, levels - 1) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**53
    return not isinstance(value, float) or math.isfinite(value)


EntityId = Annotated[StrictStr, Field(pattern=ID, examples=["5c1c9fd8be3f0a4d7c1e2b3a"])]
Line = AfterValidator(_line)
Asked = AfterValidator(_asked)
Title = Annotated[StrictStr, Field(min_length=1, max_length=200, examples=["Maya Okafor"]), Line]
Content = Annotated[StrictStr, Field(max_length=20_000), AfterValidator(_readable)]
Aliases = Annotated[list[Title], Field(max_length=50)]
Metadata = Annotated[
    dict[str, Any],
    Field(
        description="JSON of your own: at most 5 levels and 16,000 characters.",
        json_schema_extra={"maxProperties": 100},
    ),
    AfterValidator(_bounded),
]
RelationType = Annotated[StrictStr, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$", examples=["APPEARS_IN"])]


class SourceBody(Wire):
    label: Annotated[StrictStr, Field(min_length=1, max_length=200, examples=["Series bible"]), Line]
    page: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
    shot: Annotated[StrictStr, Field(min_length=1, max_length=100), Line] | None = None
    timecode: Annotated[StrictStr, Field(pattern=r"^\d\d:\d\d:\d\d[:;.]\d{2,3}$")] | None = None
    quote: Annotated[StrictStr, Field(max_length=2_000), AfterValidator(_readable)] = ""


class FactBody(Wire):
    attribute: Annotated[StrictStr, Field(min_length=1, max_length=100, examples=["age"]), Line]
    value: Annotated[StrictStr, Field(min_length=1, max_length=2_000, examples=["28"]), AfterValidator(_readable)]
    source: SourceBody | None = Field(None, description="Where you know it from. Without: written by hand.")


Facts = Annotated[list[FactBody], Field(max_length=200)]


class EntityBody(Wire):
    """Type and title together are unique within a project: case, accents and a leading article do not count."""

    type: EntityType
    title: Title
    content: Content = Field("", description="What it is searched by besides its title.")
    aliases: Aliases = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)
    facts: Facts = Field(default_factory=list)


class EntityPatch(Wire):
    """Only what is named changes. `facts` replaces those written by hand."""

    type: EntityType | None = None
    title: Title | None = None
    content: Content | None = None
    aliases: Aliases | None = None
    metadata: Metadata | None = None
    facts: Facts | None = None


class RelationBody(Wire):
    start: EntityId
    type: RelationType
    end: EntityId


class SourceView(Told):
    item: str | None = Field(description="The gathered item that brought it; null: written by hand.")
    label: str
    page: int | None
    shot: str | None
    timecode: str | None
    quote: str


class FactView(Told):
    attribute: str
    value: str
    inferred: StrictBool = Field(description="A model added it: no source says it.")
    source: SourceView


class EntityCard(Told):
    id: str
    type: EntityType
    title: str
    content: str
    aliases: list[str]
    metadata: dict[str, Any]
    manual: bool = Field(description="A person made it or changed it by hand: it stays when its sources go.")
    version: int
    created_at: str | None
    updated_at: str | None


class EntityView(EntityCard):
    facts: list[FactView]
    sources: list[SourceView]


class RelationView(Told):
    id: str
    start: str
    type: str
    end: str
    manual: bool
    sources: list[SourceView]


class HitView(EntityView):
    relevance: float = Field(ge=0, le=1)
    channels: list[Channel] = Field(description="What found it.")
    path: str = Field(description="How the graph led here; empty when it did not.")


class EntityPage(Told):
    docs: list[EntityCard]
    total_docs: int
    limit: int
    page: int
    total_pages: int
    paging_counter: int
    has_prev_page: bool
    has_next_page: bool
    prev_page: int | None
    next_page: int | None


class GraphView(Told):
    entities: list[EntityCard]
    relations: list[RelationView]
    truncated: bool = Field(description="There is more than was asked for.")


class SearchView(Told):
    results: list[HitView]


class ErrorBody(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="ignore")

    error: str
    code: str
    details: dict[str, Any] | None = None
    retryable: bool
    request_id: str
