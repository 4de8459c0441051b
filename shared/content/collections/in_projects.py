"""Rules of whatever belongs to a project: who may see and change the film may see and change its parts."""

from __future__ import annotations

from shared.auth.projects import COLLECTION, readable, writable
from shared.content.fields import Relation
from shared.domain.identity import Principal
from shared.domain.query import Not, Query, Through, eq, every

WITH_ITS_PROJECT: Query = Not(Through("project", COLLECTION, eq("purge", True), single=True))
"""The scope of a collection whose documents go with their project, from the moment it is deleted."""


def project_field(*, required: bool = True, writable: bool = True, read_only: bool = False) -> Relation:
    """What a document belongs to. ``writable``: whoever names a project must be able to change it."""
    return Relation(
        name="project",
        to=COLLECTION,
        required=required,
        indexed=True,
        dependent=True,
        need="update" if writable else "read",
        read_only=read_only,
    )


def readable_through_project(principal: Principal | None) -> bool | Query:
    if principal is None:
        return False
    return principal.is_admin or Through("project", COLLECTION, every(readable(principal), _LIVE), single=True)


def writable_through_project(principal: Principal | None) -> bool | Query:
    if principal is None:
        return False
    return principal.is_admin or Through("project", COLLECTION, every(writable(principal), _LIVE), single=True)


def own(principal: Principal | None) -> bool | Query:
    if principal is None:
        return False
    return principal.is_admin or eq("user", principal.user_id)


_LIVE = eq("deletedAt", None)
