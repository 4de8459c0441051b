"""What the routes of files take and give."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr
from pydantic.alias_generators import to_camel

from shared.content.uploads.parts import MOST_SIGNED


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="ignore")


class SignUrl(_Wire):
    """`docPrefix` is accepted for Payload's clients and chosen by us. `project`: checked before anything is sent."""

    collection_slug: Annotated[StrictStr, Field(max_length=100, examples=["media"])]
    doc_prefix: StrictStr | None = None
    filename: Annotated[StrictStr, Field(min_length=1, max_length=1000)]
    filesize: Annotated[StrictInt, Field(ge=0, description="Bytes.")]
    mime_type: Annotated[StrictStr, Field(max_length=100)] = ""
    project: Annotated[StrictStr, Field(max_length=64)] | None = None


class Signed(_Wire):
    url: str
    filename: str
    doc_prefix: str


class PartNumbers(_Wire):
    part_numbers: Annotated[list[StrictInt], Field(min_length=1, max_length=MOST_SIGNED)]


class PartsStarted(_Wire):
    id: str
    doc_prefix: str
    filename: str
    part_size: int
    part_count: int


class Part(_Wire):
    part_number: int
    size: int


class PartsProgress(PartsStarted):
    parts: list[Part]
    missing: list[int]


class SignedPart(Part):
    url: str


class SignedParts(_Wire):
    parts: list[SignedPart]


class ChatFile(_Wire):
    id: str
    url: str
    filename: str
    media_type: str


class ChatUploaded(_Wire):
    files: list[ChatFile]
    message: str


class UploadProblem(_Wire):
    message: str
    name: str | None = None
    data: dict[str, Any] | None = None


class ErrorBody(_Wire):
    errors: list[UploadProblem]
    code: str
    retryable: bool
    request_id: str


_BINARY = {"type": "string", "format": "binary"}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {**_BINARY, "description": "The file, or as text what names a file that was put to a signed address."},
        "_payload": {"type": "string", "description": "The document's fields as JSON."},
    },
}
CHAT_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"projectId": {"type": "string"}, "files": {"type": "array", "items": _BINARY, "maxItems": 10}},
    "required": ["projectId", "files"],
}
