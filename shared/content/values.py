"""Single values, from bodies and from query strings: what is acceptable, and what it becomes in the store."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from typing import Any, cast

MAX_WHOLE = 2**53 - 1  # what JSON clients can count to
MAX_JSON_DEPTH = 16
_ATOM = r"[^\s@\x00-\x20\"(),:;<>\[\]\\"
_EMAIL = re.compile(rf"{_ATOM}]{{1,64}}@{_ATOM}.]+(?:\.{_ATOM}.]+)+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


def is_clean_text(value: object) -> bool:
    """Text that every store and client can carry: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str) or "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def email(value: object) -> str | None:
    """The address in lower case; ``None`` if it cannot be one."""
    if not isinstance(value, str):
        return None
    address = value.strip().lower()
    return address if len(address) <= 254 and is_clean_text(address) and _EMAIL.fullmatch(address) else None


def number(value: object) -> int | float | None:
    """A finite number that survives JSON; a bool is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= MAX_WHOLE else value
    return value if abs(value) <= MAX_WHOLE else None


def number_from_text(text: str) -> int | float | None:
    text = text.strip()
    if len(text) > 40 or not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    return number(int(text)) if re.fullmatch(r"[+-]?\d+", text) else number(float(text))


def date(value: object) -> datetime | None:
    """An ISO date or time; UTC unless it says otherwise."""
    if not isinstance(value, str) or len(value) > 40 or not value.isascii():
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """Milliseconds and Z, as JavaScript writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def json_fault(value: Any, max_bytes: int) -> str | None:
    """Why ``value`` cannot be kept as JSON, or ``None``."""
    fault = _fault(value, 0)
    if fault is None and len(json.dumps(value, ensure_ascii=False).encode()) > max_bytes:
        return f"This value must be shorter than {max_bytes} bytes."
    return fault


def _fault(value: Any, depth: int) -> str | None:
    if depth > MAX_JSON_DEPTH:
        return f"This value is nested deeper than {MAX_JSON_DEPTH} levels."
    if isinstance(value, str):
        return None if is_clean_text(value) else "This value contains characters that cannot be stored."
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return None if number(value) is not None else "This value contains a number that cannot be stored."
    if isinstance(value, list):
        return next(filter(None, (_fault(item, depth + 1) for item in cast("list[Any]", value))), None)
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        if any(not _is_key(key) for key in entries):
            return "This value contains a name that cannot be stored: empty, too long, or with a dot or a dollar sign."
        return next(filter(None, (_fault(item, depth + 1) for item in entries.values())), None)
    return "This field must be JSON."


def _is_key(key: str) -> bool:
    return 0 < len(key) <= 200 and not key.startswith("$") and "." not in key and is_clean_text(key)
