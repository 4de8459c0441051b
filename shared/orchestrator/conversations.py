"""Conversations as their owners handle them: find, read, rename, archive, export, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.domain.identity import Principal
from shared.domain.messages import Conversation, Message, branch_of
from shared.orchestrator.access import Access
from shared.orchestrator.cancelling import cancel
from shared.orchestrator.closing import Closing
from shared.orchestrator.stores import Stores
from shared.orchestrator.views import conversation_view, instant, message_view
from shared.ports import ProjectAccess


class Library:
    def __init__(self, stores: Stores, access: Access, projects: ProjectAccess, closing: Closing) -> None:
        self._stores = stores
        self._access = access
        self._projects = projects
        self._closing = closing

    async def find(
        self,
        principal: Principal,
        *,
        project_id: str | None,
        mode: str | None,
        text: str | None,
        status: str | None,
        page: int,
        limit: int,
    ) -> tuple[Sequence[Conversation], int]:
        """With a project: everybody's in it. Raises ``ProjectNotFound``."""
        if project_id is not None:
            await self._projects.project_for(principal, project_id)
        return await self._stores.conversations.find(
            user_id=principal.user_id,
            project_id=project_id,
            mode=mode,
            text=text,
            status=status,
            skip=(page - 1) * limit,
            limit=limit,
        )

    async def messages(
        self, principal: Principal, conversation_id: str, before: int | None, limit: int
    ) -> tuple[Sequence[Message], bool]:
        conversation = await self._access.readable_conversation(principal, conversation_id)
        upper = conversation.seq + 1 if before is None else min(before, conversation.seq + 1)
        return await self._stores.messages.before(conversation.id, upper, limit)

    async def change(self, principal: Principal, conversation_id: str, changes: dict[str, Any]) -> Conversation:
        conversation = await self._access.own_conversation(principal, conversation_id)
        return await self._stores.conversations.change(conversation.id, changes, self._stores.now()) or conversation

    async def delete(self, principal: Principal, conversation_id: str) -> None:
        """Absent at once and for good; a run that is still going is cancelled."""
        conversation = await self._access.own_conversation(principal, conversation_id)
        await self._stores.conversations.doom(conversation.id, self._stores.now())
        await self.purge(conversation.id)

    async def purge(self, conversation_id: str) -> None:
        """Delete what belongs to a doomed conversation; the conversation itself last, so that a crash is repaired."""
        stores = self._stores
        run_ids = await stores.runs.ids_of_conversation(conversation_id)
        for run_id in run_ids:
            run = await stores.runs.get(run_id)
            if run is not None and not run.terminal:
                await cancel(stores, self._closing, run)
        await stores.messages.delete_conversation(conversation_id)
        await stores.log.delete(run_ids)
        await stores.runs.delete(run_ids)
        await stores.conversations.delete(conversation_id)

    async def export(self, principal: Principal, conversation_id: str) -> tuple[Conversation, Sequence[Message]]:
        conversation = await self._access.readable_conversation(principal, conversation_id)
        return conversation, await self._stores.messages.all(conversation.id, conversation.seq)


def export_json(conversation: Conversation, messages: Sequence[Message]) -> dict[str, Any]:
    """Every branch, as data."""
    return {"conversation": conversation_view(conversation), "messages": [message_view(item) for item in messages]}


def export_markdown(conversation: Conversation, messages: Sequence[Message]) -> str:
    """The branch that ends at the head, to be read."""
    branch = branch_of(messages, conversation.head) if conversation.head else []
    lines = [f"# {conversation.name}", ""]
    for message in reversed(branch):
        who = "You" if message.role == "user" else "Aladdin"
        lines += [f"**{who}** · {instant(message.created_at)}", "", message.content, ""]
    return "\n".join(lines)
