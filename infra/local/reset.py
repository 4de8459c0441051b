"""`make reset`: back to the first start."""

import shutil
from collections.abc import Callable
from pathlib import Path

from infra.local import state
from infra.local.errors import LocalError

OURS = ("lambda", "lock", "logs", "mongo", "neo4j", "objects", "objects.properties", "outbox", "runner")
FILES = ("secrets.json", "secrets.new", "state.json", "state.new")


def reset(home: Path, agree: Callable[[str], bool]) -> str:
    """Deletes what Aladdin keeps in `home`, and nothing else there; raises LocalError while it runs."""
    if state.running(home):
        raise LocalError("Aladdin is running. Stop it first (Ctrl-C where you started it), then reset.")
    found = [home / name for name in (*OURS, *FILES) if (home / name).exists()]
    if not found:
        return f"There is nothing to delete in {home}."
    if not agree(f"Delete every project, user, file and secret in {home}?"):
        return "Nothing was deleted."
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return f"Deleted. The next make up starts from nothing in {home}."
