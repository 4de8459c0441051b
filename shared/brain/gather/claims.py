"""What is held true of an attribute that can have one value only, and what contradicts it: one document each.

A claim holds every value with the sources that state it, so that accepting, contradicting, deciding and withdrawing
are changes of one document, and whoever comes second sees the first. Conflicts are read off it (``conflicts.py``).

``values`` maps a key to ``{value, normal, order, sources: {item: {label, page, quote, inferred?, old?}}}``. A source is
``old`` when its item was superseded by one that says something else: it keeps the accepted value until somebody has
decided. ``decisions`` maps the id of a conflict to ``{choose, key, value, by, at}``; ``pinned`` is the key that was
decided last.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shared.brain.gather.knowledge import source_document
from shared.brain.gather.values import agree, normal
from shared.domain.brain import Entity, Fact, folded

Document = dict[str, Any]
CLAIMS = "facts"
MOST_VALUES, MOST_OF_ITEM, MOST_SAYING = 50, 5, 100
"""Values of a claim, of those from one item, and items that say the same: what comes later is not noted, nor told."""


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def claim_id(project_id: str, name: str, attribute: str) -> str:
    """One per project, entity and attribute. The entity by name: a model may take the same person for two types."""
    return digest(project_id, folded(name), attribute)


def new_claim(project_id: str, about: Entity, attribute: str) -> Document:
    return {
        "_id": claim_id(project_id, about.title, attribute),
        "project": project_id,
        "entity": about.id,
        "entityType": about.type,
        "entityTitle": about.title,
        "attribute": attribute,
        "values": {},
        "accepted": None,
        "shown": None,
        "pinned": None,
        "rejected": [],
        "decisions": {},
        "items": [],
        "dirty": True,
        "rev": 0,
    }


def stated(claim: Mapping[str, Any], item: str, fact: Fact) -> Document:
    """``claim`` with one more source."""
    changed = copy.deepcopy(dict(claim))
    key = _key_for(changed, fact.value)
    held: Document | None = changed["values"].get(key)
    if _is_full(changed, held, item):
        return changed
    if held is None:
        order = 1 + max((one["order"] for one in changed["values"].values()), default=0)
        held = _value(claim, fact.value, order)
        changed["values"][key] = held
    source = source_document(fact.source)
    source.pop("item", None)
    if fact.inferred:
        source["inferred"] = True
    known = held["sources"].get(item)
    if known is None or (known.get("inferred") and not fact.inferred):
        held["sources"][item] = source
    return _judged(changed)


def withdrawn(claim: Mapping[str, Any], item: str) -> Document:
    """Without what ``item`` says."""
    changed = copy.deepcopy(dict(claim))
    for held in changed["values"].values():
        held["sources"].pop(item, None)
    return _judged(changed)


def superseded(claim: Mapping[str, Any], old: str, new: str) -> Document:
    """``new`` speaks instead of ``old``. Where it says something else, what ``old`` said stays beside it, as old."""
    changed = copy.deepcopy(dict(claim))
    says = [key for key, held in changed["values"].items() if _gives(held["sources"].get(new))]
    for key, held in changed["values"].items():
        if old in held["sources"]:
            if says and key not in says and _gives(held["sources"][old]):
                held["sources"][old]["old"] = True
            else:
                del held["sources"][old]
    return _judged(changed)


def handed_over(claim: Mapping[str, Any], old: str, new: str) -> Document:
    """What ``old`` says, ``new`` says from now on: the two were merged."""
    changed = copy.deepcopy(dict(claim))
    for held in changed["values"].values():
        source = held["sources"].pop(old, None)
        if source is not None:
            held["sources"].setdefault(new, source)
    return _judged(changed)


def decided(
    claim: Mapping[str, Any], conflict: Mapping[str, Any], choose: str, value: str | None, by: str, at: datetime
) -> Document:
    """A person has chosen ``a``, ``b`` or a ``value`` of their own."""
    changed = copy.deepcopy(dict(claim))
    sides: dict[str, str] = {side: conflict[side]["key"] for side in ("a", "b")}
    if choose == "value":
        assert value is not None
        key = _key_for(changed, value)
        if key not in changed["values"]:
            order = 1 + max((one["order"] for one in changed["values"].values()), default=0)
            changed["values"][key] = _value(claim, value, order)
    else:
        key = sides[choose]
    rejected = {*changed["rejected"], *sides.values()} - {key}
    decision = {"choose": choose, "key": key, "value": changed["values"][key]["value"], "by": by, "at": at}
    changed |= {"rejected": sorted(rejected), "pinned": key}
    changed["decisions"][conflict["_id"]] = decision
    return _judged(changed)


def contradictions(claim: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The accepted value against each other given one that nobody has decided about."""
    accepted = claim["accepted"]
    if accepted is None or not (claim["pinned"] == accepted or _given(claim["values"][accepted])):
        return
    for key, held in claim["values"].items():
        if key != accepted and key not in claim["rejected"] and _given(held):
            yield accepted, key


