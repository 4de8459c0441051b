"""From a body to a judged draft and the one change that writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from shared.content.cleaning import Cleaner, Named, require
from shared.content.collection import Collection, Draft
from shared.content.drafts import DRAFT, declared_content, flat, merged, saved_draft, with_draft
from shared.content.fields import Field, Relation
from shared.content.permission import permitted
from shared.content.problems import Problems
from shared.content.registry import Registry
from shared.content.relations import check_named
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal
from shared.domain.ids import new_document_id
from shared.domain.query import Change
from shared.ports import Documents

Body = Mapping[str, Any]
STATUS = "_status"


@dataclass(frozen=True, slots=True)
class Intent:
    """``draft``: save unseen where the collection knows drafts. What ``known`` holds may be named whether or not it
    still exists: it was in this document before."""

    draft: bool = False
    known: Mapping[str, Any] = field(default_factory=dict[str, Any])
    internal: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Judge:
    def __init__(self, documents: Documents, registry: Registry) -> None:
        self._documents = documents
        self._registry = registry

    async def created(self, collection: Collection, body: Body, principal: Principal | None, intent: Intent) -> Draft:
        """Raises ``ValidationFailed`` with everything that is wrong."""
        draft, cleaner = self._start(collection, body, principal, None, intent)
        draft.internal.update(intent.internal)
        draft.data = cleaner.document(collection.all_fields, body)
        if collection.trash:
            draft.data["deletedAt"] = None
        if collection.drafts:
            draft.data[STATUS] = "draft" if draft.unpublished else draft.data.get(STATUS) or "published"
        if collection.hooks.before_change:
            await collection.hooks.before_change(draft)
        if not draft.unpublished:
            require(_stored_fields(collection, draft), draft.data, draft.problems)
        await check_named(self._documents, self._registry, cleaner.named, principal, draft.problems)
        draft.problems.raise_any(collection.slug)
        return draft

    async def changed(
        self,
        collection: Collection,
        original: dict[str, Any],
        body: Body,
        principal: Principal | None,
        intent: Intent,
        now: datetime,
    ) -> tuple[Draft, Change]:
        draft, cleaner = self._start(collection, body, principal, original, intent)
        draft.internal.update(intent.internal)
        draft.data = cleaner.document(collection.all_fields, body)
        _judge_trash(collection, draft)
        if collection.hooks.before_change:
            await collection.hooks.before_change(draft)
        waiting: Mapping[str, Any] = original.get(DRAFT) or {}
        named = [*cleaner.named, *_published_moves(collection, draft, waiting)]
        named = [
            item for item in named if not any(_was_named(state, item) for state in _before(item, original, intent))
        ]
        await check_named(self._documents, self._registry, named, principal, draft.problems)
        change = _change(collection, draft, original, now)
        draft.problems.raise_any(collection.slug, original["_id"])
        return draft, change

    def _start(
        self,
        collection: Collection,
        body: Body,
        principal: Principal | None,
        original: dict[str, Any] | None,
        intent: Intent,
    ) -> tuple[Draft, Cleaner]:
        problems = Problems()
        draft = Draft(
            operation="create" if original is None else "update",
            data={},
            given=frozenset(body),
            original=original,
            principal=principal,
            documents=self._documents,
            problems=problems,
            document_id=new_document_id() if original is None else original["_id"],
            unpublished=intent.draft and collection.drafts and body.get(STATUS) != "published",
        )
        return draft, Cleaner(principal, problems, creating=original is None, relaxed=draft.unpublished)


def _change(collection: Collection, draft: Draft, original: dict[str, Any], now: datetime) -> Change:
    """Without drafts, the named fields. With them: into the draft; out of it, when the status is named; or into what
    is published, and into a waiting draft, which would take it back otherwise."""
    changes = flat(collection.all_fields, draft.data)
    removed = list(draft.removed)
    if draft.unpublished:
        stored = saved_draft(collection, original, changes, now)
    elif collection.drafts and STATUS in draft.data:
        stored = {**merged(declared_content(collection, with_draft(original)), changes), "updatedAt": now}
        removed.append(DRAFT)
    else:
        waiting = {f"{DRAFT}.{path}": value for path, value in changes.items()} if original.get(DRAFT) else {}
        stored = {**changes, **waiting, "updatedAt": now}
    if collection.drafts and not draft.unpublished:
        state = original if STATUS not in draft.data else with_draft(original)
        require(collection.all_fields, merged(declared_content(collection, state), changes), draft.problems)
    return Change(set={**stored, **draft.internal}, unset=removed, inc={"rev": 1}, pull=draft.pulled)


def _before(item: Named, original: Mapping[str, Any], intent: Intent) -> tuple[Mapping[str, Any], ...]:
    """The states whose relations may be kept. To belong to something anew takes the right to it now, whatever a
    version or a draft says of earlier."""
    if item.field.dependent:
        return (original,)
    return (original, original.get(DRAFT) or {}, intent.known)


def _published_moves(collection: Collection, draft: Draft, waiting: Mapping[str, Any]) -> list[Named]:
    """What a document will belong to when its waiting draft is published by a body that does not name it."""
    if draft.unpublished or STATUS not in draft.data:
        return []
    return [
        Named(item.name, item.label, item, waiting[item.name])
        for item in collection.fields
        if isinstance(item, Relation) and item.dependent and item.name not in draft.data and waiting.get(item.name)
    ]


def _judge_trash(collection: Collection, draft: Draft) -> None:
    """To put something into the trash takes the right to delete it."""
    if not collection.trash or draft.data.get("deletedAt") is None or draft.original is None:
        return
    if draft.original.get("deletedAt") is None:
        allowed = permitted(collection, "delete", draft.principal)
        if allowed is None:
            raise Forbidden
        draft.condition = allowed


def _stored_fields(collection: Collection, draft: Draft) -> list[Field]:
    """Fields whose value a hook has turned into something internal are not asked for any more."""
    return [item for item in collection.all_fields if not (item.hidden and item.name in draft.given)]


def _was_named(original: Mapping[str, Any], item: Named) -> bool:
    """Whether the field held this id before: a document can be sent back as it was read."""
    return _holds(original.get(item.path.split(".")[0]), item.document_id)


def _holds(value: Any, text: str) -> bool:
    if isinstance(value, list | dict):
        inner = cast("Any", value)
        return any(_holds(entry, text) for entry in (inner if isinstance(value, list) else inner.values()))
    return value == text
