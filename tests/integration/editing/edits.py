"""What an editor does, what it is worth once it is acknowledged, and the film they do it to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.content.content import Content
from shared.content.find import Find
from shared.content.reads import Shown
from shared.domain.errors import AladdinError
from shared.domain.identity import Principal

SLUG = "projects"
AS_IT_IS = Find(depth=0)
IN_TRASH = Find(depth=0, trash=True)
SCALARS = ("title", "description", "status", "targetAudience")
NEW = {"title": "first", "genre": "drama", "description": "first", "status": "concept", "targetAudience": "teen"}
SECOND = {"title": "second", "description": "second", "status": "production", "targetAudience": "adult"}
MOMENT = "2026-05-01T12:00:00.000Z"


@dataclass
class Editor:
    """``seen`` is the ETag of the state that the editor has in front of them."""

    name: str
    principal: Principal
    seen: str = ""


@dataclass(frozen=True)
class Edit:
    """``changes`` by field, as far as acknowledged; ``None`` is a deletion. ``careful`` sends If-Match."""

    name: str
    changes: Mapping[str, Any] | None
    careful: bool = False
    trash: bool = False
    how: str = "patch"


@dataclass(frozen=True)
class Done:
    """``seen`` is what a careful edit rested on."""

    edit: Edit
    acknowledged: bool
    seen: str
    error: str = ""


@dataclass
class Desk:
    """One document, and how each edit is asked of the engine."""

    content: Content
    document_id: str
    versions: list[str] = field(default_factory=list[str])

    @property
    def _projects(self) -> Any:
        return self.content.registry[SLUG]

    async def read(self, editor: Editor) -> None:
        try:
            shown = await self.content.reads.find_by_id(self._projects, self.document_id, IN_TRASH, editor.principal)
        except AladdinError:
            return
        editor.seen = shown.etag

    async def perform(self, editor: Editor, edit: Edit) -> Done:
        seen = editor.seen
        ways: dict[str, Callable[[Editor, Edit], Awaitable[Shown | None]]] = {
            "patch": self._patch,
            "bulk": self._bulk,
            "restore": self._restore,
            "delete": self._delete,
        }
        try:
            shown = await ways[edit.how](editor, edit)
        except AladdinError as error:
            if error.status >= 500:
                raise
            return Done(edit, False, seen, error.code)
        if shown is not None:
            editor.seen = shown.etag
        return Done(edit, shown is not None, seen)

    async def _patch(self, editor: Editor, edit: Edit) -> Shown:
        find = IN_TRASH if edit.trash else AS_IT_IS
        body = _nested(edit.changes or {})
        match = editor.seen if edit.careful else None
        return await self.content.writes.update(self._projects, self.document_id, body, find, editor.principal, match)

    async def _bulk(self, editor: Editor, edit: Edit) -> Shown | None:
        find = Find(depth=0, limit=0, where={"id": {"equals": self.document_id}})
        result = await self.content.bulk.update(self._projects, dict(edit.changes or {}), find, editor.principal)
        docs = result.body["docs"]
        return Shown(docs[0], editor.seen) if docs else None

    async def _restore(self, editor: Editor, edit: Edit) -> Shown:
        match = editor.seen if edit.careful else None
        return await self.content.versions.restore(self._projects, self.versions[0], AS_IT_IS, editor.principal, match)

    async def _delete(self, editor: Editor, edit: Edit) -> Shown:
        match = editor.seen if edit.careful else None
        return await self.content.writes.delete(self._projects, self.document_id, IN_TRASH, editor.principal, match)


def _nested(changes: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, value in changes.items():
        group, _, name = path.partition(".")
        if name:
            body.setdefault(group, {})[name] = value
        else:
            body[group] = value
    return body


def edits_of(name: str, turn: int) -> tuple[Edit, ...]:
    """One of each kind, with values that say whose they are."""
    mine = f"{name} {turn}"
    audience = "children" if name == "ada" else "family"
    return (
        Edit("title", {"title": mine}),
        Edit("description", {"description": mine}),
        Edit("careful title", {"title": mine}, careful=True),
        Edit("careful description", {"description": mine}, careful=True),
        Edit("both", {"title": mine, "description": mine}),
        Edit("group", {"projectSettings.episodeDuration": turn + (10 if name == "ada" else 20)}),
        Edit("neighbour in the group", {"projectSettings.aspectRatio": "1:1" if name == "ada" else "4:3"}),
        Edit("bulk", {"targetAudience": audience}, how="bulk"),
        Edit("into the trash", {"deletedAt": MOMENT}),
        Edit("carefully into the trash", {"deletedAt": MOMENT}, careful=True),
        Edit("out of the trash", {"deletedAt": None}, trash=True),
        Edit("restore", NEW | {"projectSettings.episodeDuration": 22, "projectSettings.aspectRatio": "16:9"},
             how="restore"),
        Edit("careful restore", NEW | {"projectSettings.episodeDuration": 22, "projectSettings.aspectRatio": "16:9"},
             careful=True, how="restore"),
        Edit("delete", None, trash=True, how="delete"),
        Edit("careful delete", None, careful=True, trash=True, how="delete"),
    )  # fmt: skip
