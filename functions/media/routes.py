"""What the media function does with each kind of event. Both are safe to repeat, and safe to be killed in."""

from __future__ import annotations

from typing import Any

from functions.media.schemas import CheckEvent
from shared.wiring import MediaWiring


async def check(wiring: MediaWiring, event: CheckEvent) -> dict[str, Any]:
    """Check the waiting file of a document, unless somebody else does."""
    return {"mediaId": event.media_id, "decided": await wiring.checker.check(event.media_id)}


async def sweep(wiring: MediaWiring) -> dict[str, Any]:
    return dict(await wiring.sweep.sweep())
