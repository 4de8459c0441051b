"""Films with one document of every collection in them, made from the declarations, so that a new collection is in
them by itself. Every text of a film carries its owner's mark: wherever the mark shows up, the film was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal

from shared.brain.gather.claims import CLAIMS, new_claim
from shared.content.collection import Collection
from shared.content.fields import (
    Array,
    Checkbox,
    Date,
    Email,
    Field,
    Group,
    Id,
    Json,
    Number,
    Relation,
    Select,
    Text,
)
from shared.content.preferences import SLUG as PREFERENCES
from shared.content.registry import Registry
from shared.content.uploads.storing import FILES, TICKETS, file_url, quarantine_key
from shared.domain import brain
from shared.domain.brain import Entity
from shared.domain.runs import message_id

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
Variant = Literal["active", "trashed", "leftover", "binned", "doomed"]
VARIANTS: tuple[Variant, ...] = ("active", "trashed", "leftover", "binned", "doomed")
"""``leftover``: still names what its owner lost sight of; ``binned``: still names what is in the trash; ``doomed``: of
a film that was deleted for good a moment ago, and that nobody has cleared away yet."""
Document = dict[str, Any]
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHARED = ("departments", "agents")
"""Collections of the studio as a whole: no film owns their documents."""
HIDDEN = "notforanybody"
"""What every hidden field of every document holds."""
LOST_TO = "zoe"


def mark_of(owner: str) -> str:
    return f"secretof{owner}"


def id_of(owner: str, slug: str, variant: Variant = "active") -> str:
    """Always the same id for the same document. ``slug`` may be ``<slug>/versions``, or ``files`` for a name."""
    if slug.endswith("/versions"):
        return f"{id_of(owner, slug.removesuffix('/versions'), variant)}:1"
    if slug == "files":
        return f"{id_of(owner, 'media', variant)}.png"
    if slug == "relations":
        return itself(id_of(owner, "entities", variant)).id
    digest = hashlib.sha256(f"{owner} {slug} {variant}".encode()).digest()
    if slug == "messages":
        return message_id(id_of(owner, "conversations", variant), 1)
    if slug == "runs":
        return "01" + "".join(_CROCKFORD[byte & 31] for byte in digest[:24])
    return digest[:12].hex()


def itself(entity_id: str) -> brain.Relation:
    """The only relation in a film's Brain: a second entity would need a second name."""
    return brain.Relation(entity_id, "KNOWS", entity_id)


def documents_of(
    owner: str, crew: dict[str, str], registry: Registry, *, remains: bool = False
) -> Iterator[tuple[str, Document]]:
    """The film of ``owner``, active and (where there is a trash) trashed, with ``remains`` of earlier times too.
    ``crew`` maps a member to their role."""
    for collection in registry:
        if collection.slug == "users" or collection.slug in SHARED:
            continue
        for variant in VARIANTS if remains else VARIANTS[:2]:
            if variant == "trashed" and not collection.trash:
                continue
            yield collection.slug, _document(collection, owner, variant, crew)


def belongings_of(owner: str) -> Iterator[tuple[str, Document]]:
    """What no collection holds: files, an upload in parts, a remembered setting, what is held true of somebody."""
    user = id_of(owner, "users")
    variants: tuple[Variant, ...] = ("active", "trashed")
    for variant in variants:
        file = {"_id": id_of(owner, "media", variant), "media": id_of(owner, "media", variant)}
        yield FILES, {**file, "name": id_of(owner, "files", variant), "kind": "png", "sizes": {}, "doomed": False}
        ticket = id_of(owner, TICKETS, variant)
        yield TICKETS, {
            "_id": ticket, "user": user, "filename": f"{mark_of(owner)}.png", "mimeType": "image/png", "size": 1,
            "key": quarantine_key(ticket), "uploadId": ticket, "createdAt": NOON,
        }  # fmt: skip
        values = {
            key: {"value": f"{mark_of(owner)} {key}", "normal": key, "order": at, "sources": {f"item{key}": {}}}
            for at, key in enumerate(("a", "b"))
        }
        about = Entity("e", "character", mark_of(owner))
        claim = new_claim(id_of(owner, "projects", variant), about, "age") | {"values": values, "accepted": "a"}
        yield CLAIMS, {**claim, "_id": id_of(owner, CLAIMS, variant), "shown": "a", "dirty": False}
        key = id_of(owner, PREFERENCES, variant)
        yield PREFERENCES, {
            "_id": key, "place": f"{user}:{key}", "user": user, "key": key, "value": mark_of(owner), "createdAt": NOON,
            "updatedAt": NOON,
        }  # fmt: skip


