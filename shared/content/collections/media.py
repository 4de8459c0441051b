"""Files of a project and what is known about them."""

from __future__ import annotations

from shared.content.collection import Access, Collection, Versioning, anybody_signed_in
from shared.content.collections.in_projects import (
    WITH_ITS_PROJECT,
    project_field,
    readable_through_project,
    writable_through_project,
)
from shared.content.fields import Checkbox, Date, Group, Json, Number, Select, Text, choices

SLUG = "media"
STYLE_REFERENCE = "style_reference"

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
            ),
        ),
        Number(name="version", whole=True, minimum=1, default=1, description="Counts improvements of one thing"),
        Select(
            name="status",
            default="active",
            indexed=True,
            options=choices("active", "draft", "archived", "processing", "failed"),
        ),
    ),
    access=Access(
        create=anybody_signed_in,
        read=readable_through_project,
        update=writable_through_project,
        delete=writable_through_project,
    ),
    trash=True,
    versions=Versioning(),
    scope=WITH_ITS_PROJECT,
)  # fmt: skip
