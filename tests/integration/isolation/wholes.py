"""The questions that name no document: pages, counts, bulk operations, relations, creations and protected fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shared.content.collection import Collection, nobody
from shared.content.fields import Array, Field, Group, Id, Number, Password, Relation, Select, Text
from tests.backlot.film import SHARED, Variant, id_of, mark_of
from tests.integration.isolation.operations import TAKEN, UNKNOWN, Operation
from tests.integration.isolation.rules import EVERYBODY, rule_of

if TYPE_CHECKING:
    from tests.integration.isolation.matrix import Faults, Matrix

TRASHED = " trashed"
DOOMED = " doomed"
READERS: tuple[tuple[str | None, str], ...] = ((None, "ada"), ("sam", "ada"), ("sam", "zoe"), ("vic", "zoe"))
BINNED = " binned"
WITH_ITS_WHOLE = frozenset({"messages", "media", "scripts", "tasks", "gatherItems", "notes", "auditEvents"})
"""Their documents are in the trash together with what they are parts of."""
OUTLIVING = frozenset({"usage", "auditEvents"})
"""Books are kept when a film is gone."""


def _wheres(slug: str, owner: str) -> Iterator[str]:
    ids = [id_of(owner, slug), id_of(owner, slug, "trashed")]
    yield json.dumps({"id": {"in": ids}})
    yield json.dumps({"or": [{"id": {"in": ids}}, {"id": {"exists": True}}]})


async def pages(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    """Lists, counts and bulk operations reach nothing of others."""
    for operation in chosen:
        if (operation.by_id and not operation.orchestrates) or operation.public:
            continue
        for who, owner in READERS:
            async for fault in _page(matrix, operation, who, owner):
                yield f"{operation} by {who or 'nobody'}: {fault}"
        if operation.method == "GET" and not operation.orchestrates and operation.slug not in OUTLIVING:
            answer = await matrix.ask("root", operation, {}, "limit=0&depth=3&trash=true")
            if DOOMED in answer.text:
                yield f"{operation} by root: a deleted film was shown: {_around(answer.text, DOOMED)}"


async def _page(matrix: Matrix, operation: Operation, who: str | None, owner: str) -> Faults:
    queries = [""]
    if not operation.orchestrates and operation.method in ("GET", "PATCH", "DELETE"):
        wheres = [f"where={quote(where)}&limit=0" for where in _wheres(operation.slug, owner)]
        queries = [*wheres, f"trash=true&{wheres[0]}"]
        if operation.method == "GET":
            queries += ["limit=0&depth=3&trash=true", "limit=0&depth=3", "sort=id"]
    for query in queries:
        answer = await matrix.ask(who, operation, {}, query)
        changed = matrix.stage.changed(owner)
        if operation.method != "GET":
            matrix.stage.restore()
        if changed:
            yield f"{owner}'s film was changed by {query}"
        if mark_of(owner) in answer.text:
            yield f"{owner}'s film was shown by {query}: {_around(answer.text, mark_of(owner))}"
        if "trash=" not in query and TRASHED in answer.text and who is not None and not operation.orchestrates:
            yield f"the trash was shown by {query}: {_around(answer.text, TRASHED)}"
        if DOOMED in answer.text and operation.slug not in OUTLIVING:
            yield f"a deleted film was shown by {query}: {_around(answer.text, DOOMED)}"
        if BINNED in answer.text and operation.slug in WITH_ITS_WHOLE:
            yield f"a part of something in the trash was shown by {query}: {_around(answer.text, BINNED)}"
        named = f'"id":"{id_of(owner, operation.slug)}"'
        if named in answer.text.replace('": "', '":"') and operation.slug not in SHARED:
            yield f"{owner}'s id was shown by {query}"
        if query.startswith("where") and "/count" in operation.path and operation.slug not in SHARED and who:
            expected = await matrix.ask(who, operation, {}, f"where={quote(_wheres_of_nothing(query))}")
            if answer.text != expected.text:
                yield f"{owner}'s film was counted by {query}: {answer.text} {expected.text}"


def _wheres_of_nothing(query: str) -> str:
    return json.dumps({"id": {"exists": True}}) if "exists" in query else json.dumps({"id": {"in": ["never"]}})


def _around(text: str, found: str) -> str:
    place = text.index(found)
    return text[max(0, place - 120) : place + 60]


async def relations(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    """What others have can be neither named nor asked about through a relation."""
    slugs = {operation.slug for operation in chosen}
    for collection in matrix.stage.registry:
        if collection.slug not in slugs:
            continue
        for path, item in relations_of(collection.all_fields):
            async for fault in _asked_through(matrix, collection, path, item):
                yield f"{collection.slug}: {fault}"
            if collection.access.create is not nobody and not item.known and not item.read_only:
                async for fault in _named(matrix, collection, path, item):
                    yield f"{collection.slug}: {fault}"


def relations_of(fields: Iterable[Field], prefix: str = "") -> Iterator[tuple[str, Relation]]:
    for item in fields:
        if isinstance(item, Group | Array):
            yield from relations_of(item.fields, f"{prefix}{item.name}.")
        elif isinstance(item, Relation) and item.to not in SHARED:
            yield prefix + item.name, item


async def _asked_through(matrix: Matrix, collection: Collection, path: str, item: Relation) -> Faults:
    """Sam still names documents of Zoe's film, and some in his own trash."""
    related = matrix.stage.registry.get(item.to)
    text = (
        next((one for one in related.all_fields if isinstance(one, Text) and not one.hidden), None) if related else None
    )
    if text is None:
        return
    for found in (mark_of("zoe"), "trashed"):
        for condition in ({f"{path}.{text.name}": {"contains": found}}, {f"{path}.{text.name}": {"like": found}}):
            query = f"where={quote(json.dumps(condition))}"
            answer = await matrix.stage.ask("sam", "GET", f"/api/{collection.slug}?{query}&depth=0")
            matrix.asked += 1
            if answer.status_code == 200 and answer.json()["totalDocs"]:
                yield f"{path}.{text.name} answers questions about {found}"


