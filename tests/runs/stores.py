"""Both sets of stores, and the documents that tests put into them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.domain.ids import new_document_id, new_ulid
from shared.domain.messages import Conversation, Message
from shared.domain.model import Usage
from shared.domain.runs import Run, RunEvent, message_id
from shared.orchestrator.stores import Stores

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def memory_stores(**others: Any) -> Stores:
    from shared.adapters.memory.conversations import Conversations
    from shared.adapters.memory.counters import Counters
    from shared.adapters.memory.idempotency import Idempotency
    from shared.adapters.memory.ledger import Ledger, Tickets
    from shared.adapters.memory.messages import Messages
    from shared.adapters.memory.run_log import RunLog
    from shared.adapters.memory.runs import Runs

    stores = [Runs(), RunLog(), Conversations(), Messages(), Counters(), Idempotency(), Ledger(), Tickets()]
    return Stores(*stores, **others)


def mongo_stores(database: Any, **others: Any) -> Stores:
    from shared.adapters.mongo.conversations import Conversations
    from shared.adapters.mongo.counters import Counters
    from shared.adapters.mongo.idempotency import Idempotency
    from shared.adapters.mongo.ledger import Ledger, Tickets
    from shared.adapters.mongo.messages import Messages
    from shared.adapters.mongo.run_log import RunLog
    from shared.adapters.mongo.runs import Runs

    kinds = [Runs, RunLog, Conversations, Messages, Counters, Idempotency, Ledger, Tickets]
    return Stores(*(kind(database) for kind in kinds), **others)


def a_run(**fields: Any) -> Run:
    given: dict[str, Any] = {
        "id": new_ulid(),
        "conversation_id": "c" * 24,
        "user_id": "u" * 24,
        "mode": "chat",
        "status": "queued",
        "turn": 1,
        "parent": None,
        "request": {"content": "Rain?", "model": None, "temperature": 0.7, "maxTokens": 50, "day": "20260501",
                    "reserved": 100, "requestId": "r-1"},
        "created_at": NOON,
    }  # fmt: skip
    return Run(**(given | fields))


def a_conversation(**fields: Any) -> Conversation:
    conversation_id = fields.pop("id", None) or new_document_id()
    given: dict[str, Any] = {
        "id": conversation_id,
        "user_id": "u" * 24,
        "name": "Rain?",
        "mode": "chat",
        "status": "active",
        "seq": 2,
        "head": message_id(conversation_id, 2),
        "last_run": "first",
        "last_runs": {"chat": "first"},
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Conversation(**(given | fields))


def a_message(conversation_id: str, seq: int, content: str = "Hm.", **fields: Any) -> Message:
    given: dict[str, Any] = {
        "parent": message_id(conversation_id, seq - 1) if seq > 1 else None,
        "role": "user" if seq % 2 else "assistant",
        "created_at": NOON,
    }
    return Message(message_id(conversation_id, seq), conversation_id, seq, content=content, **(given | fields))


def tokens(first: int, *texts: str) -> list[RunEvent]:
    return [RunEvent(first + place, "token", {"token": text}, 1_777_000_000_000) for place, text in enumerate(texts)]


SPENT = Usage(10, 5, 0.25)
