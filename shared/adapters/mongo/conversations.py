"""Conversations as the orchestrator writes them; the content engine reads the same collection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.adapters.mongo.client import Database, Document, translated
from shared.domain.errors import Conflict
from shared.domain.messages import Conversation, Turn
from shared.domain.runs import Mode, message_id

_LIVE: Document = {"deletedAt": None}
# The content engine's ETag tells versions by this number.
_NEW_VERSION: Document = {"$inc": {"rev": 1}}
_PLACE = {"seq": 1, "head": 1, "lastRun": 1, "lastTurn": 1}


class Conversations:
    def __init__(self, database: Database) -> None:
        self._conversations = database["conversations"]

    async def insert(self, conversation: Conversation) -> None:
        """Raises ``Conflict`` when the id is taken."""
        with translated():
            try:
                await self._conversations.insert_one(_document(conversation))
            except DuplicateKeyError as error:
                raise Conflict("This conversation exists already.") from error

    async def get(self, conversation_id: str) -> Conversation | None:
        with translated():
            document = await self._conversations.find_one({"_id": conversation_id} | _LIVE)
        return _conversation(document) if document else None

    async def accept(
        self, conversation_id: str, run_id: str, mode: Mode, now: datetime, *, branch_from: str | None = None
    ) -> Turn | None:
        """Give the next turn its place: two sequence numbers, for the question and for the answer.

        The order of these calls is the order in which turns run. ``branch_from`` is the message whose sibling
        the question becomes. ``None`` when the conversation is gone. The newest run keeps its place when it asks
        again: the process that asked first died.
        """
        with translated():
            while before := await self._conversations.find_one({"_id": conversation_id} | _LIVE, _PLACE):
                if before.get("lastRun") == run_id and (standing := before.get("lastTurn")):
                    return Turn(standing["seq"], standing["parent"], standing["after"])
                parent = before.get("head") if branch_from is None else branch_from or None
                turn = Turn(int(before.get("seq") or 0) + 1, parent, before.get("lastRun"))
                if await self._take_turn(conversation_id, run_id, mode, now, turn):
                    return turn
        return None

    async def _take_turn(self, conversation_id: str, run_id: str, mode: Mode, now: datetime, turn: Turn) -> bool:
        seq = turn.seq - 1
        match: Document = {"_id": conversation_id, "seq": seq if seq else {"$in": [0, None]}} | _LIVE
        changes: Document = {
            "seq": seq + 2,
            "head": message_id(conversation_id, seq + 2),
            "lastRun": run_id,
            "lastTurn": {"seq": turn.seq, "parent": turn.parent, "after": turn.after},
            f"lastRuns.{mode}": run_id,
            "lastMessageAt": now,
            "updatedAt": now,
        }
        result = await self._conversations.update_one(match, {"$set": changes} | _NEW_VERSION)
        return result.matched_count == 1

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
        """A page, most recently used first, and the number of all. ``project_id`` must have been authorised:
        everybody's conversations of that project are found."""
        match: Document = {"project": project_id} if project_id else {"user": user_id}
        match |= _LIVE
        if mode:
            match["mode"] = mode
        if status:
            match["status"] = status
        if text:
            match["name"] = {"$regex": re.escape(text), "$options": "i"}
        with translated():
            total = await self._conversations.count_documents(match)
            cursor = self._conversations.find(match).sort([("lastMessageAt", -1), ("_id", -1)])
            documents = await cursor.skip(skip).limit(limit).to_list(limit)
        return [_conversation(document) for document in documents], total

    async def change(self, conversation_id: str, changes: dict[str, Any], now: datetime) -> Conversation | None:
        with translated():
            document = await self._conversations.find_one_and_update(
                {"_id": conversation_id} | _LIVE,
                {"$set": {**changes, "updatedAt": now}} | _NEW_VERSION,
                return_document=ReturnDocument.AFTER,
            )
        return _conversation(document) if document else None

    async def doom(self, conversation_id: str, now: datetime) -> bool:
        """Make it absent at once; its parts are deleted afterwards, and by the sweep if that is cut short."""
        with translated():
            result = await self._conversations.update_one(
                {"_id": conversation_id} | _LIVE, {"$set": {"deletedAt": now, "purge": True}}
            )
        return result.matched_count == 1

    async def doomed(self, limit: int) -> Sequence[str]:
        with translated():
            documents = await self._conversations.find({"purge": True}, {"_id": 1}).limit(limit).to_list(limit)
        return [document["_id"] for document in documents]

    async def delete(self, conversation_id: str) -> None:
        with translated():
            await self._conversations.delete_one({"_id": conversation_id})


def _document(conversation: Conversation) -> Document:
    return {
        "_id": conversation.id,
        "name": conversation.name,
        "project": conversation.project_id,
        "user": conversation.user_id,
        "mode": conversation.mode,
        "status": conversation.status,
        "seq": conversation.seq,
        "head": conversation.head,
        "lastRun": conversation.last_run,
        "lastRuns": conversation.last_runs,
        "lastMessageAt": conversation.last_message_at,
        "createdAt": conversation.created_at,
        "updatedAt": conversation.updated_at,
    }


def _conversation(document: Document) -> Conversation:
    return Conversation(
        id=document["_id"],
        name=document["name"],
        project_id=document.get("project"),
        user_id=document["user"],
        mode=document.get("mode") or "chat",
        status=document.get("status") or "active",
        seq=int(document.get("seq") or 0),
        head=document.get("head"),
        last_run=document.get("lastRun"),
        last_runs=document.get("lastRuns") or {},
        last_message_at=document.get("lastMessageAt"),
        created_at=document["createdAt"],
        updated_at=document["updatedAt"],
    )
