"""What the POSTs of all modes have in common; the OpenAPI document comes from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictStr
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

BASE = "/api/v1/orchestrator"
LONGEST_CONTENT = 32_000


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "expected text that is not blank")
    return value


def _identifier(value: str) -> str:
    if not value.isascii() or not value.isalnum():
        raise PydanticCustomError("identifier", "expected an id")
    return value


Content = Annotated[
    StrictStr, Field(min_length=1, max_length=LONGEST_CONTENT, examples=["What makes a good plot twist?"])
]
NotBlank = AfterValidator(_not_blank)
Identifier = Annotated[StrictStr, Field(min_length=1, max_length=64), AfterValidator(_identifier)]
Number = StrictFloat  # takes whole numbers too, but neither text nor booleans


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="ignore")


class Streamed(Wire):
    stream: StrictBool = Field(False, description="Answer 202 at once; read the answer from streamUrl.")


class Tokens(Wire):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class SpokenAnswer(Wire):
    success: bool = True
    conversation_id: str
    run_id: str
    message_id: str
    message: str
    model: str
    finish_reason: str
    usage: Tokens
    cost: float | None = None
    suggestions: list[str] = Field(max_length=3)


class Accepted(Wire):
    success: bool = True
    conversation_id: str
    run_id: str
    stream_url: str
    status: Literal["queued", "running", "completed", "failed", "cancelled"]


class ErrorBody(Wire):
    error: str
    code: str
    details: dict[str, Any] | None = None
    retryable: bool
    request_id: str


FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 401, 404, 409, 415, 422, 429, 502, 503)
}
