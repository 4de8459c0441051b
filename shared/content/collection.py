"""What a collection is: its fields, who may do what, and what happens besides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from shared.content.fields import Array, Checkbox, Date, Email, Field, Group, Id, Password, Select, Text, choices
from shared.content.problems import Problems
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Index, Query
from shared.ports import Documents

Operation = Literal["create", "read", "update", "delete"]
Rule = Callable[[Principal | None], "bool | Query"]
"""Whether somebody may do it at all, or with which documents."""


def nobody(_: Principal | None) -> bool:
    return False


def anybody_signed_in(principal: Principal | None) -> bool:
    return principal is not None


def admins(principal: Principal | None) -> bool:
    return principal is not None and principal.is_admin


@dataclass(frozen=True, kw_only=True)
class Access:
    create: Rule = nobody
    read: Rule = nobody
    update: Rule = nobody
    delete: Rule = nobody


@dataclass(kw_only=True)
class Draft:
    """A document on its way into the store, for hooks to complete and judge.

    ``data`` holds what will be written, nested as declared: everything on create, the named fields on update.
    ``given`` names the top-level fields of the body. ``internal`` is written beside ``data`` by stored path and
    never shown; ``once`` is shown in this answer only. The write happens only where ``condition`` holds.
    ``unpublished``: it is saved as a draft, which need not be complete.
    """

    operation: Literal["create", "update"]
    data: dict[str, Any]
    given: frozenset[str]
    original: Mapping[str, Any] | None
    principal: Principal | None
    documents: Documents
    problems: Problems
    document_id: str
    internal: dict[str, Any] = field(default_factory=dict[str, Any])
    removed: list[str] = field(default_factory=list[str])
    pulled: dict[str, Query] = field(default_factory=dict[str, Query])
    once: dict[str, Any] = field(default_factory=dict[str, Any])
    condition: Query = EVERYTHING
    unpublished: bool = False


BeforeChange = Callable[[Draft], Awaitable[None]]
Insert = Callable[[Documents, dict[str, Any], Draft], Awaitable[dict[str, Any]]]
Delete = Callable[[Documents, Query], Awaitable["dict[str, Any] | None"]]
Purge = Callable[[Documents, Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """``insert`` and ``delete`` replace the plain ones; both must be safe under a race and a crash, and ``delete`` must
    remove the document or set its ``purge``. ``purge`` removes what a deleted document has elsewhere, just before the
    document itself goes; ``farewell`` only writes down that it goes. Both may be called again."""

    before_change: BeforeChange | None = None
    insert: Insert | None = None
    delete: Delete | None = None
    purge: Purge | None = None
    farewell: Purge | None = None


@dataclass(frozen=True, kw_only=True)
class Versioning:
    """Every change leaves a version; beyond ``keep`` of one document the oldest go. With ``drafts`` a change can be
    prepared, unseen by those who may only read, and published later."""

    drafts: bool = False
    keep: int = 100


@dataclass(frozen=True, kw_only=True)
class Join:
    """Documents of ``collection`` whose relation ``on`` names this one, shown in it when a client asks for it."""

    name: str
    collection: str
    on: str
    limit: int = 10
    sort: str = "-createdAt"


@dataclass(frozen=True, kw_only=True)
class Collection:
    """``internal`` names stored paths that are nobody's business: not shown, not queried, not sorted by.

    A document of an ``upload`` collection is a file. Documents outside ``scope`` do not exist for anybody. With
    ``parts``, other documents go with a deleted one.
    """

    slug: str
    singular: str
    plural: str
    fields: tuple[Field, ...]
    access: Access
    title: str = "id"
    description: str = ""
    hooks: Hooks = Hooks()
    trash: bool = False
    auth: bool = False
    upload: bool = False
    versions: Versioning | None = None
    joins: tuple[Join, ...] = ()
    parts: bool = False
    scope: Query = EVERYTHING
    internal: frozenset[str] = frozenset()
    indexes: tuple[Index, ...] = ()

    @property
    def drafts(self) -> bool:
        return self.versions is not None and self.versions.drafts

    @property
    def lingers(self) -> bool:
        """Whether a deleted document stays, absent for everybody, until what belongs to it is gone."""
        return self.parts or self.versions is not None or self.hooks.purge is not None

    @property
    def type_name(self) -> str:
        return self.singular.replace(" ", "")

    @property
    def types_name(self) -> str:
        """The plural, distinct from ``type_name`` also where the language knows none."""
        plural = self.plural.replace(" ", "")
        return plural if plural != self.type_name else f"All{plural}"

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        """Declared fields and those that every such collection has."""
        return (Id(name="id", label="ID"), *self._auth_fields(), *self.fields, *self._system_fields())

    def _auth_fields(self) -> tuple[Field, ...]:
        if not self.auth:
            return ()
        return (
            Email(name="email", required=True, unique=True),
            Password(name="password", required=True),
            Checkbox(name="enableAPIKey", label="Enable API Key", hidden=True),
            Text(name="apiKey", label="API Key", hidden=True, min_length=16, max_length=256),
            Checkbox(name="hasAPIKey", label="Has API Key", read_only=True),
        )

    def _system_fields(self) -> tuple[Field, ...]:
        times: tuple[Field, ...] = (
            Date(name="updatedAt", read_only=True, indexed=True),
            Date(name="createdAt", read_only=True, indexed=True),
        )
        if self.trash:
            times = (*times, Date(name="deletedAt", indexed=True))
        return (*times, _STATUS) if self.drafts else times

    def all_indexes(self) -> tuple[Index, ...]:
        """A list is sorted by one path and then by key, so that is the order of a field's index."""
        fields = [(path, item.unique) for path, item in _leaves(self.all_fields, "") if _wants(item)]
        own = [Index((path,) if unique else (path, "_id"), unique=unique) for path, unique in fields]
        return (*own, *([Index(("purge",))] if self.lingers else []), *self.indexes)


_STATUS = Select(
    name="_status", label="Status", default="published", options=choices("draft", "published"), indexed=True
)


def _wants(item: Field) -> bool:
    return item.unique or item.indexed


def _leaves(fields: tuple[Field, ...], prefix: str) -> list[tuple[str, Field]]:
    found: list[tuple[str, Field]] = []
    for item in fields:
        if isinstance(item, Group | Array):
            found += _leaves(item.fields, f"{prefix}{item.name}.")
        else:
            found.append((prefix + item.name, item))
    return found
