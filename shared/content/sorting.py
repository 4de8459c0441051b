"""A client's ``sort`` as the store's."""

from __future__ import annotations

from shared.content.collection import Collection
from shared.content.paths import UnknownPath, resolve
from shared.content.registry import Registry
from shared.domain.identity import Principal
from shared.domain.query import Query, by_id
from shared.ports import Sort

_PROBE: Query = by_id("")


def sort_of(collection: Collection, registry: Registry, names: tuple[str, ...], principal: Principal | None) -> Sort:
    """Unknown names are ignored, hidden ones refused; the key decides between equals, so that pages are stable, in the
    direction of the first name, so that one index gives the whole order."""
    order: dict[str, int] = {}
    for name in names:
        path = name.removeprefix("-")
        if path.split(".")[0] in _hidden(collection):
            raise UnknownPath(path)
        try:
            target = resolve(path, collection, registry, principal)
        except UnknownPath:
            continue
        if target.wrap(_PROBE) is _PROBE:
            order.setdefault(target.stored, -1 if name.startswith("-") else 1)
    if not order:
        order["createdAt"] = -1
    order.setdefault("_id", next(iter(order.values())))
    return [(path, -1 if direction < 0 else 1) for path, direction in order.items()]


def _hidden(collection: Collection) -> set[str]:
    return {item.name for item in collection.all_fields if item.hidden} | collection.internal
