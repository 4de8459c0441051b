"""Films in the making, within what their creator's plan allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.auth.projects import deletable, readable, writable
from shared.content.collection import Access, Collection, Draft, Hooks, Join, Versioning, anybody_signed_in
from shared.content.collections.media import STYLE_REFERENCE
from shared.content.fields import Array, Group, Json, Number, Relation, Select, Text, choices
from shared.content.plan import Plan, claim_slot, plan_of
from shared.domain.identity import Principal
from shared.domain.query import Index, Query, eq
from shared.ports import Documents

SLUG = "projects"
FIRST_PHASE = "story_development"
_EPISODES = 10


def _if_signed_in(rule: Any) -> Any:
    def allowed(principal: Principal | None) -> bool | Query:
        return False if principal is None else rule(principal)

    return allowed


async def _before_change(draft: Draft) -> None:
    if draft.operation == "create" and draft.principal is not None:
        draft.data["createdBy"] = draft.principal.user_id
        draft.data["progress"] = {"currentPhase": FIRST_PHASE, "completedSteps": [], "overallProgress": 0}
    await _within_plan(draft)


async def _within_plan(draft: Draft) -> None:
    """The creator's plan bounds the episodes, whoever edits; what was there before a plan shrank may stay."""
    original: Mapping[str, Any] = draft.original or {}
    given = "episodeCount" in draft.given
    wanted = draft.data.get("episodeCount")
    if draft.principal is None or (given and (wanted is None or wanted == original.get("episodeCount"))):
        return
    if not given and draft.operation == "update":
        return
    creator = original.get("createdBy") or draft.principal.user_id
    plan = Plan.unlimited() if draft.principal.is_admin else await plan_of(draft.documents, creator)
    if not given:
        draft.data["episodeCount"] = min(_EPISODES, plan.max_episodes)
    elif isinstance(wanted, int) and wanted > plan.max_episodes:
        message = f"Your plan allows {plan.max_episodes} episodes per project."
        draft.problems.add("episodeCount", "Episode Count", message)


async def _insert(documents: Documents, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
    return await claim_slot(documents, SLUG, document, draft.principal)


async def _farewell(documents: Documents, stored: Mapping[str, Any]) -> None:
    from shared.brain.departing import depart

    await depart(documents, stored["_id"])


PROJECTS = Collection(
    slug=SLUG,
    singular="Project",
    plural="Projects",
    title="title",
    description="A film or series in the making.",
    fields=(
        Text(name="title", required=True, max_length=200),
        Text(name="description", multiline=True, max_length=10_000),
        Select(
            name="genre",
            required=True,
            indexed=True,
            options=choices(
                "action", "comedy", "drama", "horror", "sci-fi", "thriller", "romance", "documentary",
                **{"sci-fi": "Sci-Fi"},
            ),
        ),
        Number(
            name="episodeCount",
            required=True,
            default=_EPISODES,
            minimum=1,
            maximum=50,
            whole=True,
            description="Total number of episodes planned",
        ),
        Select(
            name="targetAudience",
            default="family",
            options={
                "children": "Children (G)", "family": "Family (PG)", "teen": "Teen (PG-13)", "adult": "Adult (R)",
            },
        ),
        Select(
            name="status",
            required=True,
            default="concept",
            indexed=True,
            options=choices(
                "concept", "pre-production", "production", "post-production", "completed", "on-hold",
                **{"pre-production": "Pre-Production", "post-production": "Post-Production"},
            ),
        ),
        Relation(name="createdBy", to="users", required=True, read_only=True, known=True, indexed=True),
        Array(
            name="collaborators",
            shorthand="user",
            description="Users who can see or edit this project",
            fields=(
                Relation(name="user", to="users", required=True, known=True, indexed=True),
                Select(name="role", required=True, default="editor", options=choices("viewer", "editor", "owner")),
            ),
        ),
        Relation(
            name="styleReferences",
            to="media",
            many=True,
            where=eq("mediaType", STYLE_REFERENCE),
            description="Reference images for visual style",
        ),
        Group(
            name="projectSettings",
            fields=(
                Select(
                    name="aspectRatio",
                    default="16:9",
                    options={
                        "16:9": "16:9 (Widescreen)", "4:3": "4:3 (Standard)", "21:9": "21:9 (Cinematic)",
                        "9:16": "9:16 (Vertical)", "1:1": "1:1 (Square)",
                    },
                ),
                Number(
                    name="episodeDuration",
                    default=22,
                    minimum=1,
                    maximum=600,
                    description="Target duration per episode in minutes",
                ),
                Select(name="qualityTier", default="standard", options=choices("draft", "standard", "premium")),
            ),
        ),
        Group(
            name="progress",
            description="Automated progress tracking",
            fields=(
                Select(
                    name="currentPhase",
                    default=FIRST_PHASE,
                    options=choices(
                        "story_development", "character_creation", "visual_design", "audio_design",
                        "scene_production", "post_production", "final_assembly",
                    ),
                ),
                Json(name="completedSteps", shape="list", default=list, description="Completed workflow steps"),
                Number(
                    name="overallProgress",
                    default=0,
                    minimum=0,
                    maximum=100,
                    description="Overall completion percentage",
                ),
            ),
        ),
    ),
    access=Access(
        create=anybody_signed_in,
        read=_if_signed_in(readable),
        update=_if_signed_in(writable),
        delete=_if_signed_in(deletable),
    ),
    hooks=Hooks(before_change=_before_change, insert=_insert, farewell=_farewell),
    trash=True,
    parts=True,
    versions=Versioning(),
    joins=(
        Join(name="media", collection="media", on="project"),
        Join(name="conversations", collection="conversations", on="project", sort="-lastMessageAt"),
        Join(name="sessions", collection="sessions", on="project"),
        Join(name="scripts", collection="scripts", on="project"),
        Join(name="tasks", collection="tasks", on="project"),
    ),
    internal=frozenset({"slot", "rev"}),
    indexes=(Index(("slot",), unique=True), Index(("createdBy", "createdAt"))),
)  # fmt: skip
