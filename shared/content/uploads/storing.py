"""Where things lie in the object store and in the documents, and how a file is addressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

MEDIA = "media"
TICKETS = "uploads"
FILES = "mediaFiles"

PENDING = "pending"
"""The field of a media document that holds its unchecked file: ``{ticket, key, name, type, size, attempts, until,
before}``. ``until`` is when whoever checks it has to be done or has died; ``before`` the status to go back to."""

TICKET_KEPT = timedelta(hours=24)


def quarantine_key(ticket: str) -> str:
    return f"quarantine/{ticket}"


def file_url(filename: str, file_id: str) -> str:
    return f"/api/{MEDIA}/file/{quote(filename, safe='')}?prefix={file_id}"


def has_file(stored: Mapping[str, Any]) -> bool:
    """Whether it shows an approved file, whatever else is waiting."""
    return bool(stored.get("hasFile"))
