"""Who works on a film: departments, their heads and their specialists, kept as data."""

from __future__ import annotations

from shared.content.collection import Access, Collection, Join, Versioning, admins, anybody_signed_in
from shared.content.fields import Checkbox, Group, Number, Relation, Text

_ACCESS = Access(create=admins, read=anybody_signed_in, update=admins, delete=admins)
_KEY = "[a-z0-9][a-z0-9-]*"

DEPARTMENTS = Collection(
    slug="departments",
    singular="Department",
    plural="Departments",
    title="name",
    description="A department of the studio, led by its head agent.",
    fields=(
        Text(name="slug", required=True, unique=True, max_length=50, pattern=_KEY),
        Text(name="name", required=True, max_length=100),
        Text(name="description", multiline=True, max_length=2000),
        Number(name="order", whole=True, minimum=0, default=0, description="Its place in the line of work"),
        Relation(name="headAgent", to="agents"),
        Checkbox(name="enabled", default=True),
    ),
    access=_ACCESS,
    versions=Versioning(drafts=True),
    joins=(Join(name="agents", collection="agents", on="department", sort="name"),),
)

AGENTS = Collection(
    slug="agents",
    singular="Agent",
    plural="Agents",
    title="name",
    description="A specialist of a department: what it is told and what it may use.",
    fields=(
        Text(name="agentId", label="Agent ID", required=True, unique=True, max_length=100, pattern=_KEY),
        Text(name="name", required=True, max_length=100),
        Relation(name="department", to="departments", required=True, indexed=True),
        Checkbox(name="isDepartmentHead", default=False),
        Text(name="description", multiline=True, max_length=2000),
        Text(name="model", max_length=200, description="The language model; the studio's own when empty"),
        Text(name="instructions", multiline=True, max_length=100_000),
        Text(name="tools", many=True, max_length=100),
        Checkbox(name="isActive", default=True, indexed=True),
        Group(
            name="performance",
            read_only=True,
            fields=(
                Number(name="runs", whole=True, minimum=0, default=0),
                Number(name="successRate", minimum=0, maximum=1),
                Number(name="averageQuality", minimum=0, maximum=1),
            ),
        ),
    ),
    access=_ACCESS,
    versions=Versioning(drafts=True),
)
