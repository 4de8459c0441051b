"""The parameters of a read, out of a parsed query string."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from shared.content import values
from shared.content.querystring import parse
from shared.content.where import refuse

DEFAULT_LIMIT = 10
HARD_LIMIT = 1000
DEFAULT_DEPTH = 2
MAX_DEPTH = 10

Selection = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Find:
    """``limit`` 0 asks for everything up to ``HARD_LIMIT``; ``where`` is still the client's."""

    where: Mapping[str, Any] | None = None
    sort: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    page: int = 1
    pagination: bool = True
    depth: int = DEFAULT_DEPTH
    select: Selection = field(default_factory=dict[str, Any])
    populate: Mapping[str, Selection] = field(default_factory=dict[str, Selection])
    joins: Mapping[str, JoinFind] = field(default_factory=dict[str, "JoinFind"])
    trash: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class JoinFind:
    """What is wanted of a joined field. ``limit`` ``None`` is the declaration's own, 0 is everything."""

    where: Mapping[str, Any] | None = None
    sort: tuple[str, ...] = ()
    limit: int | None = None
    page: int = 1
    count: bool = False


def find_parameters(query: str, *, default_limit: int = DEFAULT_LIMIT) -> Find:
    """What cannot be read as a number or a boolean is ignored; a malformed ``where`` or ``select`` is refused."""
    tree = parse(query)
    pagination = _flag(tree.get("pagination")) is not False
    return Find(
        where=_where(tree.get("where")),
        sort=_sort(tree.get("sort")),
        limit=min(_whole(tree.get("limit"), default_limit if pagination else 0, 0), HARD_LIMIT),
        page=_whole(tree.get("page"), 1, 1),
        pagination=pagination,
        depth=min(_whole(tree.get("depth"), DEFAULT_DEPTH, 0), MAX_DEPTH),
        select=_select(tree.get("select")),
        populate=_populate(tree.get("populate")),
        joins=_joins(tree.get("joins")),
        trash=_flag(tree.get("trash")) is True,
        draft=_flag(tree.get("draft")) is True,
    )


def _where(value: Any) -> Mapping[str, Any] | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_constant=_no_constant)
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair could not be named in an error
        except (ValueError, RecursionError):
            refuse("where", "expected JSON or bracketed conditions")
    if not isinstance(value, Mapping):
        refuse("where", "expected an object of conditions")
    return cast("Mapping[str, Any]", value) or None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _sort(value: Any) -> tuple[str, ...]:
    texts = cast("list[Any]", value) if isinstance(value, list) else [value]
    names = [name.strip() for text in texts if isinstance(text, str) for name in text.split(",")]
    return tuple(name for name in names if name)[:10]


def _select(value: Any) -> Selection:
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        refuse("select", "expected select[field]=true or false")
    return _flags(cast("Mapping[str, Any]", value))


def _populate(value: Any) -> Mapping[str, Selection]:
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        refuse("populate", "expected populate[collection][field]=true or false")
    entries = cast("Mapping[str, Any]", value).items()
    return {slug: _flags(cast("Mapping[str, Any]", tree)) for slug, tree in entries if isinstance(tree, Mapping)}


def _joins(value: Any) -> Mapping[str, JoinFind]:
    """``joins=false`` and ``joins[field]=false`` ask for nothing, which is what is shown unasked."""
    if value is None or value == "" or _flag(value) is not None:
        return {}
    if not isinstance(value, Mapping):
        refuse("joins", "expected joins[field][limit]=10 and the like")
    entries = cast("Mapping[str, Any]", value).items()
    return {name: _join(tree) for name, tree in entries if _flag(tree) is not False}


def _join(tree: Any) -> JoinFind:
    given = cast("Mapping[str, Any]", tree if isinstance(tree, Mapping) else {})
    limit = _whole(given.get("limit"), -1, 0)
    return JoinFind(
        where=_where(given.get("where")),
        sort=_sort(given.get("sort")),
        limit=None if limit < 0 else min(limit, HARD_LIMIT),
        page=_whole(given.get("page"), 1, 1),
        count=_flag(given.get("count")) is True,
    )


def _flags(tree: Mapping[str, Any]) -> dict[str, Any]:
    flags: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flags[name] = _flags(cast("Mapping[str, Any]", value))
        elif (flag := _flag(value)) is not None:
            flags[name] = flag
    return flags


def _flag(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def _whole(value: Any, default: int, minimum: int) -> int:
    amount = values.number_from_text(value) if isinstance(value, str) else None
    return amount if isinstance(amount, int) and amount >= minimum else default
