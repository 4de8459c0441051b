"""What a principal may do with a collection, as a query to merge into every look-up."""

from __future__ import annotations

from shared.content.collection import Collection, Operation
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Match, Query, either, eq, every


def permitted(collection: Collection, operation: Operation, principal: Principal | None) -> Query | None:
    """The documents of the operation, ``EVERYTHING`` when it is not limited, ``None`` when it is refused.

    What was never published is read by those alone who may change it.
    """
    allowed = _declared(collection, operation, principal)
    if allowed is None or operation != "read" or not collection.drafts:
        return allowed
    changeable = _declared(collection, "update", principal)
    if changeable == EVERYTHING:
        return allowed
    published: Query = Match("_status", "ne", "draft")
    return every(allowed, published if changeable is None else either(published, changeable))


def _declared(collection: Collection, operation: Operation, principal: Principal | None) -> Query | None:
    answer = getattr(collection.access, operation)(principal)
    if answer is True:
        return EVERYTHING
    return None if answer is False else answer


def require(collection: Collection, operation: Operation, principal: Principal | None) -> Query:
    """As ``permitted``; raises ``Forbidden`` when refused."""
    query = permitted(collection, operation, principal)
    if query is None:
        raise Forbidden
    return query


def visible(collection: Collection, *, trash: bool = False) -> Query:
    """The documents that exist as far as a request is concerned: those of the trash only when asked for."""
    parts = [collection.scope]
    if collection.lingers:
        parts.append(Match("purge", "ne", True))
    if collection.trash and not trash:
        parts.append(eq("deletedAt", None))
    return every(*parts)
