"""Whether the documents that a body names exist, asked once per collection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from shared.content.cleaning import Named
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
    """A relation to nothing is a problem of its field, and so is one to what the principal may not read."""
    kinds = sorted({(item.field.to, item.field.known) for item in named})
    answers = await asyncio.gather(*(_existing(documents, registry, kind, named, principal) for kind in kinds))
    existing = dict(zip(kinds, answers, strict=True))
    for item in named:
        if item.document_id not in existing[(item.field.to, item.field.known)]:
            message = f"This field has the following invalid selections: {item.document_id}"
            problems.add(item.path, item.label, message)


async def _existing(
    documents: Documents,
    registry: Registry,
    kind: tuple[str, bool],
    named: Sequence[Named],
    principal: Principal | None,
) -> set[str]:
    slug, known = kind
    collection = registry.get(slug)
    allowed = permitted(collection, "read", principal) if collection else None
    if collection is None or (allowed is None and not known):
        return set()
    ids = sorted({item.document_id for item in named if (item.field.to, item.field.known) == kind})
    where: list[Query] = [among("_id", ids), visible(collection)]
    if not known and allowed is not None:
        where.append(allowed)
    return {stored["_id"] for stored in await documents.find(slug, every(*where), fields=("_id",))}
