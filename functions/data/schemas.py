"""What data mode's requests must look like, and what its answers are; the OpenAPI document comes from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictStr
from pydantic_core import PydanticCustomError

from shared.domain.brain import EntityType
from shared.web.turn_schemas import LONGEST_CONTENT, Content, Identifier, NotBlank, Streamed, Tokens, Wire


def _address(value: str) -> str:
    if not value.lower().startswith(("https://", "http://")) or not value.isprintable() or " " in value:
        raise PydanticCustomError("address", "expected an http or https address")
    return value


def _text_or_object(value: Any) -> Any:
    """Before the two are tried: what is neither is wrong in ``content``, not in one of them."""
    if not isinstance(value, str | dict):
        raise PydanticCustomError("content", "expected text or an object")
    if isinstance(value, str) and not (value.strip() and len(value) <= LONGEST_CONTENT):
        raise PydanticCustomError("content", "expected 1 to 32,000 characters, not blank")
    return value


Address = Annotated[StrictStr, Field(min_length=10, max_length=2000), AfterValidator(_address)]


class DataBody(Streamed):
    content: Annotated[Annotated[Content, NotBlank] | dict[str, Any], BeforeValidator(_text_or_object)] | None = Field(
        None,
        description="A text, or an object such as a profile. May be left out beside a file or address.",
    )
    project_id: Identifier
    conversation_id: Identifier | None = None
    media_id: Identifier | None = Field(None, description="A checked file of the project.")
    document_url: Address | None = Field(None, description="A document on the public internet.")
    image_url: Address | None = Field(None, description="A picture on the public internet.")
    name: Annotated[StrictStr, Field(min_length=1, max_length=200), NotBlank] | None = Field(
        None, description="What it is cited as. The same name again takes the earlier item's place."
    )
    supersedes: Identifier | None = Field(None, description="The item whose place this one takes.")


class DecideBody(Wire):
    choose: Literal["a", "b", "value"]
    value: Annotated[StrictStr, Field(min_length=1, max_length=300), NotBlank] | None = Field(
        None, description="With `choose: value`: what is true instead of both."
    )


class ResolveBody(Wire):
    action: Literal["skip", "merge", "keep"]
    other: Identifier | None = Field(None, alias="with", description="With `merge`: the item that it is merged into.")


class ConflictSource(Wire):
    item: str
    label: str
    page: int | None
    quote: str
    superseded: bool = Field(description="Of an earlier version of what was gathered.")
    inferred: bool


class ConflictSide(Wire):
    value: str
    sources: list[ConflictSource] = Field(description="Where many conflicts are shown, the first five.")
    source_count: int = Field(description="How many there are.")


class ConflictView(Wire):
    id: str
    project: str
    entity: str
    entity_type: EntityType
    entity_title: str
    attribute: str
    state: Literal["open", "resolved", "obsolete"]
    a: ConflictSide = Field(description="What is held true until somebody decides.")
    b: ConflictSide
    decision: Literal["a", "b", "value"] | None
    decided_value: str | None
    decided_by: str | None
    decided_at: str | None
    created_at: str


class ConflictPage(Wire):
    docs: list[ConflictView]
    total_docs: int
    limit: int
    page: int
    total_pages: int
    paging_counter: int
    has_prev_page: bool
    has_next_page: bool
    prev_page: int | None
    next_page: int | None


class ItemDecision(Wire):
    gather_item_id: str
    status: Literal["gathered", "review", "held", "superseded", "merged", "skipped"]
    action: Literal["skip", "merge", "keep"] | None
    other: str | None = Field(alias="with")
    brain_state: Literal["pending", "learned", "held", "forgetting", "none"]


class DuplicateView(Wire):
    id: str
    similarity: float = Field(ge=0, le=1)
    suggestion: Literal["skip", "merge", "review"]


class DataAnswer(Wire):
    success: bool = True
    conversation_id: str
    run_id: str
    message_id: str
    message: str
    gather_item_id: str
    summary: str = Field(max_length=150)
    context: str
    duplicates: list[DuplicateView]
    conflicts: list[ConflictView]
    iteration_count: int = Field(ge=0, le=3)
    status: Literal["gathered", "review", "held", "superseded", "merged", "skipped"]
    degraded: bool = Field(description="A model was missing; sending it again finishes it.")
    unfinished: list[str] = Field(description="What could not be done, in words.")
    brain_state: Literal["pending", "learned", "held", "forgetting", "none"]
    supersedes: str | None
    counts: dict[str, int]
    usage: Tokens
    cost: float | None = None
