"""Every place where access is decided, and what the code is without it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import shared.auth
import shared.content
import shared.orchestrator
from shared.auth import projects
from shared.auth.projects import ProjectAccess
from shared.content import permission
from shared.content.collection import Collection, Rule, nobody
from shared.content.fields import Array, Field, Group
from shared.content.registry import Registry
from shared.domain.errors import ConversationNotFound, ProjectNotFound, RunNotFound
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING
from shared.orchestrator.access import Access

RULE_MODULES = (permission, projects)
SAID_TWICE = {
    "shared.content.admin.permitted": "only an admin is told, and an admin may everything that anybody may",
    "shared.content.bulk.visible": "each document that was found is judged again on its own",
    "shared.content.collections.projects.readable": "taken over when the rule is declared: removed as the rule",
    "shared.content.collections.projects.writable": "taken over when the rule is declared: removed as the rule",
    "shared.content.collections.projects.deletable": "taken over when the rule is declared: removed as the rule",
    "shared.content.uploads.serving.permitted": "the document of the file is read again, by the rules",
    "shared.content.uploads.serving.visible": "the document of the file is read again, by the rules",
    "shared.content.uploads.uploads.require": "creating and changing the document asks for it again",
    "shared.content.writes.permitted": "only chooses whether to look; what is changed is looked up by the rule",
    "shared.content.collections.runs.visible": "taken over when the scope is declared: removed as the scope",
}
"""Places whose removal nobody can notice, and why."""
PLAIN = Principal("p" * 24, "plain@film.test", "user")
DECIDERS = {
    permission.permitted: lambda *_, **__: EVERYTHING,
    permission.require: lambda *_, **__: EVERYTHING,
    permission.visible: lambda collection, **_: collection.scope,
    projects.readable: lambda *_: EVERYTHING,
    projects.writable: lambda *_: EVERYTHING,
    projects.deletable: lambda *_: EVERYTHING,
}
"""Functions that decide, and what they say when they do not."""


@dataclass(frozen=True)
class Removed:
    """``about``: the collections whose routes should notice first."""

    name: str
    target: Any
    attribute: str
    instead: Any
    about: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name

    def remove(self, monkeypatch: pytest.MonkeyPatch) -> None:
        if isinstance(self.target, Frozen):
            self.target.change(monkeypatch, self.attribute, self.instead)
        else:
            monkeypatch.setattr(self.target, self.attribute, self.instead)


@dataclass(frozen=True)
class Frozen:
    """A part of a declaration: it cannot be changed, except for a test."""

    part: Any

    def change(self, monkeypatch: pytest.MonkeyPatch, attribute: str, instead: Any) -> None:
        values = vars(self.part)
        monkeypatch.setitem(values, attribute, instead)


def removals(registry: Registry) -> Iterator[Removed]:
    for collection in registry:
        yield from _rules_of(collection)
    yield from _deciders_in_use()
    yield from _orchestrated()


def _rules_of(collection: Collection) -> Iterator[Removed]:
    about = frozenset({collection.slug})
    for operation in ("create", "read", "update", "delete"):
        rule = getattr(collection.access, operation)
        if rule is not nobody and rule(None) is not True:
            name = f"{collection.slug}: the {operation} rule"
            yield Removed(name, Frozen(collection.access), operation, _unfiltered(rule), about)
    if collection.scope != EVERYTHING:
        yield Removed(f"{collection.slug}: the scope", Frozen(collection), "scope", EVERYTHING, about)
    for item in _fields(collection.all_fields):
        if item.write is not None:
            yield Removed(f"{collection.slug}.{item.name}: who may write it", Frozen(item), "write", None, about)


def _unfiltered(rule: Rule) -> Rule:
    """Who may do it with some documents may do it with all; what is not limited but refused is allowed."""
    limited = not isinstance(rule(PLAIN), bool)
    return (lambda principal: rule(principal) is not False) if limited else (lambda _: True)


def _fields(fields: tuple[Field, ...]) -> Iterator[Field]:
    for item in fields:
        yield item
        if isinstance(item, Group | Array):
            yield from _fields(item.fields)


def _deciders_in_use() -> Iterator[Removed]:
    """Wherever a module has one of the deciders by name, under whatever name."""
    for package in (shared.content, shared.orchestrator, shared.auth):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                place = f"{found.name}.{name}"
                if module not in RULE_MODULES and _is_decider(value) and place not in SAID_TWICE:
                    yield Removed(place, module, name, DECIDERS[value])


def _is_decider(value: Any) -> bool:
    try:
        return value in DECIDERS
    except TypeError:
        return False


def _orchestrated() -> Iterator[Removed]:
    about = frozenset({"v1", "orchestrator"})

    async def any_project(self: Any, principal: Any, project_id: str, need: str = "read") -> Any:
        found = await self._documents.find_one("projects", permission.eq("_id", project_id))
        if found is None:
            raise ProjectNotFound
        return found

    async def any_run(self: Any, principal: Any, run_id: str) -> Any:
        return await any_loaded(self, principal, await self._stores.runs.get(run_id))

    async def any_loaded(self: Any, principal: Any, run: Any) -> Any:
        if run is None:
            raise RunNotFound
        return run

    async def any_conversation(self: Any, principal: Any, conversation_id: str) -> Any:
        found = await self._stores.conversations.get(conversation_id)
        if found is None:
            raise ConversationNotFound
        return found

    yield Removed("projects of the orchestrator", ProjectAccess, "project_for", any_project, about)
    yield Removed("runs that may be read", Access, "reads", any_loaded, about)
    yield Removed("runs of one's own", Access, "own_run", any_run, about)
    yield Removed("conversations that may be read", Access, "readable_conversation", any_conversation, about)
    yield Removed("conversations of one's own", Access, "own_conversation", any_conversation, about)
