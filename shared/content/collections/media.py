"""Files of a project and what is known about them. The bytes are the business of ``shared.content.uploads``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.content.collection import Access, Collection, Draft, Hooks, Versioning, anybody_signed_in
from shared.content.collections.in_projects import (
    WITH_ITS_PROJECT,
    project_field,
    readable_through_project,
    writable_through_project,
)
from shared.content.fields import Checkbox, Date, Field, Group, Json, Number, Select, Text, choices
from shared.domain.errors import ValidationFailed
from shared.domain.query import Change, Index, by_id, eq, every
from shared.ports import Documents

SLUG = "media"
STYLE_REFERENCE = "style_reference"

UNCHECKED = ("processing", "failed")
"""What a document is while its file waits for its check, and when the check has refused it."""


def _file_fields(*more: Field) -> tuple[Field, ...]:
    """As Payload shows them; the check of uploads writes them."""
    return (
        Text(name="url", label="URL", read_only=True, max_length=2000),
        *more,
        Text(name="filename", read_only=True, indexed=more != (), max_length=200),
        Text(name="mimeType", label="MIME Type", read_only=True),
        Number(name="filesize", label="File Size", read_only=True, whole=True, description="Bytes"),
        Number(name="width", read_only=True, whole=True, description="Pixels"),
        Number(name="height", read_only=True, whole=True, description="Pixels"),
    )


def _size(name: str) -> Group:
    return Group(name=name, read_only=True, fields=_file_fields())


async def _before_change(draft: Draft) -> None:
    if "pending" in draft.internal:
        return
    if draft.operation == "create":
        raise ValidationFailed("No files were uploaded.")
    _judge_status(draft)


def _judge_status(draft: Draft) -> None:
    """Whether a file has been checked is nobody's to say: as with what is read-only, it is dropped, so that a document
    can be sent back as it was read, and an earlier version restored."""
    if draft.data.get("status") in (None, *UNCHECKED) or (draft.original or {}).get("status") in UNCHECKED:
        draft.data.pop("status", None)


async def _purge(documents: Documents, stored: Mapping[str, Any]) -> None:
    """The sweep of uploads deletes the bytes of what is doomed."""
    own = every(eq("media", stored["_id"]), eq("doomed", False))
    for record in await documents.find("mediaFiles", own, fields=("_id",)):
        await documents.update("mediaFiles", by_id(record["_id"]), Change(set={"doomed": True}))


MEDIA = Collection(
    slug=SLUG,
    singular="Media",
    plural="Media",
    title="description",
    description="A file of a project: a reference, a design, a clip, a script.",
    fields=(
        project_field(),
        Select(
            name="mediaType",
            required=True,
            indexed=True,
            options=choices(
                STYLE_REFERENCE, "character_design", "environment_design", "concept_art", "storyboard",
                "video_segment", "audio_clip", "voice_profile", "music_track", "sound_effect", "final_video",
                "script_document", "reference_video",
            ),
        ),
        Checkbox(name="agentGenerated", default=False, description="Whether an agent made it"),
        Group(
            name="generationMetadata",
            fields=(
                Text(name="agentId", max_length=100, description="The agent that made it"),
                Text(name="promptUsed", multiline=True, max_length=32_000),
                Text(name="modelVersion", max_length=200),
                Date(name="generationTime"),
                Text(name="taskId", max_length=100),
                Number(name="seed", whole=True),
                Number(name="cost", minimum=0),
            ),
        ),
        Json(name="embedding", hidden=True, read_only=True, max_bytes=256 * 1024),
        Text(name="description", multiline=True, max_length=10_000),
        Text(name="tags", many=True, max_length=100, description="Words to find it by"),
        Group(
            name="relatedElements",
            fields=(
                Text(name="characters", many=True, max_length=100, description="Characters that are in it"),
                Number(name="episode", whole=True, minimum=1),
                Text(name="scene", max_length=100),
                Number(name="timestamp", minimum=0, description="Seconds from the start"),
            ),
        ),
        Group(
            name="technicalData",
            fields=(
                Number(name="duration", minimum=0, description="Seconds of sound or film"),
                Text(name="resolution", max_length=40, description="Such as 1920x1080"),
                Number(name="fps", minimum=0, description="Frames per second"),
                Number(name="sampleRate", minimum=0, description="Samples per second, in Hz"),
                Number(name="pages", minimum=0, whole=True, description="Pages of a document"),
            ),
        ),
        Number(name="version", whole=True, minimum=1, default=1, description="Counts improvements of one thing"),
        Select(
            name="status",
            default="active",
            indexed=True,
            options=choices("active", "draft", "archived", "processing", "failed"),
        ),
        Text(
            name="statusReason",
            read_only=True,
            max_length=1000,
            description="Why the file was not accepted, for the person who uploaded it",
        ),
        *_file_fields(Text(name="thumbnailURL", label="Thumbnail URL", read_only=True, max_length=2000)),
        Group(name="sizes", read_only=True, fields=(_size("thumbnail"), _size("card"), _size("full"))),
        Checkbox(
            name="contentCredentials",
            read_only=True,
            description="Whether the file carries C2PA content credentials; nobody has verified them",
        ),
    ),
    access=Access(
        create=anybody_signed_in,
        read=readable_through_project,
        update=writable_through_project,
        delete=writable_through_project,
    ),
    trash=True,
    upload=True,
    versions=Versioning(),
    scope=WITH_ITS_PROJECT,
    hooks=Hooks(before_change=_before_change, purge=_purge),
    internal=frozenset({"pending", "hasFile", "rev"}),
    indexes=(Index(("pending.ticket",), unique=True), Index(("pending.until",))),
)  # fmt: skip
