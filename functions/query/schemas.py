"""What a question to the Brain must look like, and what its answer is; the OpenAPI document comes from here."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictInt

from shared.domain.brain import Channel, EntityType
from shared.web.turn_schemas import Content, Identifier, NotBlank, Number, SpokenAnswer, Streamed, Wire


class QueryBody(Streamed):
    content: Annotated[Content, NotBlank]
    project_id: Identifier
    conversation_id: Identifier | None = None
    limit: Annotated[StrictInt, Field(ge=1, le=50)] = 10
    types: Annotated[list[EntityType], Field(max_length=20)] | None = Field(None, description="None: of every type.")
    threshold: Annotated[Number, Field(ge=0, le=1)] = Field(0.6, description="The least relevance of a result.")


class ResultSource(Wire):
    """A place in what was gathered. `item` is the gathered item, null for what somebody wrote by hand."""

    item: str | None
    label: str
    page: int | None
    shot: str | None
    timecode: str | None = Field(examples=["00:10:02:05"])
    quote: str


class ResultFact(Wire):
    attribute: str
    value: str
    inferred: bool = Field(description="A model added it, no source says it.")
    source: ResultSource


class ResultMetadata(Wire):
    sources: list[ResultSource]
    facts: list[ResultFact]
    aliases: list[str]
    path: str = Field(description="How relations led here, such as `Maya –[OWNS]→ Brass key`; else empty.")
    channels: list[Channel] = Field(description="What found it.")
    manual: bool
    undecided: list[str] = Field(
        description="What sources disagree about and nobody has decided, such as `age: 28 or 34`: the first one holds."
    )
    properties: dict[str, Any]


class QueryResult(Wire):
    id: str
    type: EntityType
    title: str
    content: str
    relevance: float = Field(ge=0, le=1)
    metadata: ResultMetadata


class Citation(Wire):
    """`[n]` in the message stands for the n-th result."""

    marker: str = Field(examples=["[1]"])
    id: str = Field(description="Of the result.")
    quote: str | None = Field(None, description="A passage of the source itself.")


class QueryAnswer(SpokenAnswer):
    """`model` is `none` where no model wrote the message."""

    results: list[QueryResult]
    citations: list[Citation]
    degraded: bool = Field(description="The knowledge base or the model could not be asked.")
