"""Conversations and the messages in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from shared.domain.runs import Mode, message_seq

Role = Literal["user", "assistant", "system", "tool"]


@dataclass(frozen=True, slots=True)
class Message:
    """``parent`` is the message it answers; two messages with one parent are branches."""

    id: str
    conversation_id: str
    seq: int
    parent: str | None
    role: Role
    content: str
    created_at: datetime
    run_id: str | None = None
    agent_id: str | None = None
    attachments: tuple[str, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Conversation:
    """``head`` is the last message of the branch that a new turn continues; ``seq`` the last number given out."""

    id: str
    user_id: str
    name: str
    mode: Mode
    status: Literal["active", "archived"]
    seq: int
    head: str | None
    created_at: datetime
    updated_at: datetime
    project_id: str | None = None
    last_run: str | None = None
    last_runs: dict[str, str] = field(default_factory=dict[str, str])
    last_message_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a conversation has accepted: its place, what it answers and which run goes before it."""

    seq: int
    parent: str | None
    after: str | None


def branch_of(messages: Sequence[Message], last: str) -> list[Message]:
    """The branch that ends with ``last``, newest first, as far back as ``messages`` (in their order) reach.

    A message that was never written (its process died) is stood in for by the newest one before it.
    """
    by_id = {message.id: message for message in messages}
    branch: list[Message] = []
    wanted: str | None = last
    while wanted is not None:
        message = by_id.get(wanted)
        if message is None:
            place = message_seq(wanted)
            if not messages or messages[0].seq >= place:
                break
            message = max((one for one in messages if one.seq < place), key=lambda one: one.seq)
        branch.append(message)
        wanted = message.parent
    return branch
