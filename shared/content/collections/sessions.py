"""A person's guided way through a project. Its messages are documents, as a conversation's are."""

from __future__ import annotations

from shared.content.collection import Access, Collection, Draft, Hooks, anybody_signed_in
from shared.content.collections.in_projects import WITH_ITS_PROJECT, own, project_field
from shared.content.fields import Checkbox, Json, Relation, Select, Text, choices

FIRST_STEP = "initial_concept"


async def _before_change(draft: Draft) -> None:
    if draft.operation == "create" and draft.principal is not None:
        draft.data["user"] = draft.principal.user_id


SESSIONS = Collection(
    slug="sessions",
    singular="Session",
    plural="Sessions",
    title="currentStep",
    description="Where a person stands in the guided chat of a project.",
    fields=(
        project_field(writable=False),
        Relation(name="user", to="users", required=True, read_only=True, known=True, indexed=True),
        Text(
            name="currentStep",
            required=True,
            default=FIRST_STEP,
            max_length=100,
            description="Current workflow step",
        ),
        Json(name="contextData", shape="object", default=dict, description="What the step works with"),
        Checkbox(name="awaitingUserInput", default=True, description="Whether it is the person's turn"),
        Json(name="lastChoices", description="The choices that were offered last"),
        Select(
            name="sessionState",
            default="active",
            indexed=True,
            options=choices("active", "paused", "completed", "error"),
        ),
    ),
    access=Access(create=anybody_signed_in, read=own, update=own, delete=own),
    hooks=Hooks(before_change=_before_change),
    scope=WITH_ITS_PROJECT,
)
