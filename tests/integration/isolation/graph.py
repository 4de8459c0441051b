"""The same questions of GraphQL: what belongs to others is neither shown, counted nor changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.content.collection import Collection, nobody
from tests.backlot.film import SHARED, id_of, mark_of
from tests.backlot.stage import told
from tests.integration.isolation.operations import UNKNOWN

if TYPE_CHECKING:
    from tests.integration.isolation.matrix import Faults, Matrix

ASKERS: tuple[tuple[str | None, str], ...] = ((None, "ada"), ("sam", "ada"), ("vic", "zoe"))


def _questions(collection: Collection, document_id: str) -> Iterator[str]:
    one, many, named = collection.type_name, collection.types_name, json.dumps(document_id)
    yield f"{{ {one}(id: {named}) {{ id createdAt }} }}"
    yield f"{{ {many}(where: {{id: {{equals: {named}}}}}) {{ totalDocs docs {{ id }} }} }}"
    yield f"{{ count{many}(where: {{id: {{equals: {named}}}}}) {{ totalDocs }} }}"
    if collection.access.update is not nobody:
        yield f"mutation {{ update{one}(id: {named}, data: {{}}) {{ id updatedAt }} }}"
    if collection.access.delete is not nobody:
        yield f"mutation {{ delete{one}(id: {named}) {{ id }} }}"


async def graph(matrix: Matrix) -> Faults:
    for collection in matrix.stage.registry:
        if collection.slug in SHARED:
            continue
        for who, owner in ASKERS:
            theirs, nothing = id_of(owner, collection.slug), id_of(UNKNOWN, collection.slug)
            pairs = zip(_questions(collection, theirs), _questions(collection, nothing), strict=True)
            for about_theirs, about_nothing in pairs:
                answer = await matrix.stage.ask(who, "POST", "/api/graphql", {"query": about_theirs})
                changed = matrix.stage.changed(owner)
                expected = await matrix.stage.ask(who, "POST", "/api/graphql", {"query": about_nothing})
                matrix.stage.restore()
                matrix.asked += 2
                if changed:
                    yield f"{about_theirs} by {who}: it was changed"
                if mark_of(owner) in answer.text or told(answer, theirs) != told(expected, nothing):
                    yield f"{about_theirs} by {who}: {answer.text[:300]} is not {expected.text[:300]}"
        own = await matrix.stage.ask("ada", "POST", "/api/graphql", {
            "query": f"{{ {collection.type_name}(id: {json.dumps(id_of('ada', collection.slug))}) {{ id }} }}"
        })  # fmt: skip
        if id_of("ada", collection.slug) not in own.text or "errors" in own.json():
            yield f"{collection.slug}: Ada does not get her own: {own.text[:300]}"
