"""The media function: checks uploaded files. Invoked asynchronously for one file, and by a schedule to sweep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from functions.media.routes import check, sweep
from functions.media.schemas import CheckEvent, media_event
from functions.media.settings import MediaFunctionSettings
from shared.web.log import logger
from shared.web.loop import portal
from shared.web.settings import load
from shared.wiring import MediaWiring

wiring = MediaWiring(load(MediaFunctionSettings))
logger()  # from the start, so that the core's own lines have their form


def in_loop(work: Callable[[], Awaitable[Any]]) -> Any:
    return portal().call(work)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """``{"kind": "check", "mediaId"}`` or ``{"kind": "sweep"}``; anything else is logged, then dropped."""
    try:
        parsed = media_event.validate_python(event)
    except ValidationError as error:
        logger().error("event dropped", extra={"problems": error.error_count()})
        return {"dropped": True}
    if isinstance(parsed, CheckEvent):
        return in_loop(lambda: check(wiring, parsed))
    return in_loop(lambda: sweep(wiring))
