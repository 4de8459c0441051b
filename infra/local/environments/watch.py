"""Tells when the source of the functions has changed, so that their environments can be started afresh."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Sources:
    """The Python files and prompts below ``folders``, by their modification times."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._seen = self._newest()

    def changed(self) -> bool:
        """Whether anything was written, added or removed since the last call."""
        before, self._seen = self._seen, self._newest()
        return self._seen != before

    def _newest(self) -> dict[str, int]:
        files = (path for folder in self._folders for suffix in ("py", "md") for path in folder.rglob(f"*.{suffix}"))
        seen: dict[str, int] = {}
        for path in files:
            try:
                seen[str(path)] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
        return seen
