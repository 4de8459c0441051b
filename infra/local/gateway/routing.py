"""Which route a request takes: API Gateway's rule, the most specific resource first, then its method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from infra.local.gateway.template import Route


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    parameters: Mapping[str, str]


class Routes:
    """A tree of path segments: literals win over ``{name}``, and that over ``{name+}``."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self._root.add(route.path.strip("/").split("/"), route)

    def find(self, method: str, path: str) -> Match | None:
        """None when no resource fits the path, or the one that fits best does not know the method."""
        found = self._root.find(path.strip("/").split("/"))
        if found is None:
            return None
        node, parameters = found
        route = node.methods.get(method) or node.methods.get("ANY")
        return Match(route, parameters) if route else None

    def knows(self, path: str) -> bool:
        """Whether any resource fits the path, whatever the method."""
        return self._root.find(path.strip("/").split("/")) is not None


class _Node:
    __slots__ = ("greedy", "literal", "methods", "variable")

    def __init__(self) -> None:
        self.methods: dict[str, Route] = {}
        self.literal: dict[str, _Node] = {}
        self.variable: tuple[str, _Node] | None = None
        self.greedy: tuple[str, _Node] | None = None

    def add(self, segments: list[str], route: Route) -> None:
        if not segments:
            self.methods[route.method] = route
            return
        head, rest = segments[0], segments[1:]
        if head.startswith("{") and head.endswith("+}"):
            self.greedy = self.greedy or (head[1:-2], _Node())
            self.greedy[1].add([], route)
        elif head.startswith("{"):
            self.variable = self.variable or (head[1:-1], _Node())
            self.variable[1].add(rest, route)
        else:
            self.literal.setdefault(head, _Node()).add(rest, route)

    def find(self, segments: list[str]) -> tuple[_Node, dict[str, str]] | None:
        if not segments:
            return (self, {}) if self.methods else None
        head, rest = segments[0], segments[1:]
        if (child := self.literal.get(head)) and (found := child.find(rest)):
            return found
        if self.variable and head and (found := self.variable[1].find(rest)):
            return found[0], {self.variable[0]: unquote(head), **found[1]}
        if self.greedy and head:
            return self.greedy[1], {self.greedy[0]: "/".join(map(unquote, segments))}
        return None
