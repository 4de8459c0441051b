"""Messages in memory."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Sequence

from shared.domain.messages import Message


class Messages:
    def __init__(self) -> None:
        self._messages: dict[tuple[str, int], Message] = {}

    async def save(self, message: Message) -> None:
        await asyncio.sleep(0)
        self._messages[message.conversation_id, message.seq] = copy.deepcopy(message)

    async def get(self, conversation_id: str, seq: int) -> Message | None:
        await asyncio.sleep(0)
        return copy.deepcopy(self._messages.get((conversation_id, seq)))

    async def before(self, conversation_id: str, seq: int, limit: int) -> tuple[Sequence[Message], bool]:
        found = [message for message in await self.all(conversation_id, seq - 1) if message.seq < seq]
        return found[-limit:], len(found) > limit

    async def all(self, conversation_id: str, last_seq: int) -> Sequence[Message]:
        await asyncio.sleep(0)
        return [
            copy.deepcopy(message)
            for (conversation, seq), message in sorted(self._messages.items())
            if conversation == conversation_id and seq <= last_seq
        ]

    async def delete_conversation(self, conversation_id: str) -> None:
        await asyncio.sleep(0)
        for key in [key for key in self._messages if key[0] == conversation_id]:
            del self._messages[key]
