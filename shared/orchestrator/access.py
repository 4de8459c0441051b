"""Which runs and conversations somebody may see. What they may not see does not exist for them."""

from __future__ import annotations

from shared.domain.errors import ConversationNotFound, ProjectNotFound, RunNotFound
from shared.domain.identity import Principal
from shared.domain.messages import Conversation
from shared.domain.runs import Run
from shared.orchestrator.stores import Stores
from shared.ports import ProjectAccess


class Access:
    """Owners and admins; members of the project may read."""

    def __init__(self, stores: Stores, projects: ProjectAccess) -> None:
        self._stores = stores
        self._projects = projects

    async def readable_run(self, principal: Principal, run_id: str) -> Run:
        return await self.reads(principal, await self._stores.runs.get(run_id))

    async def reads(self, principal: Principal, run: Run | None) -> Run:
        """``run`` if the caller may read it. Raises ``RunNotFound``."""
        if run is None or not await self._may_read(principal, run.user_id, run.project_id):
            raise RunNotFound
        return run

    async def own_run(self, principal: Principal, run_id: str) -> Run:
        run = await self._stores.runs.get(run_id)
        if run is None or not _owns(principal, run.user_id):
            raise RunNotFound
        return run

    async def readable_conversation(self, principal: Principal, conversation_id: str) -> Conversation:
        conversation = await self._stores.conversations.get(conversation_id)
        if conversation is None or not await self._may_read(principal, conversation.user_id, conversation.project_id):
            raise ConversationNotFound
        return conversation

    async def own_conversation(self, principal: Principal, conversation_id: str) -> Conversation:
        conversation = await self._stores.conversations.get(conversation_id)
        if conversation is None or not _owns(principal, conversation.user_id):
            raise ConversationNotFound
        return conversation

    async def _may_read(self, principal: Principal, user_id: str, project_id: str | None) -> bool:
        if _owns(principal, user_id):
            return True
        if project_id is None:
            return False
        try:
            await self._projects.project_for(principal, project_id)
        except ProjectNotFound:
            return False
        return True


def _owns(principal: Principal, user_id: str) -> bool:
    return principal.user_id == user_id or principal.is_admin