def spokesman(claim: Mapping[str, Any], live: set[str]) -> tuple[str, Mapping[str, Any], str | None] | None:
    """(item, source, item of the source) through which the accepted value is told when none of the living says it: a
    superseded source, or a person's decision."""
    accepted = claim["accepted"]
    if accepted is None:
        return None
    sources: dict[str, Document] = claim["values"][accepted]["sources"]
    if any(item in live and not source.get("old") for item, source in sources.items()):
        return None
    speaking = sorted(item for item in claim["items"] if item in live)
    if not speaking:
        return None
    for item, source in sorted(sources.items()):
        return speaking[0], source, item
    return speaking[0], {"label": "Decided by a person"}, None


def told_as(claim: Mapping[str, Any]) -> str | None:
    """What its items have to be told anew for when it changes: the accepted value, whether a person has decided, and
    who speaks for it."""
    accepted = claim["accepted"]
    if accepted is None:
        return None
    sources: dict[str, Document] = claim["values"][accepted]["sources"]
    decided = f"{accepted} decided" if claim["pinned"] is not None else accepted
    told_by_itself = any(not source.get("old") for source in sources.values())
    return decided if told_by_itself or not claim["items"] else f"{decided} {claim['items'][0]}"


def _judged(claim: Document) -> Document:
    """Values without a source go, and then the accepted one is what was decided, else what was first."""
    values: dict[str, Document] = claim["values"]
    _lapse(claim)
    living = any(not source.get("old") for held in values.values() for source in held["sources"].values())
    for key in list(values):
        sources: dict[str, Document] = values[key]["sources"]
        if not living or key != claim["accepted"]:
            for item in [item for item, source in sources.items() if source.get("old")]:
                del sources[item]
        if not sources and not (living and key == claim["pinned"]):
            del values[key]
    given = [key for key, held in values.items() if _given(held)]
    best = min(given or values, key=lambda key: values[key]["order"], default=None)
    if claim["pinned"] in values:
        best = claim["pinned"]
    elif claim["accepted"] in values and (claim["accepted"] in given or not given):
        best = claim["accepted"]
    claim["accepted"] = best
    claim["items"] = sorted({item for held in values.values() for item in held["sources"]})
    return claim


def _lapse(claim: Document) -> None:
    """Who chose one of two sides chose what its sources say: the choice goes with the last of them. A value of their
    own stays."""
    pinned, decisions = claim["pinned"], claim["decisions"]
    chosen = [decision["choose"] for decision in decisions.values() if decision["key"] == pinned]
    if pinned is None or "value" in chosen or claim["values"].get(pinned, {}).get("sources"):
        return
    kept = {key: decision for key, decision in decisions.items() if decision["key"] != pinned}
    claim |= {"pinned": None, "rejected": [], "decisions": kept}


def _is_full(claim: Mapping[str, Any], held: Mapping[str, Any] | None, item: str) -> bool:
    if held is not None and item in held["sources"]:
        return False
    values: list[Document] = list(claim["values"].values())
    if held is not None and len(held["sources"]) >= MOST_SAYING:
        return True
    new = held is None and len(values) >= MOST_VALUES
    return new or sum(item in one["sources"] for one in values) >= MOST_OF_ITEM


def _key_for(claim: Mapping[str, Any], value: str) -> str:
    """That of the value that says the same; a name that can stand in a path."""
    wanted = normal(claim["attribute"], value)
    values: dict[str, Document] = claim["values"]
    same = [key for key, held in values.items() if agree(claim["attribute"], held["normal"], wanted)]
    if claim["accepted"] in same:
        return claim["accepted"]
    return min(same, key=lambda key: values[key]["order"], default=digest(wanted)[:12])


def _value(claim: Mapping[str, Any], value: str, order: int) -> Document:
    return {"value": value, "normal": normal(claim["attribute"], value), "order": order, "sources": {}}


def _given(held: Mapping[str, Any]) -> bool:
    return any(_gives(source) for source in held["sources"].values())


def _gives(source: Mapping[str, Any] | None) -> bool:
    return source is not None and not source.get("inferred")
