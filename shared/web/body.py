"""JSON bodies: parsed strictly, validated by a Pydantic model, every fault named by its field."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

from fastapi import Request
from pydantic import BaseModel, ValidationError

from shared.domain.errors import MissingFields, PayloadTooLarge, UnsupportedMediaType, ValidationFailed

M = TypeVar("M", bound=BaseModel)

MAX_JSON_BYTES = 1024 * 1024
MAX_DEPTH = 64
_MOST_FAULTS = 20


def parse_json(raw: bytes, most: int = MAX_JSON_BYTES) -> Any:
    """``raw`` as JSON. Refuses NaN, Infinity, lone surrogates and nesting deeper than ``MAX_DEPTH``."""
    if len(raw) > most:
        raise PayloadTooLarge(f"A JSON body may have at most {most} bytes.")
    try:
        value = json.loads(raw.decode(), parse_constant=_no_constant)
        _check(value, 0)
    except (ValueError, RecursionError) as error:
        raise ValidationFailed(
            "The body is not valid JSON.", details={"fields": {"body": "expected valid JSON"}}
        ) from error
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
    elif isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            _check(key, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            _check(item, depth + 1)


def json_body(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A FastAPI dependency that reads ``model`` from the request's JSON body."""

    async def read(request: Request) -> M:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
            raise UnsupportedMediaType
        return validate(model, parse_json(await request.body()))

    return read


def validate(model: type[M], value: Any) -> M:
    """``MissingFields`` when only required fields are absent or null, ``ValidationFailed`` otherwise."""
    if not isinstance(value, dict):
        raise ValidationFailed("The body must be a JSON object.", details={"fields": {"body": "expected an object"}})
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _translate(error, model) from None


def _translate(error: ValidationError, model: type[BaseModel]) -> ValidationFailed:
    required = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    missing: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_context=False)[:_MOST_FAULTS]:
        field = ".".join(str(part)[:100] for part in problem["loc"]) or "body"
        absent = problem["type"] == "missing" or (problem["input"] is None and field in required)
        (missing if absent else wrong)[field] = "required" if absent else problem["msg"]
    if wrong:
        return ValidationFailed(_sentence("Not valid", wrong | missing), details={"fields": wrong | missing})
    return MissingFields(_sentence("Required", missing), details={"fields": missing})


def _sentence(start: str, fields: dict[str, str]) -> str:
    return f"{start}: " + "; ".join(f"{name} ({expected})" for name, expected in fields.items()) + "."


def request_body_of(model: type[BaseModel]) -> dict[str, Any]:
    """``openapi_extra`` for a route that reads its body with ``json_body(model)``."""
    schema = model.model_json_schema()
    inner = schema.pop("$defs", {})
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _whole(schema, inner)}}}}


def _whole(schema: Any, inner: Mapping[str, Any]) -> Any:
    """``schema`` with the models inside it in their places, which are not recursive."""
    if isinstance(schema, list):
        return [_whole(item, inner) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    known = cast("dict[str, Any]", schema)
    if "$ref" in known:
        beside = {name: item for name, item in known.items() if name != "$ref"}
        known = {**inner[str(known["$ref"]).rpartition("/")[2]], **beside}
    return {name: _whole(item, inner) for name, item in known.items()}
