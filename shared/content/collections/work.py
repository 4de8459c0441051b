"""What the studio's own areas write about a project: read through it, never written by clients."""

from __future__ import annotations

from shared.content.collection import Access, Collection
from shared.content.collections.in_projects import WITH_ITS_PROJECT, project_field, readable_through_project
from shared.content.fields import Date, Group, Json, Number, Relation, Select, Text, choices
from shared.domain.query import Index

_READ_ONLY = Access(read=readable_through_project)
_MONEY = "In the currency of the accounts"

TASKS = Collection(
    slug="tasks",
    singular="Task",
    plural="Tasks",
    title="kind",
    description="Work that a department does for a project.",
    fields=(
        project_field(read_only=True),
        Relation(name="conversation", to="conversations", read_only=True),
        Relation(name="run", to="runs", read_only=True),
        Text(name="executionId", label="Execution ID", read_only=True),
        Text(name="kind", read_only=True),
        Relation(name="department", to="departments", read_only=True),
        Relation(name="agent", to="agents", read_only=True),
        Select(
            name="status",
            required=True,
            read_only=True,
            indexed=True,
            options=choices(
                "queued", "planning", "waiting_approval", "running", "waiting_input", "cancelling", "completed",
                "failed", "cancelled",
            ),
        ),
        Json(name="plan", shape="list", read_only=True),
        Json(name="steps", shape="list", read_only=True),
        Text(name="currentStep", read_only=True),
        Number(name="progress", minimum=0, maximum=100, read_only=True),
        Json(name="estimate", read_only=True),
        Number(name="cost", minimum=0, read_only=True, description=_MONEY),
        Number(name="overallQuality", minimum=0, maximum=1, read_only=True),
        Json(name="result", read_only=True),
        Json(name="error", read_only=True),
        Relation(name="requestedBy", to="users", known=True, read_only=True),
    ),
    access=_READ_ONLY,
    scope=WITH_ITS_PROJECT,
    indexes=(Index(("project", "createdAt")),),
)  # fmt: skip

NOTES = Collection(
    slug="notes",
    singular="Note",
    plural="Notes",
    title="text",
    description="A remark on a part of a film, pinned to a frame or a moment.",
    fields=(
        project_field(read_only=True),
        Group(
            name="target",
            read_only=True,
            fields=(Text(name="collection", read_only=True), Text(name="id", label="ID", read_only=True)),
        ),
        Number(name="frame", whole=True, minimum=0, read_only=True),
        Text(name="timecode", read_only=True),
        Json(name="region", read_only=True),
        Text(name="text", multiline=True, read_only=True, max_length=10_000),
        Relation(name="author", to="users", known=True, read_only=True),
        Select(name="state", read_only=True, options=choices("open", "resolved")),
    ),
    access=_READ_ONLY,
    scope=WITH_ITS_PROJECT,
    indexes=(Index(("project", "createdAt")),),
)

AUDIT_EVENTS = Collection(
    slug="auditEvents",
    singular="Audit Event",
    plural="Audit Events",
    title="action",
    description="Who did what to a project, and when. Outlives the project.",
    fields=(
        Relation(name="project", to="projects", read_only=True, indexed=True),
        Relation(name="user", to="users", known=True, read_only=True, indexed=True),
        Text(name="action", required=True, read_only=True),
        Group(
            name="target",
            read_only=True,
            fields=(Text(name="collection", read_only=True), Text(name="id", label="ID", read_only=True)),
        ),
        Json(name="details", read_only=True),
        Date(name="at", read_only=True),
    ),
    access=_READ_ONLY,
)
