"""Forms with files (RFC 7578), and the two ways in which Payload's clients say what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from shared.content.uploads.uploads import Brought, FilePart, Given
from shared.domain.errors import UnsupportedMediaType, ValidationFailed
from shared.web.body import parse_json

MOST_FILES = 20
_MOST_FIELDS = 50
_LARGEST_FIELD = 1024 * 1024
_BROKEN = "The form is not valid."


@dataclass(frozen=True, slots=True)
class Form:
    """``files`` by the name of their part, in the order in which they came."""

    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    files: tuple[tuple[str, FilePart], ...] = ()


def media_type_of(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def form_of(request: Request) -> Form:
    """Raises ``ValidationFailed`` for a form that is broken or cut off."""
    body = await request.body()
    if not body.rstrip(b"\r\n").endswith(b"--"):
        raise ValidationFailed(_BROKEN)  # a cut off form would lose its last part without a word
    fields, files = dict[str, str](), list[tuple[str, FilePart]]()
    try:
        async with request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD) as parsed:
            for name, value in parsed.multi_items():
                if not isinstance(value, UploadFile):
                    fields[name] = value
                elif value.filename:
                    part = FilePart(value.filename, value.content_type or "", await value.read())
                    files.append((name, part))
    except (HTTPException, ValueError, KeyError, LookupError) as error:
        raise ValidationFailed(_BROKEN) from error
    return Form(fields, tuple(files))


async def submitted(request: Request) -> tuple[Mapping[str, Any], Given | None]:
    """A document's fields and its file, from a form or from JSON."""
    kind = media_type_of(request)
    if kind == "application/json":
        body = dict(_object(await request.body()))
        return body, _brought(body.pop("file", None))
    if kind != "multipart/form-data":
        raise UnsupportedMediaType("Send JSON, or a form as multipart/form-data.")
    form = await form_of(request)
    files = [part for name, part in form.files if name == "file"]
    if len(files) > 1:
        raise ValidationFailed("Send one file at a time.")
    payload = form.fields.get("_payload")
    fields = _object(payload.encode()) if payload else {}
    return fields, files[0] if files else _brought(form.fields.get("file"))


def _object(raw: bytes) -> Mapping[str, Any]:
    value = parse_json(raw)
    if not isinstance(value, dict):
        raise ValidationFailed("The body must be a JSON object.")
    return value


def _brought(value: Any) -> Brought | None:
    """What a client says about a file that it has put into the store; some send the object, most its text."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = parse_json(value.encode())
        except ValidationFailed as error:
            raise ValidationFailed("A file name is required.") from error
    if not isinstance(value, dict):
        raise ValidationFailed("A file name is required.")
    return Brought(value)
