"""What was brought into a project, and what contradicts what: written by Data mode alone, deleted by whoever may change
the film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.content.collection import Access, Collection, Hooks
from shared.content.collections.in_projects import (
    WITH_ITS_PROJECT,
    project_field,
    readable_through_project,
    writable_through_project,
)
from shared.content.fields import Checkbox, Date, Group, Json, Number, Relation, Select, Text, choices
from shared.domain.query import Index
from shared.ports import Documents


async def _purge(documents: Documents, stored: Mapping[str, Any]) -> None:
    from shared.brain.gather.deleting import purge_item

    await purge_item(documents, stored)


def _side(name: str) -> Group:
    return Group(
        name=name,
        read_only=True,
        fields=(
            Text(name="value", read_only=True),
            Json(name="sources", shape="list", read_only=True, description="Item, label, page and quote of each"),
        ),
    )


GATHER_ITEMS = Collection(
    slug="gatherItems",
    singular="Gather Item",
    plural="Gather Items",
    title="summary",
    description="Something that was brought into a project: read, summarised, compared, and told to the Brain.",
    fields=(
        project_field(read_only=True),
        Text(name="name", read_only=True, description="What it is called where it is cited"),
        Text(name="content", multiline=True, read_only=True, max_length=1_000_000),
        Text(name="imageUrl", label="Image URL", read_only=True, max_length=2000),
        Text(name="documentUrl", label="Document URL", read_only=True, max_length=2000),
        Relation(name="media", to="media", read_only=True),
        Text(name="mediaId", label="Media ID", read_only=True),
        Text(
            name="extractedText",
            multiline=True,
            read_only=True,
            max_length=50_000,
            description="The beginning of what it says; all of it is found through the Brain",
        ),
        Text(name="summary", read_only=True, max_length=150),
        Text(name="context", multiline=True, read_only=True, max_length=2000),
        Number(name="pages", whole=True, read_only=True),
        Number(name="scenes", whole=True, read_only=True, description="Where it is a screenplay"),
        Json(name="entities", shape="list", read_only=True),
        Json(name="facts", shape="list", read_only=True, description="Those a model added are marked as inferred"),
        Json(name="relations", shape="list", read_only=True),
        Json(name="passages", shape="list", read_only=True, description="The pieces it is found and cited by"),
        Json(name="counts", read_only=True),
        Json(name="duplicates", shape="list", read_only=True),
        Number(name="duplicateCheckScore", minimum=0, maximum=1, read_only=True),
        Number(name="iterationCount", whole=True, minimum=0, maximum=3, read_only=True),
        Select(
            name="status",
            read_only=True,
            indexed=True,
            options=choices("gathered", "review", "held", "superseded", "merged", "skipped"),
            description="`review` may be a duplicate; `held` most likely is one and waits for a decision",
        ),
        Json(name="resolution", read_only=True, description="What a person decided about a duplicate"),
        Select(
            name="brainState",
            read_only=True,
            options=choices("pending", "learned", "held", "forgetting", "none"),
            description="Whether the Brain knows it yet",
        ),
        Checkbox(name="degraded", read_only=True, description="A model was missing; sending it again finishes it"),
        Json(name="unfinished", shape="list", read_only=True, description="What could not be done, in words"),
        Relation(name="createdBy", to="users", known=True, read_only=True),
        Relation(name="conversation", to="conversations", read_only=True),
        Relation(name="supersedes", to="gatherItems", read_only=True),
        Relation(name="supersededBy", to="gatherItems", read_only=True),
        Relation(name="mergedInto", to="gatherItems", read_only=True),
        Date(name="lastUpdated", read_only=True),
    ),
    access=Access(read=readable_through_project, delete=writable_through_project),
    hooks=Hooks(purge=_purge),
    scope=WITH_ITS_PROJECT,
    internal=frozenset({"run", "origins", "identities", "brainWanted", "rev", "triedAt"}),
    indexes=(Index(("project", "createdAt")), Index(("project", "origins")), Index(("brainState",))),
)

CONFLICTS = Collection(
    slug="conflicts",
    singular="Conflict",
    plural="Conflicts",
    title="entityTitle",
    description="Two sources that contradict each other about a fact, until somebody has decided.",
    fields=(
        project_field(read_only=True),
        Text(name="entity", read_only=True, description="The entity's id in the Brain"),
        Text(name="entityType", read_only=True),
        Text(name="entityTitle", read_only=True),
        Text(name="attribute", read_only=True),
        _side("a"),
        _side("b"),
        Select(name="state", read_only=True, indexed=True, options=choices("open", "resolved", "obsolete")),
        Select(name="decision", read_only=True, options=choices("a", "b", "value")),
        Text(name="decidedValue", read_only=True),
        Relation(name="decidedBy", to="users", known=True, read_only=True),
        Date(name="decidedAt", read_only=True),
    ),
    access=Access(read=readable_through_project),
    scope=WITH_ITS_PROJECT,
    internal=frozenset({"claim", "items"}),
    indexes=(
        Index(("project", "createdAt")),
        Index(("project", "state", "createdAt")),
        Index(("claim",)),
        Index(("items",)),
    ),
)
