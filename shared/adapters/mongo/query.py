"""Our queries and changes in MongoDB's language, inside the portable subset."""

from __future__ import annotations

import re
from typing import Any

from shared.domain.query import Change, Either, Element, Every, Match, Not, Query, Through

Document = dict[str, Any]
_NOTHING: Document = {"_id": {"$in": []}}


def to_filter(where: Query) -> Document:
    """``Through`` must have been resolved before."""
    match where:
        case Match():
            return _match(where)
        case Every(parts):
            return {"$and": [to_filter(part) for part in parts]} if parts else {}
        case Either(parts):
            return {"$or": [to_filter(part) for part in parts]} if parts else _NOTHING
        case Not(part):
            return {"$nor": [to_filter(part)]}
        case Element(path, part):
            return {path: {"$elemMatch": to_filter(part)}}
        case Through():
            raise TypeError("a store cannot look through a relation in one filter")


def _match(where: Match) -> Document:
    path, value = where.path, where.value
    match where.operator:
        case "eq":
            return {path: {"$eq": value}}
        case "exists":
            return {path: {"$ne": None}} if value else {path: {"$eq": None}}
        case "words":
            words = str(value).split()
            return {"$and": [{path: {"$regex": ignoring_case(word)}} for word in words]} if words else {}
        case "text":
            return {path: {"$regex": ignoring_case(str(value))}}
        case operator:
            return {path: {f"${operator}": value}}


def ignoring_case(text: str) -> str:
    """A pattern for ``text`` itself in any case. Both cases are spelled out: servers differ in what their
    ``i`` option knows beyond ASCII."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    cases = sorted({letter, letter.lower(), letter.upper()})
    cases = [case for case in cases if len(case) == 1]
    return f"[{''.join(cases)}]" if len(cases) > 1 else re.escape(letter)


def to_update(change: Change) -> Document:
    update: Document = {}
    if change.set:
        update["$set"] = dict(change.set)
    if change.unset:
        update["$unset"] = dict.fromkeys(change.unset, "")
    if change.inc:
        update["$inc"] = dict(change.inc)
    if change.push:
        update["$push"] = {path: {"$each": [push.value], "$slice": -push.keep} for path, push in change.push.items()}
    if change.pull:
        update["$pull"] = {path: to_filter(where) for path, where in change.pull.items()}
    return update
