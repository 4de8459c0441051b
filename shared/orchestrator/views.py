"""Runs, conversations and messages as the wire shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from shared.domain.messages import Conversation, Message
from shared.domain.runs import Run

STREAM_PATH = "/api/v1/orchestrator/stream"
# Of a run's request: what the caller said.
_ASKED = ("content", "model", "temperature", "maxTokens")


def instant(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, as JavaScript writes it."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def run_view(run: Run) -> dict[str, Any]:
    lease = {"owner": run.lease.owner, "expiresAt": instant(run.lease.expires_at)} if run.lease else None
    return {
        "id": run.id,
        "conversationId": run.conversation_id,
        "projectId": run.project_id,
        "userId": run.user_id,
        "mode": run.mode,
        "status": run.status,
        "attempt": run.attempt,
        "lease": lease,
        "lastSeq": run.last_seq,
        "messageId": run.assistant_message_id,
        "request": {name: run.request[name] for name in _ASKED} | run.request.get("fields", {}),
        "result": run.result,
        "error": run.error,
        "usage": {
            "promptTokens": run.usage.prompt_tokens,
            "completionTokens": run.usage.completion_tokens,
            "totalTokens": run.usage.total_tokens,
            "estimated": run.usage.estimated,
        },
        "cost": run.usage.cost,
        "createdAt": instant(run.created_at),
        "startedAt": instant(run.started_at),
        "finishedAt": instant(run.finished_at),
    }


def accepted_view(run: Run) -> dict[str, Any]:
    """The body of a 202."""
    return {
        "success": True,
        "conversationId": run.conversation_id,
        "runId": run.id,
        "streamUrl": f"{STREAM_PATH}?conversationId={run.conversation_id}&mode={run.mode}&runId={run.id}",
        "status": run.status,
    }


def conversation_view(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "project": conversation.project_id,
        "user": conversation.user_id,
        "mode": conversation.mode,
        "status": conversation.status,
        "lastMessageAt": instant(conversation.last_message_at),
        "lastRunId": conversation.last_run,
        "headMessageId": conversation.head,
        "createdAt": instant(conversation.created_at),
        "updatedAt": instant(conversation.updated_at),
    }


def message_view(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "seq": message.seq,
        "parent": message.parent,
        "role": message.role,
        "content": message.content,
        "agentId": message.agent_id,
        "attachments": list(message.attachments),
        "metadata": message.metadata,
        "runId": message.run_id,
        "createdAt": instant(message.created_at),
    }


def page_view(docs: Sequence[Any], total: int, page: int, limit: int) -> dict[str, Any]:
    """Payload's page envelope."""
    pages = max(1, -(-total // limit))
    previous, following = page > 1, page < pages
    return {
        "docs": list(docs),
        "totalDocs": total,
        "limit": limit,
        "page": page,
        "totalPages": pages,
        "pagingCounter": (page - 1) * limit + 1,
        "hasPrevPage": previous,
        "hasNextPage": following,
        "prevPage": page - 1 if previous else None,
        "nextPage": page + 1 if following else None,
    }
