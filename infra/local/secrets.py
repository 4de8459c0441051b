"""Secrets that nobody gave: made at random on the first start, kept in a file that only its owner can read."""

import json
import os
import secrets
from pathlib import Path

_MAKE = {
    "AUTH_SECRET": lambda: secrets.token_hex(32),  # in no letters that could by chance look like a placeholder
    "CALLBACK_KEYS": lambda: f"local:{secrets.token_urlsafe(32)}",
    "NEO4J_PASSWORD": lambda: secrets.token_urlsafe(24),
    "R2_ACCESS_KEY_ID": lambda: secrets.token_hex(10),
    "R2_SECRET_ACCESS_KEY": lambda: secrets.token_urlsafe(30),
    "REHEARSAL_KEY": lambda: secrets.token_urlsafe(24),
}


def keep(home: Path) -> dict[str, str]:
    """The secrets of this home; whatever is missing is made and written first."""
    file = home / "secrets.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    wanted = {name: known.get(name) or make() for name, make in _MAKE.items()}
    if wanted != known:
        fresh = file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(wanted, out, indent=2)
        os.replace(fresh, file)
    return wanted
