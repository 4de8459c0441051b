"""What answering an operation may cost, told from its text alone, before anything is validated or fetched.

A field costs its weight and what is asked below it, as often as it may be there: a page of 100 counts its documents a
hundred times, however the query spells that with aliases and fragments. Weights and factors stand in the
``extensions`` of the schema's fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from shared.content.find import DEFAULT_LIMIT, HARD_LIMIT
from shared.domain.errors import ValidationFailed

MAX_COST = 50_000
MAX_DEPTH = 15
MAX_FIELDS = 500
"""Fields of one operation with its fragments written out."""
MAX_FRAGMENTS = 100
_INTROSPECTION = 20_000

READ, WRITE = 2_500, 5_000
"""Weights of root fields, so that a request holds twenty reads or ten changes at most."""
PAGE = "page"
"""The factor of a field with ``limit`` and ``docs``."""


def weighing(weight: int = 1, factor: int | str = 1) -> dict[str, Any]:
    """``extensions`` of a field that costs more than a plain one."""
    return {"weight": weight, "factor": factor}


class TooComplex(ValidationFailed):
    """The operation asks for more than one request may."""


@dataclass
class _Sum:
    cost: int = 0
    fields: int = 0
    depth: int = 0

    def add(self, other: _Sum) -> None:
        self.cost += other.cost
        self.fields += other.fields
        self.depth = max(self.depth, other.depth)
        if self.fields > MAX_FIELDS:
            raise TooComplex(f"An operation may ask for at most {MAX_FIELDS} fields, fragments written out.")


@dataclass
class Cost:
    """Raises ``TooComplex``. Unknown names cost little: validation, which comes after, refuses them."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    total: int = 0
    _fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict[str, FragmentDefinitionNode])
    _sums: dict[str, _Sum | None] = field(default_factory=dict[str, "_Sum | None"])
    _widths: dict[int, int] = field(default_factory=dict[int, int])

    def __post_init__(self) -> None:
        definitions = self.document.definitions
        fragments = [item for item in definitions if isinstance(item, FragmentDefinitionNode)]
        operations = [item for item in definitions if isinstance(item, OperationDefinitionNode)]
        if len(fragments) > MAX_FRAGMENTS:
            raise TooComplex(f"A document may have at most {MAX_FRAGMENTS} fragments.")
        self._fragments = {item.name.value: item for item in fragments}
        try:
            whole = _Sum()
            for fragment in fragments:
                self._fragment(fragment.name.value)
            for operation in operations:
                root = self.schema.get_root_type(operation.operation)
                whole.add(self._selection(operation.selection_set, root))
        except RecursionError:
            raise TooComplex("The document is nested too deeply.") from None
        if whole.depth > MAX_DEPTH:
            raise TooComplex(f"Fields may be nested at most {MAX_DEPTH} levels deep.")
        if whole.cost > MAX_COST:
            raise TooComplex(
                f"The document asks for too much: it would cost {whole.cost} of at most {MAX_COST}. "
                "Ask for fewer documents or fields."
            )
        self.total = whole.cost

    def width(self, nodes: Sequence[FieldNode]) -> int:
        """How many fields are asked of each document in a field, fragments written out."""
        return sum(self._widths.get(id(node), 0) for node in nodes)

    def _selection(self, selection: SelectionSetNode | None, parent: Any) -> _Sum:
        whole = _Sum()
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                whole.add(self._field(node, parent))
            elif isinstance(node, FragmentSpreadNode):
                whole.add(self._fragment(node.name.value))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inner = self.schema.type_map.get(condition.name.value) if condition else parent
                whole.add(self._selection(node.selection_set, inner))
        return whole

    def _fragment(self, name: str) -> _Sum:
        fragment = self._fragments.get(name)
        if fragment is None:
            return _Sum()
        if name not in self._sums:
            self._sums[name] = None
            on = self.schema.type_map.get(fragment.type_condition.name.value)
            self._sums[name] = self._selection(fragment.selection_set, on)
        known = self._sums[name]
        if known is None:
            raise TooComplex(f'Cannot spread fragment "{name}" within itself.')
        return known

    def _field(self, node: FieldNode, parent: Any) -> _Sum:
        name = node.name.value
        if name in ("__schema", "__type"):
            return _Sum(_INTROSPECTION, 1 + self._selection(node.selection_set, None).fields, 1)
        definition: GraphQLField | None = None
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            definition = parent.fields.get(name)
        inner_type = cast("Any", get_named_type)(cast("Any", definition).type) if definition else None
        inner = self._selection(node.selection_set, inner_type)
        self._widths[id(node)] = inner.fields
        extensions = cast("Mapping[str, Any]", definition.extensions if definition else {})
        factor = extensions.get("factor", 1)
        times = self._page(node) if factor == PAGE else factor
        return _Sum(extensions.get("weight", 1) + times * inner.cost, 1 + inner.fields, 1 + inner.depth)

    def _page(self, node: FieldNode) -> int:
        """The most documents that the arguments allow on a page."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        limit = self._number(given.get("limit"))
        if limit is None:
            return HARD_LIMIT if "pagination" in given else DEFAULT_LIMIT
        return min(limit, HARD_LIMIT) if limit > 0 else HARD_LIMIT

    def _number(self, node: Any) -> int | None:
        if isinstance(node, VariableNode):
            value = self.variables.get(node.name.value)
            if value is None:
                value = self._default(node.name.value)
            return int(value) if isinstance(value, int | float) and abs(value) < 2**31 else None
        return int(node.value) if isinstance(node, IntValueNode) and len(node.value) < 12 else None

    def _default(self, name: str) -> int | None:
        for definition in self.document.definitions:
            for variable in getattr(definition, "variable_definitions", None) or ():
                if variable.variable.name.value == name and isinstance(variable.default_value, IntValueNode):
                    text = variable.default_value.value
                    return int(text) if len(text) < 12 else None
        return None
