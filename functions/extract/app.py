"""The extract function: reads one document that nobody trusts. Invoked with ``RequestResponse``; it has no secrets."""

from __future__ import annotations

from functools import cache
from typing import Any

from anyio.from_thread import BlockingPortal, BlockingPortalProvider
from pydantic import ValidationError

from functions.extract.routes import extract
from functions.extract.schemas import ExtractEvent
from functions.extract.settings import ExtractFunctionSettings
from shared.domain.errors import StorageError
from shared.web.log import logger
from shared.web.settings import load
from shared.wiring.reading import DocumentReader

load(ExtractFunctionSettings)
reader = DocumentReader()
logger()  # from the start, so that the core's own lines have their form

_loops = BlockingPortalProvider("asyncio")  # keeps its portal open; one that nobody keeps closes itself


@cache
def _portal() -> BlockingPortal:
    """One event loop per environment, in a thread of its own."""
    return _loops.__enter__()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """``{"url", "size", "etag", "filename"}`` → ``{"found": …}`` or ``{"refused": "a sentence"}``; ``{"failed": code}``
    when the document could not be had now."""
    try:
        parsed = ExtractEvent.model_validate(event)
    except ValidationError as error:
        logger().error("event dropped", extra={"problems": error.error_count()})
        return {"failed": "VALIDATION_ERROR"}
    try:
        return _portal().call(extract, reader, parsed)
    except StorageError as error:
        return {"failed": error.code}
