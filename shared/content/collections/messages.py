"""What was said. Only the orchestrator writes it."""

from __future__ import annotations

from shared.content.collection import Access, Collection
from shared.content.collections.conversations import CONVERSATIONS, readable_conversations
from shared.content.fields import Json, Number, Relation, Select, Text, choices
from shared.content.permission import visible
from shared.domain.identity import Principal
from shared.domain.query import Index, Not, Query, Through, every


def _of_readable_conversations(principal: Principal | None) -> bool | Query:
    allowed = readable_conversations(principal)
    if allowed is False:
        return False
    there = visible(CONVERSATIONS)
    if allowed is True:
        return Not(Through("conversation", CONVERSATIONS.slug, Not(there), single=True))
    return Through("conversation", CONVERSATIONS.slug, every(allowed, there), single=True)


MESSAGES = Collection(
    slug="messages",
    singular="Message",
    plural="Messages",
    description="One message of a conversation.",
    fields=(
        Relation(name="conversation", to="conversations", required=True, read_only=True, indexed=True),
        Number(name="seq", required=True, read_only=True, whole=True),
        Text(name="parent", read_only=True),
        Select(name="role", required=True, read_only=True, options=choices("user", "assistant", "system", "tool")),
        Text(name="content", read_only=True, multiline=True, max_length=1_000_000),
        Text(name="agentId", read_only=True),
        Relation(name="attachments", to="media", many=True, read_only=True),
        Json(name="metadata", read_only=True),
        Text(name="runId", read_only=True),
    ),
    access=Access(read=_of_readable_conversations),
    indexes=(Index(("conversation", "createdAt", "_id")),),
)
