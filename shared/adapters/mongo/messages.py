"""Messages, read by key: their ids are made from conversation and sequence number."""

from __future__ import annotations

from collections.abc import Sequence

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.messages import Message
from shared.domain.runs import message_id

_STEP = 24


class Messages:
    def __init__(self, database: Database) -> None:
        self._messages = database["messages"]

    async def save(self, message: Message) -> None:
        """Write it, whether it was there or not."""
        document = _document(message)
        with translated():
            await self._messages.replace_one({"_id": message.id}, document, upsert=True)

    async def get(self, conversation_id: str, seq: int) -> Message | None:
        with translated():
            document = await self._messages.find_one({"_id": message_id(conversation_id, seq)})
        return _message(document) if document else None

    async def before(self, conversation_id: str, seq: int, limit: int) -> tuple[Sequence[Message], bool]:
        """The last ``limit`` messages with a smaller number, oldest first, and whether there are earlier ones."""
        found: list[Message] = []
        upper = seq - 1
        while upper >= 1 and len(found) <= limit:
            lower = max(1, upper - max(_STEP, limit + 1 - len(found)) + 1)
            found = await self._range(conversation_id, lower, upper) + found
            upper = lower - 1
        return found[-limit:], len(found) > limit

    async def all(self, conversation_id: str, last_seq: int) -> Sequence[Message]:
        found: list[Message] = []
        for lower in range(1, last_seq + 1, 500):
            found += await self._range(conversation_id, lower, min(last_seq, lower + 499))
        return found

    async def delete_conversation(self, conversation_id: str) -> None:
        with translated():
            await self._messages.delete_many({"conversation": conversation_id})

    async def _range(self, conversation_id: str, lower: int, upper: int) -> list[Message]:
        keys = [message_id(conversation_id, seq) for seq in range(lower, upper + 1)]
        with translated():
            documents = await self._messages.find({"_id": {"$in": keys}}).to_list(len(keys))
        return sorted((_message(document) for document in documents), key=lambda message: message.seq)


def _document(message: Message) -> Document:
    return {
        "_id": message.id,
        "conversation": message.conversation_id,
        "seq": message.seq,
        "parent": message.parent,
        "role": message.role,
        "content": message.content,
        "agentId": message.agent_id,
        "attachments": list(message.attachments),
        "metadata": message.metadata,
        "runId": message.run_id,
        "createdAt": message.created_at,
        "updatedAt": message.created_at,
    }


def _message(document: Document) -> Message:
    return Message(
        id=document["_id"],
        conversation_id=document["conversation"],
        seq=document["seq"],
        parent=document["parent"],
        role=document["role"],
        content=document["content"],
        agent_id=document["agentId"],
        attachments=tuple(document["attachments"]),
        metadata=document["metadata"],
        run_id=document["runId"],
        created_at=document["createdAt"],
    )
