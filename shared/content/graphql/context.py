"""What one GraphQL request carries along: who asks, what was fetched, and how much the answer has grown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLResolveInfo

from shared.content.accounts import SignedIn
from shared.content.content import Content
from shared.content.graphql.cost import Cost
from shared.content.graphql.loader import JoinLoader, Loader
from shared.domain.identity import Principal

MAX_VALUES = 100_000
"""Values in one answer."""
MAX_CHARACTERS = 4_000_000
"""Of all texts in one answer, which fits the 6 MB that a function may answer."""


@dataclass
class Context:
    """``token`` is the one the request came with. ``signed_in`` and ``signed_out`` ask for a cookie to be set."""

    content: Content
    principal: Principal | None
    token: str | None
    cost: Cost
    loader: Loader = field(init=False)
    joins: JoinLoader = field(init=False)
    signed_in: SignedIn | None = None
    signed_out: bool = False
    overgrown: bool = False
    _values: int = 0
    _characters: int = 0

    def __post_init__(self) -> None:
        self.loader = Loader(self.content, self.principal)
        self.joins = JoinLoader(self.content, self.principal)

    def changed(self) -> None:
        """What was fetched before a change is no longer true."""
        self.loader.forget()
        self.joins.forget()

    def rows(self, info: GraphQLResolveInfo[Any], rows: Sequence[Any]) -> Sequence[Any]:
        """``rows``, or none once the answer has grown too large: their number times what is asked of each."""
        self._values += len(rows) * max(1, self.cost.width(info.field_nodes))
        if self._values > MAX_VALUES:
            self.overgrown = True
        return () if self.overgrown else rows

    def text(self, length: int) -> bool:
        """Whether there is room for so many more characters."""
        self._characters += length
        if self._characters > MAX_CHARACTERS:
            self.overgrown = True
        return not self.overgrown


Info = GraphQLResolveInfo[Context]
