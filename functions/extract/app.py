"""The extract function: reads one document that nobody trusts. Invoked with ``RequestResponse``; it has no secrets."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from functions.extract.routes import extract
from functions.extract.schemas import ExtractEvent
from functions.extract.settings import ExtractFunctionSettings
from shared.domain.errors import StorageError
from shared.web.log import logger
from shared.web.loop import portal
from shared.web.settings import load
from shared.wiring.reading import DocumentReader

load(ExtractFunctionSettings)
reader = DocumentReader()
logger()  # from the start, so that the core's own lines have their form


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """``{"url", "size", "etag", "filename", "scans", "last"}`` → ``{"found": …}`` or ``{"refused": "a sentence"}``;
    ``{"failed": code}`` when the document could not be had now."""
    try:
        parsed = ExtractEvent.model_validate(event)
    except ValidationError as error:
        logger().error("event dropped", extra={"problems": error.error_count()})
        return {"failed": "VALIDATION_ERROR"}
    try:
        return portal().call(extract, reader, parsed)
    except StorageError as error:
        return {"failed": error.code}
