"""What chat's requests must look like, and what its answers are; the OpenAPI document comes from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictInt, StrictStr

from shared.web.turn_schemas import Content, Identifier, NotBlank, Number, SpokenAnswer, Streamed, Tokens, Wire

LONGEST_NAME = 200


class Sampling(Streamed):
    model: Annotated[StrictStr, Field(max_length=200)] | None = Field(None, description="One of ALLOWED_MODELS.")
    temperature: Annotated[Number, Field(ge=0, le=2)] = 0.7
    max_tokens: Annotated[StrictInt, Field(ge=1, le=8000)] = 2000


class ChatBody(Sampling):
    content: Annotated[Content, NotBlank]
    conversation_id: Identifier | None = None
    project_id: Identifier | None = None
    attachments: list[Identifier] = Field(
        default_factory=list, max_length=10, description="Ids of checked `media` of the conversation's project."
    )


class EditBody(Sampling):
    content: Annotated[Content, NotBlank]


class TicketBody(Wire):
    run_id: Identifier


class ConversationPatch(Wire):
    name: Annotated[StrictStr, Field(min_length=1, max_length=LONGEST_NAME), NotBlank] | None = None
    status: Literal["active", "archived"] | None = None


class ChatAnswer(SpokenAnswer):
    pass


class LeaseView(Wire):
    owner: str
    expires_at: str


class RunUsage(Tokens):
    estimated: bool


class RunRequest(Wire):
    """With the mode's own fields, such as a query's `limit`, `types` and `threshold`."""

    model_config = ConfigDict(extra="allow")

    content: str
    model: str | None
    temperature: float
    max_tokens: int


class RunView(Wire):
    id: str
    conversation_id: str
    project_id: str | None
    user_id: str
    mode: Literal["chat", "query", "task", "data"]
    status: Literal["queued", "running", "completed", "failed", "cancelled"]
    attempt: int
    lease: LeaseView | None
    last_seq: int
    message_id: str
    request: RunRequest
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    usage: RunUsage
    cost: float | None
    created_at: str
    started_at: str | None
    finished_at: str | None


class EventRow(Wire):
    id: str = Field(examples=["01JD0000000000000000000000:7"])
    seq: int
    type: Literal["token", "progress", "complete", "error"]
    data: dict[str, Any]
    timestamp: int = Field(description="Unix milliseconds.")


class Events(Wire):
    events: list[EventRow]
    status: Literal["queued", "running", "completed", "failed", "cancelled"]
    last_seq: int


class TicketAnswer(Wire):
    ticket: str
    expires_at: str


class MessageView(Wire):
    id: str
    seq: int
    parent: str | None
    role: Literal["user", "assistant", "system", "tool"]
    content: str
    agent_id: str | None
    attachments: list[str]
    metadata: dict[str, Any]
    run_id: str | None
    created_at: str


class Messages(Wire):
    messages: list[MessageView]
    has_more: bool


class ConversationView(Wire):
    id: str
    name: str
    project: str | None
    user: str
    mode: str
    status: Literal["active", "archived"]
    last_message_at: str | None
    last_run_id: str | None
    head_message_id: str | None
    created_at: str
    updated_at: str


class ConversationPage(Wire):
    docs: list[ConversationView]
    total_docs: int
    limit: int
    page: int
    total_pages: int
    paging_counter: int
    has_prev_page: bool
    has_next_page: bool
    prev_page: int | None
    next_page: int | None
