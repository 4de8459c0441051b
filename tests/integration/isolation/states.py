"""What is in the trash, and what is not published yet: kept from those who may read only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from shared.content.collection import nobody
from tests.backlot.film import id_of
from tests.integration.isolation.operations import TAKEN, Operation

if TYPE_CHECKING:
    from tests.integration.isolation.matrix import Faults, Matrix

MOMENT = "2026-05-01T12:00:00.000Z"
UNPUBLISHED = "notyetpublished"


async def states(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    slugs = {operation.slug for operation in chosen}
    for collection in matrix.stage.registry:
        if collection.slug not in slugs:
            continue
        if collection.trash and collection.access.update is not nobody:
            async for fault in _trashed(matrix, collection.slug):
                yield f"{collection.slug}: {fault}"
    if "projects" in slugs:
        path = f"/api/projects/{id_of('ada', 'projects')}"
        answer = await matrix.stage.ask("eddy", "PATCH", path, {"deletedAt": MOMENT})
        matrix.stage.restore()
        if answer.status_code not in (403, 404):
            yield f"an editor, who may not delete, put the film into the trash: {answer.status_code}"
        joined = await matrix.stage.ask("vic", "GET", f"{path}?depth=2&joins[sessions][limit]=50")
        if id_of("ada", "sessions") in joined.text:
            yield "a viewer is shown Ada's session among what belongs to the film"
        own = f"/api/projects/{id_of('sam', 'projects')}?depth=2&joins[media][limit]=50"
        if id_of("sam", "media", "trashed") in (await matrix.stage.ask("sam", "GET", own)).text:
            yield "what is in the trash is shown among what belongs to a film"
        matrix.asked += 3
    if "scripts" in slugs:
        async for fault in _unpublished(matrix):
            yield fault


async def _trashed(matrix: Matrix, slug: str) -> Faults:
    """Without asking for the trash, even its owner finds nothing there to change."""
    for method in ("GET", "PATCH", "DELETE"):
        body = None if method == "GET" else TAKEN
        answer = await matrix.stage.ask("sam", method, f"/api/{slug}/{id_of('sam', slug, 'trashed')}", body)
        matrix.asked += 1
        matrix.stage.restore()
        if answer.status_code != 404:
            yield f"{method} of what is in the trash: {answer.status_code}"


async def _unpublished(matrix: Matrix) -> Faults:
    """A viewer neither sees nor finds the draft of a script; an editor does both."""
    held = matrix.stage.documents.collections["scripts"]
    stored = held[id_of("ada", "scripts")]
    text = next(name for name, value in stored.items() if isinstance(value, str) and "secretof" in value)
    held[stored["_id"]] = {**stored, "rev": 2, "draft": {text: UNPUBLISHED, "_status": "draft", "rev": 2}}
    found = quote(json.dumps({text: {"equals": UNPUBLISHED}}))
    counts = {
        who: (await matrix.stage.ask(who, "GET", f"/api/scripts/count?draft=true&where={found}")).json()["totalDocs"]
        for who in ("eddy", "vic")
    }
    shown = {who: (await matrix.stage.ask(who, "GET", "/api/scripts?draft=true")).text for who in ("eddy", "vic")}
    matrix.asked += 4
    matrix.stage.restore()
    if counts["vic"]:
        yield "a viewer finds an unpublished script by what is in it"
    if UNPUBLISHED in shown["vic"]:
        yield "a viewer is shown an unpublished script"
    if not counts["eddy"] or UNPUBLISHED not in shown["eddy"]:
        yield f"an editor does not find their draft: {counts} {shown['eddy'][:300]}"
