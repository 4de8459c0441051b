"""One course of two editors' steps, and whether it is one that nobody has to be sorry for."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.content.collections import product_collections
from shared.content.content import Content
from shared.content.history import versions_slug
from shared.domain.identity import Principal
from shared.domain.query import eq
from tests.backlot.film import plan
from tests.integration.editing.edits import AS_IT_IS, NEW, SCALARS, SECOND, SLUG, Desk, Done, Edit, Editor, edits_of
from tests.integration.editing.gate import GatedDocuments, run_interleaved

SECRET = "only-for-the-tests-of-editing-0123456789"
ADA, EDDY = "a" * 24, "e" * 24
START: dict[str, Any] = {
    **NEW, **SECOND, "deletedAt": None, "projectSettings.episodeDuration": 30, "projectSettings.aspectRatio": "21:9",
}  # fmt: skip
TURNS = 2


@dataclass
class Course:
    """``steps`` is who was given which turn; ``faults`` what is wrong."""

    steps: tuple[str, ...]
    done: dict[str, list[Done]]
    faults: list[str] = field(default_factory=list[str])


async def take_course(seed: int) -> Course:
    """Everything about it follows from ``seed``."""
    chance = random.Random(seed)
    documents = GatedDocuments(SLUG)
    desk, editors = await _film(documents)
    plans = {name: [chance.choice(edits_of(name, turn)) for turn in range(TURNS)] for name in editors}
    done: dict[str, list[Done]] = {name: [] for name in editors}

    def act(editor: Editor) -> Any:
        async def perform() -> None:
            for edit in plans[editor.name]:
                done[editor.name].append(await desk.perform(editor, edit))
                if chance_to_look[editor.name]:
                    await desk.read(editor)

        return perform

    chance_to_look = {name: chance.random() < 0.5 for name in editors}
    before = len(documents.committed)
    steps = await run_interleaved(
        documents, {name: act(editor) for name, editor in editors.items()}, lambda ready: chance.choice(ready)
    )
    course = Course(tuple(steps), done)
    course.faults += await _faults(documents, desk, done, documents.committed[before:])
    return course


async def _film(documents: GatedDocuments) -> tuple[Desk, dict[str, Editor]]:
    registry = product_collections(api_key_secret=SECRET)
    content = Content(documents, registry, SECRET)
    for user_id, name in ((ADA, "ada"), (EDDY, "eddy")):
        await documents.insert("users", {"_id": user_id, "email": name, "role": "user", "subscription": plan()})
    ada = Editor("ada", Principal(ADA, "ada", "user"))
    eddy = Editor("eddy", Principal(EDDY, "eddy", "user"))
    crew = [{"user": EDDY, "role": "editor"}]
    made = await content.writes.create(registry[SLUG], {**NEW, "collaborators": crew}, AS_IT_IS, ada.principal)
    desk = Desk(content, made.document["id"])
    settings = {"episodeDuration": 30, "aspectRatio": "21:9"}
    second = {**SECOND, "projectSettings": settings}
    await content.writes.update(registry[SLUG], desk.document_id, second, AS_IT_IS, ada.principal)
    first = await documents.find(versions_slug(registry[SLUG]), eq("parent", desk.document_id), sort=[("rev", 1)])
    desk.versions = [version["_id"] for version in first]
    for editor in (ada, eddy):
        await desk.read(editor)
    return desk, {"ada": ada, "eddy": eddy}


async def _faults(
    documents: GatedDocuments, desk: Desk, done: Mapping[str, Sequence[Done]], committed: Sequence[str]
) -> list[str]:
    """The acknowledged edits, applied in the order in which they were stored, are what is stored."""
    faults: list[str] = []
    acknowledged = {name: [one for one in found if one.acknowledged] for name, found in done.items()}
    if sorted(committed) != sorted(name for name, found in acknowledged.items() for _ in found):
        return [f"acknowledged {acknowledged}, stored in the order {committed}"]
    state: dict[str, Any] | None = dict(START)
    revision, order = 2, {name: iter(found) for name, found in acknowledged.items()}
    for name in committed:
        one = next(order[name])
        if state is None:
            faults.append(f"{one.edit.name} was acknowledged of a deleted film")
            break
        if one.edit.careful and one.seen != f'"{desk.document_id}-{revision}"':
            faults.append(f"{one.edit.name} rested on {one.seen}, and revision {revision} was changed")
        if state["deletedAt"] is not None and not one.edit.trash:
            faults.append(f"{one.edit.name} was acknowledged of a film in the trash")
        state = _applied(state, one.edit)
        revision += 1
    stored = documents.collections[SLUG].get(desk.document_id)
    return faults + _compared(stored, state, revision) + await _history(documents, desk, stored)


def _applied(state: dict[str, Any], edit: Edit) -> dict[str, Any] | None:
    return None if edit.changes is None else state | dict(edit.changes)


def _compared(stored: Mapping[str, Any] | None, state: Mapping[str, Any] | None, revision: int) -> list[str]:
    if stored is None or state is None:
        return [] if stored is state else [f"stored is {stored}, acknowledged is {state}"]
    settings = stored["projectSettings"]
    found = {name: stored[name] for name in SCALARS} | {
        f"projectSettings.{name}": settings[name] for name in ("episodeDuration", "aspectRatio")
    }
    wanted = {name: state[name] for name in found}
    faults = [f"stored is {found}, acknowledged is {wanted}"] if found != wanted else []
    if (stored.get("deletedAt") is None) != (state["deletedAt"] is None):
        faults.append(f"in the trash: {stored.get('deletedAt')}, acknowledged: {state['deletedAt']}")
    if stored["rev"] != revision:
        faults.append(f"revision {stored['rev']} after {revision} acknowledged changes")
    return faults


async def _history(documents: GatedDocuments, desk: Desk, stored: Mapping[str, Any] | None) -> list[str]:
    """Every revision is kept, and one of them is the latest; a deleted film leaves none."""
    kept = await documents.find(f"{SLUG}Versions", eq("parent", desk.document_id), sort=[("rev", 1)])
    wanted = list(range(1, stored["rev"] + 1)) if stored else []
    revisions = [version["rev"] for version in kept]
    latest = [version["rev"] for version in kept if version["latest"]]
    faults = [] if revisions == wanted else [f"versions {revisions} are kept of {wanted}"]
    return faults if latest == wanted[-1:] else [*faults, f"the latest are {latest} of {wanted}"]
