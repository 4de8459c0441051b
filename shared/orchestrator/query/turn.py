"""A question to the Brain as a turn."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.brain import EntityType
from shared.orchestrator.query.prompt import QUERY_SYSTEM_PROMPT, SOURCES_BYTES
from shared.orchestrator.turns import TurnRequest

TEMPERATURE = 0.3
MOST_TOKENS = 1_500
_SOURCE_ALLOWANCE = 800


def query_turn(
    content: str,
    project_id: str,
    conversation_id: str | None,
    *,
    limit: int,
    types: Sequence[EntityType],
    threshold: float,
) -> TurnRequest:
    """``threshold`` is the least relevance of a result, 0 to 1. No ``types``: every type."""
    return TurnRequest(
        mode="query",
        content=content,
        conversation_id=conversation_id,
        project_id=project_id,
        temperature=TEMPERATURE,
        max_tokens=MOST_TOKENS,
        fields={"limit": limit, "types": list(types), "threshold": threshold},
        system=QUERY_SYSTEM_PROMPT,
        allowance=min(SOURCES_BYTES, limit * _SOURCE_ALLOWANCE),
    )
