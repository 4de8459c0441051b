"""Following relations step by step, without ever holding more than a bounded number of paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["out", "in", "both"]
Expand = Callable[[Sequence[str], str, Direction], Awaitable[list[tuple[str, str, str]]]]
"""(here, relation, there) of every relation of a type that leaves these entities that way, in a fixed order."""

MOST_NODES = 5_000
"""Entities that a step starts from."""
WAYS = 4
"""Paths kept to one entity: more than one, since a path may not use a relation twice and the next step may need to."""


@dataclass(frozen=True, slots=True)
class Path:
    entities: tuple[str, ...]
    relations: frozenset[str] = frozenset()

    def to(self, relation: str, entity: str) -> Path:
        return Path((*self.entities, entity), self.relations | {relation})


async def walk(
    starts: Sequence[str], steps: Sequence[tuple[str, Direction]], limit: int, expand: Expand
) -> list[tuple[str, tuple[str, ...]]]:
    """Each end with the first path found; a path goes over a relation once."""
    frontier = {start: [Path((start,))] for start in dict.fromkeys(starts)}
    for kind, direction in steps:
        found: dict[str, list[Path]] = {}
        for here, relation, there in await expand(list(frontier), kind, direction):
            ways = found.get(there)
            if (ways is None and len(found) >= MOST_NODES) or (ways and len(ways) >= WAYS):
                continue
            new = [path.to(relation, there) for path in frontier[here] if relation not in path.relations]
            if new:
                found[there] = [*(ways or ()), *new][:WAYS]
        frontier = found
    return [(end, paths[0].entities) for end, paths in list(frontier.items())[:limit] if steps]
