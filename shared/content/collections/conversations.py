"""Talks with the studio. The orchestrator writes their turns; here they are named, archived, trashed and found."""

from __future__ import annotations

from typing import Any

from shared.auth.projects import readable
from shared.content.collection import Access, Collection, Draft, Hooks, Join, anybody_signed_in
from shared.content.collections.in_projects import WITH_ITS_PROJECT, own, project_field
from shared.content.fields import Date, Relation, Select, Text, choices
from shared.domain.identity import Principal
from shared.domain.query import Change, Match, Query, Through, either, eq, every
from shared.ports import Documents

SLUG = "conversations"


def readable_conversations(principal: Principal | None) -> bool | Query:
    """One's own, and those of projects that one may read."""
    if principal is None:
        return False
    if principal.is_admin:
        return True
    return either(
        eq("user", principal.user_id),
        Through("project", "projects", every(readable(principal), eq("deletedAt", None)), single=True),
    )


async def _before_change(draft: Draft) -> None:
    if draft.operation == "create" and draft.principal is not None:
        draft.data["user"] = draft.principal.user_id
        draft.internal.update(seq=0, head=None, lastRun=None, lastRuns={}, lastMessageAt=None)


async def _doom(documents: Documents, where: Query) -> dict[str, Any] | None:
    """Absent at once; the worker's sweep then deletes its messages and runs, and the document last."""
    doomed = await documents.find_one(SLUG, where)
    if doomed is None:
        return None
    moment = doomed.get("deletedAt") or doomed["updatedAt"]
    return await documents.update(SLUG, where, Change(set={"deletedAt": moment, "purge": True}))


CONVERSATIONS = Collection(
    slug=SLUG,
    singular="Conversation",
    plural="Conversations",
    title="name",
    description="A talk with the studio. Its messages are documents of their own.",
    fields=(
        Text(name="name", required=True, max_length=200),
        project_field(required=False, writable=False),
        Relation(name="user", to="users", required=True, read_only=True, known=True, indexed=True),
        Select(name="mode", default="chat", options=choices("chat", "query", "task", "data", "studio")),
        Select(name="status", default="active", options=choices("active", "archived")),
        Date(name="lastMessageAt", read_only=True, indexed=True),
    ),
    access=Access(create=anybody_signed_in, read=readable_conversations, update=own, delete=own),
    hooks=Hooks(before_change=_before_change, delete=_doom),
    trash=True,
    scope=every(Match("purge", "ne", True), WITH_ITS_PROJECT),
    joins=(Join(name="messages", collection="messages", on="conversation", sort="-seq"),),
    internal=frozenset({"seq", "head", "lastRun", "lastRuns", "lastTurn", "purge", "rev"}),
)
