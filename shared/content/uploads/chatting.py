"""Several files at once, as the guided chat sends them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.content.find import Find
from shared.content.uploads.kinds import MB, Kind
from shared.content.uploads.tickets import judge
from shared.content.uploads.uploads import FilePart, Uploads
from shared.domain.errors import AladdinError, MissingFields, PayloadTooLarge, ValidationFailed
from shared.domain.identity import Principal
from shared.ports import ProjectAccess

MOST_FILES = 10
LARGEST = 50 * MB
_MEDIA_TYPES = {
    "image": "style_reference",
    "video": "reference_video",
    "audio": "audio_clip",
    "pdf": "script_document",
    "text": "script_document",
    "word": "script_document",
}
_TEXTS = ("markdown", "text", "fountain", "fdx")


class ChatUploads:
    def __init__(self, uploads: Uploads, projects: ProjectAccess) -> None:
        self._uploads = uploads
        self._projects = projects

    async def store(self, principal: Principal, project: str | None, files: Sequence[FilePart]) -> list[dict[str, Any]]:
        """Every file as a document of its own, in their order. Judged as a whole before the first is stored:
        ``ValidationFailed`` names each file that is refused."""
        if not project:
            raise MissingFields("Project ID required", details={"fields": {"projectId": "required"}})
        await self._projects.project_for(principal, project, "write")
        if not files:
            raise ValidationFailed("No files were uploaded.")
        if len(files) > MOST_FILES:
            raise ValidationFailed(f"At most {MOST_FILES} files can be uploaded at once.")
        types = _media_types(files)
        return [await self._one(principal, project, file, kind) for file, kind in zip(files, types, strict=True)]

    async def _one(self, principal: Principal, project: str, file: FilePart, media_type: str) -> dict[str, Any]:
        body = {"project": project, "mediaType": media_type, "description": f"User uploaded: {file.filename[:200]}"}
        shown = (await self._uploads.create(body, file, Find(depth=0), principal)).document
        return {"id": shown["id"], "url": shown["url"], "filename": shown["filename"], "mediaType": media_type}


def _media_types(files: Sequence[FilePart]) -> list[str]:
    types, refused = list[str](), list[dict[str, str]]()
    for file in files:
        try:
            kind = judge(file.filename, file.content_type, len(file.body)).kind
            _fits(file, kind)
            types.append(_MEDIA_TYPES[kind.family])
        except AladdinError as error:
            refused.append({"path": file.filename[:200], "message": error.message})
    if refused:
        message = " ".join(one["message"] for one in refused)
        raise ValidationFailed(message, details={"name": "ValidationError", "data": {"errors": refused}})
    return types


def _fits(file: FilePart, kind: Kind) -> None:
    name = file.filename[:200]
    if len(file.body) > LARGEST:
        raise PayloadTooLarge(f"{name}: at most 50 MB are accepted here.")
    if kind.family in ("text", "word") and kind.name not in _TEXTS:
        raise ValidationFailed(f"{name}: this kind of file is not accepted here.")
