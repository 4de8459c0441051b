"""Every operation of the API description, and where an id of somebody's document goes into it.

A parameter that nothing here knows stops the matrix: say in ``IDS`` whose it is, or in ``NO_IDS`` that it is nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

from tests.backlot.film import SHARED, Variant, id_of
from tests.backlot.fronts import described_operations

IDS = {
    "conversationId": "conversations",
    "messageId": "messages",
    "runId": "runs",
    "projectId": "projects",
    "sessionId": "signed-in",
    "uploadId": "uploads",
    "filename": "files",
    "key": "payload-preferences",
    "project": "projects",
    "entityId": "entities",
    "relationId": "relations",
    "conflictId": "conflicts",
    "gatherItemId": "gatherItems",
    "mediaId": "media",
    "supersedes": "gatherItems",
}
"""Which collection's ids a parameter takes, wherever it stands."""
BODY_IDS = {"conversationId", "runId", "projectId", "project", "mediaId", "supersedes"}
NO_IDS = {"If-Match", "Last-Event-ID", "Idempotency-Key", "lastEventId", "Prefer", "ticket", "token"}
"""Parameters that name no document. Tickets and tokens are secrets: they have tests of their own."""
UNKNOWN = "unknown"
"""The owner of documents that never were."""
TAKEN = {"title": "taken", "name": "taken", "description": "taken", "content": "taken"}
"""A change that every collection has a field for."""

_BRAIN = "/api/v1/brain/{projectId}"
_DATA = "/api/v1/orchestrator/data"
BODIES = {
    ("POST", f"{_BRAIN}/entities"): {"type": "prop", "title": "taken"},
    ("PATCH", f"{_BRAIN}/entities/{{entityId}}"): {"content": "taken"},
    ("POST", _DATA): {"content": "taken", "projectId": id_of("sam", "projects")},
    ("POST", f"{_DATA}/conflicts/{{conflictId}}/resolve"): {"choose": "a"},
    ("POST", f"{_DATA}/{{gatherItemId}}/resolve"): {"action": "keep"},
    ("POST", f"{_BRAIN}/relations"): {
        "start": id_of("ada", "entities"), "type": "TAKEN_BY", "end": id_of("ada", "entities"),
    },
}  # fmt: skip
"""Of the operations that refuse fields they do not know."""

Place = Literal["path", "query", "body"]


@dataclass(frozen=True)
class Slot:
    place: Place
    name: str
    kind: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    slots: tuple[Slot, ...]
    has_body: bool
    public: bool
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    needs: str = ""
    """The query without which nothing is answered."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def slug(self) -> str:
        """The collection that a route below ``/api`` is of, or the first part of its path."""
        return self.path.split("/")[2]

    @property
    def orchestrates(self) -> bool:
        return self.path.startswith(("/api/v1/", "/api/orchestrator/"))

    @property
    def by_id(self) -> bool:
        return bool(self.slots)

    def request(self, ids: dict[Slot, str], query: str = "") -> tuple[str, str, Any]:
        """Method, path and body with ``ids`` in their slots; a slot without one stays away."""
        path, more, body = self.path, {}, dict(self.body)
        for slot, value in ids.items():
            if slot.place == "path":
                path = path.replace(f"{{{slot.name}}}", value)
            elif slot.place == "query":
                more[slot.name] = value
            else:
                body[slot.name] = value
        asked = "&".join(filter(None, (urlencode(more), query, self.needs)))
        return self.method, f"{path}?{asked}" if asked else path, body if self.has_body else None


@cache
def operations() -> tuple[Operation, ...]:
    return tuple(
        _operation(method, path, described)
        for (method, path), described in sorted(described_operations().items(), key=lambda item: item[0][1])
    )


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    slots = [
        Slot(place, one["name"], kind)
        for one in described.get("parameters", [])
        if (place := one["in"]) in ("path", "query") and (kind := kind_of(path, place, one["name"]))
    ]
    path = re.sub(r"\{(" + "|".join(sorted(NO_IDS)) + r")\}", "nobodys", path)
    named = re.findall(r"\{(\w+)\}", path)
    assert named == [slot.name for slot in slots if slot.place == "path"], f"{path} does not describe its parameters"
    body = dict(BODIES.get((method, path), TAKEN))
    content = described.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    needs = [one["name"] for one in described.get("parameters", []) if one["in"] == "query" and one.get("required")]
    slots += [Slot("body", name, IDS[name]) for name in _properties(schema) if name in BODY_IDS]
    return Operation(
        method,
        path,
        tuple(slots),
        bool(content),
        described.get("security") == [],
        body,
        urlencode(dict.fromkeys(needs, "taken")),
    )


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    """Of the bodies that have a shape of their own; those of collections are judged relation by relation."""
    return schema.get("properties", {})


def kind_of(path: str, place: str, name: str) -> str | None:
    """The collection whose ids go there; ``None`` where no id goes."""
    if name in IDS and (place == "path" or name.endswith("Id")):
        return IDS[name]
    if place == "path" and name == "id":
        slug, *more = path.removeprefix("/api/").split("/")
        return f"{slug}/versions" if more[0] == "versions" else slug
    if place == "path" and name not in NO_IDS:
        raise AssertionError(
            f"{path}: whose is {{{name}}}? Say it in IDS or NO_IDS of {__name__}, so that the matrix can try others'."
        )
    if place == "query" and name.lower().endswith("id") and name not in NO_IDS:
        raise AssertionError(f"{path}: whose is ?{name}=? Say it in IDS or NO_IDS of {__name__}.")
    return None


def ids_of(operation: Operation, owner: str, variant: Variant = "active") -> dict[Slot, str]:
    """All slots filled with what belongs to one owner."""
    return {slot: document_id(owner, slot.kind, variant) for slot in operation.slots}


def document_id(owner: str, kind: str, variant: Variant = "active") -> str:
    shared = kind.partition("/")[0] in SHARED and owner != UNKNOWN
    return id_of("studio" if shared else owner, kind, "active" if shared else variant)
