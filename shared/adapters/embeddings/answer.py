"""What an embedding service answers, checked: as many vectors as texts, of one length, of numbers, in their order."""

from __future__ import annotations

import json
import math
from typing import Any, cast


class Wrong(Exception):
    """The answer is not what was asked for; the text says in what, without quoting it."""


def vectors(body: bytes, count: int, dimensions: int) -> list[list[float]]:
    """In the order of ``index``, each scaled to length 1. ``dimensions`` 0: any, but all alike. Raises ``Wrong``."""
    by_place: dict[int, list[float]] = {}
    for row in _rows(body):
        place: Any = row.get("index")
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < count or place in by_place:
            raise Wrong("an index that was not asked for")
        by_place[place] = _unit(row.get("embedding"))
    if len(by_place) != count:
        raise Wrong("not as many vectors as texts")
    made = [by_place[place] for place in range(count)]
    lengths = {len(vector) for vector in made}
    if len(lengths) > 1 or (dimensions and lengths - {dimensions}):
        raise Wrong("vectors of other dimensions")
    return made


def _rows(body: bytes) -> list[dict[str, Any]]:
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Wrong("no JSON") from error
    rows: Any = cast("dict[str, Any]", answer).get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in cast("list[Any]", rows)):
        raise Wrong("no data")
    return cast("list[dict[str, Any]]", rows)


def _unit(values: Any) -> list[float]:
    if not isinstance(values, list) or not values:
        raise Wrong("no vector")
    numbers = cast("list[Any]", values)
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in numbers):
        raise Wrong("a vector of something else than numbers")
    try:
        vector = [float(value) for value in numbers]
    except OverflowError as error:
        raise Wrong("a number without end") from error
    length = math.hypot(*vector)
    if not math.isfinite(length) or length == 0:
        raise Wrong("a vector without a length")
    return [value / length for value in vector]
