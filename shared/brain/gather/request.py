"""What a data run was given, as its request keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.brain import folded
from shared.domain.ids import document_id_of
from shared.domain.runs import Run


@dataclass(frozen=True, slots=True)
class Given:
    """``text`` or ``object`` is the content itself; ``supersedes`` names the item that this one replaces."""

    text: str = ""
    object: Mapping[str, Any] | None = None
    name: str = ""
    media: str | None = None
    document_url: str | None = None
    image_url: str | None = None
    supersedes: str | None = None

    @classmethod
    def of(cls, run: Run) -> Given:
        fields: Mapping[str, Any] = run.request.get("fields") or {}
        return cls(
            text="" if fields.get("silent") else run.request["content"],
            object=json.loads(fields["object"]) if fields.get("object") else None,
            name=fields.get("name") or "",
            media=fields.get("mediaId"),
            document_url=fields.get("documentUrl"),
            image_url=fields.get("imageUrl"),
            supersedes=fields.get("supersedes"),
        )

    def fields(self) -> dict[str, Any]:
        """As the run's request keeps them. ``silent``: the run's content is a name for what was given, not a text."""
        found = {
            "object": json.dumps(self.object) if self.object is not None else None,  # no document of the database's
            "name": self.name,
            "mediaId": self.media,
            "documentUrl": self.document_url,
            "imageUrl": self.image_url,
            "supersedes": self.supersedes,
            "silent": not self.text and self.object is None,
        }
        return {name: value for name, value in found.items() if value not in (None, "", False)}


def item_id(run: Run) -> str:
    """The gathered item that belongs to a run, however often the run is attempted."""
    return document_id_of(run.id)


def name_origin(name: str) -> str:
    return f"name:{folded(name)}"


def text_origin(text: str) -> str:
    digest = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
    return f"text:{digest[:32]}"