async def _named(matrix: Matrix, collection: Collection, path: str, item: Relation) -> Faults:
    others: tuple[tuple[str, Variant], ...] = (("ada", "active"), ("ada", "trashed"), ("sam", "trashed"))
    for owner, variant in others:
        document_id, nothing = id_of(owner, item.to, variant), id_of(UNKNOWN, item.to)
        target = matrix.stage.registry.get(item.to)
        if target is None or (variant == "trashed" and not target.trash):
            continue
        own = id_of("sam", collection.slug) if collection.slug != "users" else id_of("sam", "users")
        for method, where in (("POST", ""), ("PATCH", f"/{own}")):
            said: list[tuple[int, str]] = []
            for named in (document_id, nothing):
                body = {**TAKEN, **_required(collection), **_nested(path, [named] if item.many else named)}
                answer = await matrix.stage.ask("sam", method, f"/api/{collection.slug}{where}?depth=0", body)
                matrix.asked += 1
                matrix.stage.restore()
                said.append((answer.status_code, answer.text.replace(named, "·").split('"requestId"')[0]))
            if said[0] != said[1] or said[0][0] < 400:
                yield f"{method} with {path} of {owner}'s {variant} {item.to}: {said[0]} is not {said[1]}"


def _nested(path: str, value: Any) -> dict[str, Any]:
    first, _, rest = path.partition(".")
    return {first: _nested(rest, value)} if rest else {first: value}


def _required(collection: Collection) -> dict[str, Any]:
    """A body that may be created, as far as the declaration says."""
    return {item.name: _sample(item) for item in collection.all_fields if item.required and not item.read_only} | (
        {"email": "new@film.test", "password": "correct horse battery"} if collection.auth else {}
    )


def _sample(item: Field) -> Any:
    match item:
        case Relation():
            target = id_of("studio" if item.to in SHARED else "sam", item.to)
            return [target] if item.many else target
        case Select():
            return next(iter(item.options))
        case Text():
            return ["taken"] if item.many else "taken"
        case _:
            return 1


async def creation(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    """Only who may make one makes one."""
    slugs = {operation.slug for operation in chosen}
    for collection in matrix.stage.registry:
        creators = rule_of(collection.slug).create
        if collection.slug not in slugs or creators is None:
            continue
        for who in (None, "sam", "root"):
            body = {**TAKEN, **_required(collection)}
            answer = await matrix.stage.ask(who, "POST", f"/api/{collection.slug}?depth=0", body)
            matrix.asked += 1
            matrix.stage.restore()
            refused = answer.status_code in (401, 403, 404, 405)
            if refused == (who in creators):
                yield f"POST {collection.slug} by {who or 'nobody'}: {answer.status_code} {answer.text[:200]}"


async def report(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    """What somebody is told about their rights is what they have."""
    for who in (None, "sam"):
        answer = (await matrix.stage.ask(who, "GET", "/api/access")).json()["collections"]
        matrix.asked += 1
        for slug, told in answer.items():
            rule = rule_of(slug)
            if who is None and "read" in told:
                yield f"GET /api/access: nobody may read {slug}"
            if who == "sam" and told.get("read") is True and "sam" not in rule.read:
                yield f"GET /api/access: sam may read all {slug}"
            if "create" in told and rule.create is not None and who not in rule.create:
                yield f"GET /api/access: {who or 'nobody'} may create {slug}"


async def fields(matrix: Matrix, chosen: Iterable[Operation]) -> Faults:
    """Nobody writes a field that is not theirs to write, whatever else they may change."""
    slugs = {operation.slug for operation in chosen}
    for collection in matrix.stage.registry:
        if collection.slug not in slugs or collection.access.update is nobody:
            continue
        who, document_id = "sam", id_of("sam", collection.slug)
        if collection.slug in SHARED:
            who, document_id = "root", id_of("studio", collection.slug)
        for item in collection.all_fields:
            if item.name in matrix.protected[collection.slug]:
                async for fault in _written(matrix, collection, item, who, document_id):
                    yield f"{collection.slug}: {fault}"


async def _written(matrix: Matrix, collection: Collection, item: Field, who: str, document_id: str) -> Faults:
    stored = "_id" if isinstance(item, Id) else item.name
    before = matrix.stage.documents.collections[collection.slug][document_id].get(stored)
    for value in _others(item):
        await matrix.stage.ask(who, "PATCH", f"/api/{collection.slug}/{document_id}", {item.name: value})
        matrix.asked += 1
        after = matrix.stage.documents.collections[collection.slug][document_id].get(stored)
        matrix.stage.restore()
        if after != before and item.name != "updatedAt" and not isinstance(item, Password):
            yield f"{item.name} was written by {who}: {after}"


def _others(item: Field) -> Iterator[Any]:
    if isinstance(item, Group):
        yield {inner.name: value for inner in item.fields for value in list(_others(inner))[:1]}
    elif isinstance(item, Number):
        yield int(item.minimum or 6) + 1
    elif isinstance(item, Select):
        yield from (list(item.options)[-1], next(iter(item.options)))
    else:
        yield from ("taken", 77, True, ["taken"], {"taken": True}, "2020-01-01T00:00:00.000Z")


assert "sam" in EVERYBODY
