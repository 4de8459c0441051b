"""Runs and what they used, as the orchestrator keeps them, without what is its own business."""

from __future__ import annotations

from shared.auth.projects import readable
from shared.content.collection import Access, Collection, Rule
from shared.content.collections.conversations import CONVERSATIONS, readable_conversations
from shared.content.fields import Checkbox, Date, Group, Json, Number, Relation, Select, Text, choices
from shared.content.permission import visible
from shared.domain.identity import Principal
from shared.domain.query import Not, Query, Through, either, eq, every

_TOKENS = (
    Number(name="promptTokens", whole=True, read_only=True),
    Number(name="completionTokens", whole=True, read_only=True),
)
_COST = Number(name="cost", read_only=True, description="In US dollars")
_ESTIMATED = Checkbox(name="estimated", read_only=True, description="Counted by us: the model did not say")


def _own_or_of_projects(user: str, project: str) -> Rule:
    """One's own, and those of projects that one may read."""

    def allowed(principal: Principal | None) -> bool | Query:
        if principal is None:
            return False
        if principal.is_admin:
            return True
        live = every(readable(principal), eq("deletedAt", None))
        return either(eq(user, principal.user_id), Through(project, "projects", live, single=True))

    return allowed


def _readable_runs(principal: Principal | None) -> bool | Query:
    """Without those of trashed and deleted conversations. These are looked for among one's own: however many others
    throw away, one's runs are found."""
    allowed = _own_or_of_projects("userId", "projectId")(principal)
    mine = readable_conversations(principal)
    if allowed is False or mine is False:
        return False
    away = Not(visible(CONVERSATIONS))
    gone = Through("conversationId", CONVERSATIONS.slug, away if mine is True else every(mine, away), single=True)
    never_came_to_be = every(eq("status", "failed"), eq("error", None))  # the place of a turn
    there = every(Not(gone), Not(never_came_to_be))
    return there if allowed is True else every(allowed, there)


RUNS = Collection(
    slug="runs",
    singular="Run",
    plural="Runs",
    title="id",
    description="One answer being made, or made.",
    fields=(
        Relation(name="conversationId", label="Conversation", to="conversations", required=True, read_only=True),
        Relation(name="projectId", label="Project", to="projects", read_only=True),
        Relation(name="userId", label="User", to="users", known=True, required=True, read_only=True),
        Select(
            name="mode", required=True, read_only=True, options=choices("chat", "query", "task", "data", "studio")
        ),
        Select(
            name="status",
            required=True,
            read_only=True,
            options=choices("queued", "running", "completed", "failed", "cancelled"),
        ),
        Number(name="attempt", whole=True, read_only=True, description="Rises whenever a producer takes over"),
        Number(name="lastSeq", whole=True, read_only=True, description="The number of its last event"),
        Json(name="result", read_only=True),
        Json(name="error", read_only=True),
        Group(name="usage", read_only=True, fields=(*_TOKENS, _COST, _ESTIMATED)),
        Date(name="startedAt", read_only=True),
        Date(name="finishedAt", read_only=True),
    ),
    access=Access(read=_readable_runs),
    internal=frozenset({"turn", "parent", "after", "continuations", "lease", "request", "closed"}),
)  # fmt: skip

USAGE = Collection(
    slug="usage",
    singular="Usage Entry",
    plural="Usage Entries",
    title="model",
    description="One call of a language model, as the books keep it. Outlives the project.",
    fields=(
        Relation(name="runId", label="Run", to="runs", read_only=True),
        Relation(name="user", to="users", known=True, read_only=True),
        Relation(name="project", to="projects", read_only=True),
        Text(name="model", read_only=True),
        Text(name="outcome", read_only=True),
        *_TOKENS,
        _COST,
        _ESTIMATED,
        Number(name="seconds", read_only=True),
    ),
    access=Access(read=_own_or_of_projects("user", "project")),
)
