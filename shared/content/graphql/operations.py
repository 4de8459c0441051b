"""What a collection's root fields do. Everything goes the way REST goes: the same rules, the same hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from shared.content.collection import Collection
from shared.content.find import DEFAULT_LIMIT, HARD_LIMIT, Find
from shared.content.graphql.context import Info
from shared.content.graphql.names import name_of
from shared.domain.errors import ValidationFailed

Args = Mapping[str, Any]


class Operations:
    """Resolvers of one collection. Answers are flat: relations are fetched by their own fields."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def find(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        select = selected(self._collection, info, ("docs",)) if args.get("select") else {}
        return await context.content.reads.find(self._collection, find_of(args, select), context.principal)

    async def find_by_id(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        select = selected(self._collection, info, ()) if args.get("select") else {}
        find = find_of(args, select)
        return (await context.content.reads.find_by_id(self._collection, args["id"], find, context.principal)).document

    async def count(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        return await context.content.reads.count(self._collection, find_of(args), context.principal)

    async def create(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        context.changed()
        shown = await context.content.writes.create(self._collection, args["data"], find_of(args), context.principal)
        return shown.document

    async def update(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        context.changed()
        shown = await context.content.writes.update(
            self._collection, args["id"], args["data"], find_of(args), context.principal
        )
        return shown.document

    async def delete(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        context.changed()
        shown = await context.content.writes.delete(self._collection, args["id"], find_of(args), context.principal)
        return shown.document

    async def duplicate(self, _: object, info: Info, **args: Any) -> Any:
        context = info.context
        context.changed()
        shown = await context.content.duplicate(
            self._collection, args["id"], args.get("data") or {}, find_of(args), context.principal
        )
        return shown.document


def find_of(args: Args, select: Mapping[str, Any] | None = None) -> Find:
    """As ``find_parameters`` reads a query string: what makes no sense as a number is ignored."""
    pagination = args.get("pagination") is not False
    limit, page = args.get("limit"), args.get("page")
    if limit is None or limit < 0:
        limit = DEFAULT_LIMIT if pagination else 0
    return Find(
        where=where_of_args(args),
        sort=sort_of(args),
        limit=min(limit, HARD_LIMIT),
        page=page if page is not None and page > 0 else 1,
        pagination=pagination,
        depth=0,
        select=select or {},
        trash=args.get("trash") is True,
        draft=args.get("draft") is True,
    )


def sort_of(args: Args) -> tuple[str, ...]:
    names = [name.strip() for name in (args.get("sort") or "").split(",")]
    return tuple(name for name in names if name)[:10]


def where_of_args(args: Args) -> Mapping[str, Any] | None:
    return _where(args.get("where"))


def _where(where: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Without what GraphQL's clients send as ``null`` for a condition they do not mean."""
    if not where:
        return None
    return {name: _condition(name, value) for name, value in where.items() if value is not None}


def _condition(name: str, value: Any) -> Any:
    if name not in ("and", "or"):
        return value
    return [_where(part) or {} for part in value if part is not None]


def selected(collection: Collection, info: Info, path: tuple[str, ...]) -> dict[str, Any]:
    """The fields that the query names, so that nothing else is read."""
    names = set[str]()
    for node in info.field_nodes:
        _collect(node.selection_set, info, path, names)
    named = {name_of(item.name): item.name for item in collection.all_fields if not item.hidden}
    return {named[name]: True for name in sorted(names) if name in named} or {"id": True}


def _collect(selection: SelectionSetNode | None, info: Info, path: tuple[str, ...], names: set[str]) -> None:
    for node in selection.selections if selection else ():
        if isinstance(node, FieldNode):
            if not path:
                names.add(node.name.value)
            elif node.name.value == path[0]:
                _collect(node.selection_set, info, path[1:], names)
        elif isinstance(node, InlineFragmentNode):
            _collect(node.selection_set, info, path, names)
        elif isinstance(node, FragmentSpreadNode):
            _collect(info.fragments[node.name.value].selection_set, info, path, names)


def required(args: Args, *names: str) -> None:
    """For arguments that Payload's schema leaves open though nothing can be done without."""
    missing = [name for name in names if args.get(name) is None]
    if missing:
        raise ValidationFailed(f"Missing: {', '.join(missing)}.")
