"""The run, its events, and the bytes they are sent as."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from shared.domain.model import Usage

Mode = Literal["chat", "query", "task", "data"]
Status = Literal["queued", "running", "completed", "failed", "cancelled"]
EventType = Literal["token", "progress", "complete", "error"]

TERMINAL: frozenset[Status] = frozenset(("completed", "failed", "cancelled"))
TERMINAL_EVENTS: frozenset[EventType] = frozenset(("complete", "error"))

LEASE_SECONDS = 10.0
RENEW_SECONDS = 3.0
MAX_CONTINUATIONS = 3

RETRY_FRAME = b"retry: 1000\n"
HEARTBEAT_FRAME = b": keep-alive\n\n"


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One row of the log. ``seq`` counts from 1 within the run, ``timestamp`` is Unix milliseconds."""

    seq: int
    type: EventType
    data: dict[str, Any]
    timestamp: int

    @property
    def terminal(self) -> bool:
        return self.type in TERMINAL_EVENTS

    def row(self, run_id: str) -> dict[str, Any]:
        return {
            "id": f"{run_id}:{self.seq}",
            "seq": self.seq,
            "type": self.type,
            "data": self.data,
            "timestamp": self.timestamp,
        }


def frame(run_id: str, event: RunEvent) -> bytes:
    """The event as server-sent-events bytes; the same event always gives the same bytes."""
    body = json.dumps(
        {"type": event.type, "data": event.data, "timestamp": event.timestamp},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return f"id: {run_id}:{event.seq}\ndata: {body}\n\n".encode()


def text_of(events: Iterable[RunEvent]) -> str:
    return "".join(event.data["token"] for event in events if event.type == "token")


@dataclass(frozen=True, slots=True)
class Lease:
    """``owner`` may write until ``expires_at``."""

    owner: str
    expires_at: datetime


@dataclass(slots=True)
class Run:
    """One answer being made. ``turn`` is the sequence number of its user message in the conversation.

    ``after`` names the run of the previous turn while that one may still be unfinished.
    ``attempt`` fences producers: it rises with every lease that is taken and every continuation.
    ``closed`` says that the moves that follow the end (message, terminal event, budget) are done.
    """

    id: str
    conversation_id: str
    user_id: str
    mode: Mode
    status: Status
    turn: int
    parent: str | None
    request: dict[str, Any]
    created_at: datetime
    project_id: str | None = None
    after: str | None = None
    attempt: int = 0
    continuations: int = 0
    lease: Lease | None = None
    last_seq: int = 0
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    usage: Usage = field(default_factory=Usage)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    closed: bool = False

    @property
    def terminal(self) -> bool:
        return self.status in TERMINAL

    @property
    def buried(self) -> bool:
        """A tombstone: the place of a turn whose process died before its run was written."""
        return self.status == "failed" and self.error is None

    @property
    def user_message_id(self) -> str:
        return message_id(self.conversation_id, self.turn)

    @property
    def assistant_message_id(self) -> str:
        return message_id(self.conversation_id, self.turn + 1)


def message_id(conversation_id: str, seq: int) -> str:
    """Message ids are made from their place, so that a thread is read by key and never by scanning."""
    return f"{conversation_id}:{seq:06d}"


def message_seq(message: str) -> int:
    return int(message.rpartition(":")[2])
