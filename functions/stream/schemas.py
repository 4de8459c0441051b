"""The stream's query string, read without a framework: this is the path to the first token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from shared.domain.errors import MissingFields, ValidationFailed

MODES = frozenset(("chat", "query", "task", "data"))
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class StreamQuery:
    """Which run to read, and after which event id."""

    conversation_id: str | None
    mode: str
    run_id: str | None
    ticket: str | None
    last_event_id: str | None


def read_query(raw: bytes, headers: Mapping[str, str]) -> StreamQuery:
    """Raises ``MissingFields`` and ``ValidationFailed``. The ``Last-Event-ID`` header wins over the parameter."""
    try:
        values = {name: entries[-1] for name, entries in parse_qs(raw.decode("latin-1"), max_num_fields=20).items()}
    except ValueError as error:
        raise ValidationFailed.of(query="expected at most 20 parameters") from error
    query = StreamQuery(
        conversation_id=values.get("conversationId"),
        mode=values.get("mode", "chat"),
        run_id=values.get("runId"),
        ticket=values.get("ticket"),
        last_event_id=headers.get("last-event-id") or values.get("lastEventId"),
    )
    if query.mode not in MODES:
        raise ValidationFailed.of(mode=f"expected one of {', '.join(sorted(MODES))}")
    if not query.conversation_id and not query.run_id and not query.ticket:
        raise MissingFields("Required: conversationId.", details={"fields": {"conversationId": "required"}})
    for name in ("conversationId", "runId", "ticket"):
        if len(values.get(name, "")) > _LONGEST:
            raise ValidationFailed.of(**{name: f"expected at most {_LONGEST} characters"})
    return query


def position_of(last_event_id: str | None, run_id: str) -> int:
    """The sequence number in an event id of this run; 0, the start, for any other text."""
    of, separator, seq = (last_event_id or "").strip().rpartition(":")
    if not separator or of != run_id or not seq.isascii() or not seq.isdigit() or len(seq) > 9:
        return 0
    return int(seq)
