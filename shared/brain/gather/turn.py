"""What was brought in, as a turn of a conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shared.brain.gather.prompts import TEMPERATURE, UNDERSTAND
from shared.brain.gather.request import Given
from shared.domain.errors import MissingFields, ValidationFailed
from shared.orchestrator.turns import TurnRequest

LONGEST_CONTENT = 32_000
_MAX_TOKENS = 4_000


def data_turn(
    content: str | Mapping[str, Any] | None,
    project_id: str,
    conversation_id: str | None,
    *,
    name: str | None = None,
    media_id: str | None = None,
    document_url: str | None = None,
    image_url: str | None = None,
    supersedes: str | None = None,
    file_name: str | None = None,
) -> TurnRequest:
    """Without ``content``, the conversation shows the name of what was sent. Raises ``MissingFields``."""
    given = Given(
        text=content if isinstance(content, str) else "",
        object=content if isinstance(content, Mapping) else None,
        name=(name or "").strip(),
        media=media_id,
        document_url=document_url,
        image_url=image_url,
        supersedes=supersedes,
    )
    told = _written(content) or given.name or file_name or document_url or image_url
    if not told:
        raise MissingFields("Required: content.", details={"fields": {"content": "required"}})
    return TurnRequest(
        mode="data",
        content=told,
        conversation_id=conversation_id,
        project_id=project_id,
        temperature=TEMPERATURE,
        max_tokens=_MAX_TOKENS,
        fields=given.fields(),
        system=UNDERSTAND,
    )


def _written(content: str | Mapping[str, Any] | None) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if not content:
        raise ValidationFailed.of(content="expected text, or an object with at least one field")
    written = json.dumps(content, ensure_ascii=False, indent=1)
    if len(written) > LONGEST_CONTENT:
        raise ValidationFailed.of(content=f"expected at most {LONGEST_CONTENT} characters")
    return written
