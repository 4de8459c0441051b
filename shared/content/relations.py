"""Whether the documents that a body names exist, asked once per collection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from shared.content.cleaning import Named
from shared.content.fields import Relation
from shared.content.permission import permitted, visible
from shared.content.problems import Problems
from shared.content.registry import Registry
from shared.domain.identity import Principal
from shared.domain.query import Query, among, every
from shared.ports import Documents


async def check_named(
    documents: Documents,
    registry: Registry,
    named: Sequence[Named],
    principal: Principal | None,
    problems: Problems,
) -> None:
    """A relation to nothing is a problem of its field, and so is one to what the principal may not read, or, where
    the declaration says so, may not change, and one to a document of the wrong kind."""
    declared = {id(item.field): item.field for item in named}
    answers = await asyncio.gather(
        *(_allowed(documents, registry, item, named, principal) for item in declared.values())
    )
    allowed = dict(zip(declared, answers, strict=True))
    for item in named:
        if item.document_id not in allowed[id(item.field)]:
            message = f"This field has the following invalid selections: {item.document_id}"
            problems.add(item.path, item.label, message)


async def _allowed(
    documents: Documents,
    registry: Registry,
    relation: Relation,
    named: Sequence[Named],
    principal: Principal | None,
) -> set[str]:
    collection = registry.get(relation.to)
    permission = permitted(collection, relation.need, principal) if collection else None
    if collection is None or (permission is None and not relation.known):
        return set()
    ids = sorted({item.document_id for item in named if item.field is relation})
    where: list[Query] = [among("_id", ids), visible(collection), relation.where]
    if not relation.known and permission is not None:
        where.append(permission)
    return {stored["_id"] for stored in await documents.find(relation.to, every(*where), fields=("_id",))}