def shared_documents(registry: Registry) -> Iterator[tuple[str, Document]]:
    for collection in registry:
        if collection.slug in SHARED:
            yield collection.slug, _document(collection, "studio", "active", {})


def _document(collection: Collection, owner: str, variant: Variant, crew: dict[str, str]) -> Document:
    document = _values(collection.all_fields, owner, variant)
    document |= {"_id": id_of(owner, collection.slug, variant), "createdAt": NOON, "updatedAt": NOON, "rev": 1}
    if collection.trash:
        document["deletedAt"] = NOON if variant in ("trashed", "doomed") else None
    if variant == "doomed" and collection.slug in ("projects", "conversations"):
        document["purge"] = True
    if collection.slug == "media":
        document |= {
            "filename": id_of(owner, "files", variant),
            "url": file_url(id_of(owner, "files", variant), document["_id"]),
            "hasFile": True,
        }
    if collection.slug == "gatherItems":
        settled = {"status": "gathered", "brainState": "learned", "brainWanted": 1, "resolution": None}
        document |= {**settled, "origins": [], "duplicates": [], "supersedes": None}
    if collection.slug == "conflicts":
        sides = {key: {"key": key, "value": f"{mark_of(owner)} {key}", "sources": []} for key in ("a", "b")}
        document |= {**sides, "claim": id_of(owner, CLAIMS, variant), "items": [], "entityType": "character"}
    if collection.slug == "projects":
        document["collaborators"] = [
            {"id": f"row-{name}", "user": id_of(name, "users"), "role": role} for name, role in crew.items()
        ]
        document["slot"] = f"{document['createdBy']}:{VARIANTS.index(variant)}"
    return document


def _values(fields: Iterable[Field], owner: str, variant: Variant) -> Document:
    return {item.name: _value(item, owner, variant) for item in fields if not isinstance(item, Id)}


def _value(item: Field, owner: str, variant: Variant) -> Any:
    text = HIDDEN if item.hidden else f"{mark_of(owner)} {item.name} {variant}"
    match item:
        case Group():
            return _values(item.fields, owner, variant)
        case Array():
            return []
        case Relation():
            target = _named(item.to, owner, variant)
            return [target] if item.many else target
        case Select() if item.name == "_status":
            return "published"
        case Select():
            return [next(iter(item.options))] if item.many else next(iter(item.options))
        case Number():
            return int(item.minimum or 1)
        case Checkbox():
            return False
        case Date():
            return NOON
        case Json():
            return [text] if item.shape == "list" else {"note": text}
        case Email():
            return f"{owner}@film.test"
        case Text() if item.pattern:
            return f"{mark_of(owner)}-{variant}"
        case Text():
            kept = text.replace(" ", "-")[: item.max_length] if item.unique else text[: item.max_length]
            return [kept] if item.many else kept
        case _:
            return text


def _named(slug: str, owner: str, variant: Variant) -> str:
    if slug in SHARED:
        return id_of("studio", slug)
    if slug == "users":
        return id_of(owner, slug)
    if variant == "leftover":
        return id_of(LOST_TO, slug)
    named: dict[Variant, Variant] = {"binned": "trashed", "doomed": "doomed"}
    return id_of(owner, slug, named.get(variant, "active"))


def plan() -> Document:
    return {"tier": "enterprise", "maxProjects": 10, "maxEpisodesPerProject": 50}
