"""Scripts in Fountain, generated or imported."""

from __future__ import annotations

import hashlib

from shared.content.collection import Access, Collection, Draft, Hooks, Versioning, anybody_signed_in
from shared.content.collections.in_projects import (
    WITH_ITS_PROJECT,
    project_field,
    readable_through_project,
    writable_through_project,
)
from shared.content.fields import Number, Relation, Select, Text, choices


async def _before_change(draft: Draft) -> None:
    if "text" in draft.given and draft.principal is not None:
        text = draft.data.get("text")
        draft.data["hash"] = hashlib.sha256(text.encode()).hexdigest() if isinstance(text, str) else None


SCRIPTS = Collection(
    slug="scripts",
    singular="Script",
    plural="Scripts",
    title="title",
    description="The script of an episode, in Fountain.",
    fields=(
        project_field(),
        Text(name="title", required=True, max_length=200),
        Number(name="episode", whole=True, minimum=1, maximum=50),
        Text(name="text", required=True, multiline=True, max_length=1_000_000, description="Fountain"),
        Select(name="source", default="imported", options=choices("generated", "imported")),
        Text(name="hash", read_only=True, description="SHA-256 of the text"),
        Relation(name="approvedBy", to="users", read_only=True, known=True),
        Number(name="version", whole=True, minimum=1, default=1, description="Counts what was delivered as one"),
        Select(name="status", default="active", options=choices("active", "archived")),
    ),
    access=Access(
        create=anybody_signed_in,
        read=readable_through_project,
        update=writable_through_project,
        delete=writable_through_project,
    ),
    hooks=Hooks(before_change=_before_change),
    versions=Versioning(drafts=True),
    scope=WITH_ITS_PROJECT,
)
