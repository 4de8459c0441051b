"""Conversations in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shared.domain.errors import Conflict
from shared.domain.messages import Conversation, Turn
from shared.domain.runs import Mode, message_id

_NEVER = datetime.min.replace(tzinfo=UTC)


class Conversations:
    def __init__(self) -> None:
        self._live: dict[str, Conversation] = {}
        self._doomed: dict[str, Conversation] = {}
        self._turns: dict[str, tuple[str, Turn]] = {}

    async def insert(self, conversation: Conversation) -> None:
        await asyncio.sleep(0)
        if conversation.id in self._live or conversation.id in self._doomed:
            raise Conflict("This conversation exists already.")
        self._live[conversation.id] = conversation

    async def get(self, conversation_id: str) -> Conversation | None:
        await asyncio.sleep(0)
        return self._live.get(conversation_id)

    async def accept(
        self, conversation_id: str, run_id: str, mode: Mode, now: datetime, *, branch_from: str | None = None
    ) -> Turn | None:
        await asyncio.sleep(0)
        found = self._live.get(conversation_id)
        if found is None:
            return None
        if (last := self._turns.get(conversation_id)) and last[0] == run_id:
            return last[1]
        turn = Turn(found.seq + 1, found.head if branch_from is None else branch_from or None, found.last_run)
        self._turns[conversation_id] = (run_id, turn)
        self._live[conversation_id] = replace(
            found,
            seq=found.seq + 2,
            head=message_id(conversation_id, found.seq + 2),
            last_run=run_id,
            last_runs={**found.last_runs, mode: run_id},
            last_message_at=now,
            updated_at=now,
        )
        return turn

    async def find(
        self,
        *,
        user_id: str,
        project_id: str | None,
        mode: str | None,
        text: str | None,
        status: str | None,
        skip: int,
        limit: int,
    ) -> tuple[Sequence[Conversation], int]:
        await asyncio.sleep(0)
        found = [
            conversation
            for conversation in self._live.values()
            if (conversation.project_id == project_id if project_id else conversation.user_id == user_id)
            and mode in (None, "", conversation.mode)
            and status in (None, "", conversation.status)
            and (not text or text.lower() in conversation.name.lower())
        ]
        found.sort(key=lambda conversation: (conversation.last_message_at or _NEVER, conversation.id), reverse=True)
        return found[skip : skip + limit], len(found)

    async def change(self, conversation_id: str, changes: dict[str, Any], now: datetime) -> Conversation | None:
        await asyncio.sleep(0)
        found = self._live.get(conversation_id)
        if found is None:
            return None
        self._live[conversation_id] = replace(found, **changes, updated_at=now)
        return self._live[conversation_id]

    async def doom(self, conversation_id: str, now: datetime) -> bool:
        await asyncio.sleep(0)
        found = self._live.pop(conversation_id, None)
        if found is not None:
            self._doomed[conversation_id] = replace(found, updated_at=now)
        return found is not None

    async def doomed(self, limit: int) -> Sequence[str]:
        await asyncio.sleep(0)
        return list(self._doomed)[:limit]

    async def delete(self, conversation_id: str) -> None:
        await asyncio.sleep(0)
        self._live.pop(conversation_id, None)
        self._doomed.pop(conversation_id, None)
        self._turns.pop(conversation_id, None)
