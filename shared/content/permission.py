"""What a principal may do with a collection, as a query to merge into every look-up."""

from __future__ import annotations

from shared.content.collection import Collection, Operation
from shared.domain.errors import Forbidden
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, Query, eq, every


def permitted(collection: Collection, operation: Operation, principal: Principal | None) -> Query | None:
    """The documents of the operation, ``EVERYTHING`` when it is not limited, ``None`` when it is refused."""
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
    if collection.trash and not trash:
        return every(collection.scope, eq("deletedAt", None))
    return collection.scope
