"""What was read as JSON, small enough for the answer of a function (6 MB)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from shared.domain.extraction import Extracted, Page, Scan, Screenplay

MOST_TEXT = 1_000_000
"""Characters of all pages together; what follows is left out, and ``truncated`` says so."""
MOST_PAGES = 2_000
MOST_BYTES = 5 * 1024 * 1024


def to_wire(found: Extracted) -> dict[str, Any]:
    """At most ``MOST_BYTES`` as JSON: where it is more, pages and scenes are left out from the end."""
    most = MOST_TEXT
    while True:
        found = shortened(found, most)
        said = _camel(asdict(found))
        if len(json.dumps(said)) <= MOST_BYTES or most < 1_000:
            return said
        most = most * 3 // 5


def from_wire(said: dict[str, Any]) -> Extracted:
    """Raises ``ValueError`` when it is something else."""
    return _adapter().validate_python(_snake(said))


def job_to_wire(
    url: str, size: int, etag: str | None, filename: str, scans: Sequence[Scan], *, last: bool
) -> dict[str, Any]:
    """What the extract function and its child are asked, see ``ports.brain.Extractor``."""
    asked = {"url": url, "size": size, "etag": etag, "filename": filename}
    return {**asked, "scans": scans_to_wire(scans), "last": last}


def scans_to_wire(scans: Sequence[Scan]) -> list[Any]:
    return [[scan.page, scan.rows] for scan in scans]


def scans_from_wire(said: Sequence[Any]) -> list[Scan]:
    """Raises ``ValueError`` when it is something else."""
    return [Scan(page, tuple((text, left, gap) for text, left, gap in rows)) for page, rows in said]


def shortened(found: Extracted, most: int) -> Extracted:
    """With ``most`` characters of text and ``MOST_PAGES`` pages at most, and the scenes that begin on them."""
    kept, left = list[Page](), most
    for page in found.pages[:MOST_PAGES]:
        if left <= 0:
            break
        kept.append(page if len(page.text) <= left else replace(page, text=page.text[:left]))
        left -= len(page.text)
    whole = len(kept) == len(found.pages) and left >= 0
    play = found.screenplay and _scenes(found.screenplay, most)
    if whole and play == found.screenplay:
        return found
    return replace(found, pages=tuple(kept), screenplay=play, truncated=True)


def _scenes(play: Screenplay, most: int) -> Screenplay:
    length, count = 0, 0
    for scene in play.scenes:
        length += len(scene.text) + len(scene.heading)
        if length > most:
            break
        count += 1
    return play if count == len(play.scenes) else replace(play, scenes=play.scenes[:count])


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Extracted)


_NAMES = {"time_of_day": "timeOfDay", "last_page": "lastPage"}
_BACK = {theirs: ours for ours, theirs in _NAMES.items()}


def _camel(value: Any) -> Any:
    return _renamed(value, _NAMES)


def _snake(value: Any) -> Any:
    return _renamed(value, _BACK)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {names.get(key, key): _renamed(item, names) for key, item in items.items()}
    if isinstance(value, (list, tuple)):
        entries: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return [_renamed(item, names) for item in entries]
    return value
