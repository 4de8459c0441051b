"""Secrets kept out of logs: services quote the key they refuse."""

from __future__ import annotations

import re

_KEY_LIKE = re.compile(r"\b(?:[sp]k-|Bearer )[A-Za-z0-9*._\-]{6,}", re.IGNORECASE)


def redact(text: str, secret: str) -> str:
    """``text`` for the log, at most 300 characters, without ``secret`` and whatever looks like a key."""
    if secret:
        text = text.replace(secret, "[redacted]")
    return _KEY_LIKE.sub("[redacted]", text)[:300]
