"""Structured logs: one JSON line per event, with the request id, and nothing secret in it."""

from __future__ import annotations

import contextvars
import logging
import os
import re
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

request_id_var: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)

_SECRET_NAMES = re.compile(
    r"(authorization|cookie|password|passwd|secret|token|api[-_]?key|signature|credential|set-cookie|ticket)", re.I
)
# Counters and ids whose names merely contain one of the words above.
_PLAIN_NAMES = re.compile(r"(tokens|token_limit|keyid|key_id)$", re.I)
# Callers write what is searched, such as paths: every repetition that may fail late has a bound.
_SECRET_TEXT = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{0,30}://)[^\s/@:]*:[^\s/]*@"  # credentials inside a connection string
    r"|\beyJ[\w-]{8,400}\.[\w-]{1,8000}\.[\w-]+"  # JWT
    r"|\b(?:sk|pk|rk)-[\w-]{12,}"  # model services' keys
    r"|(?<=[?&])(?:ticket|token|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token)=[^&\s\"']+"
    r"|(?<=/users/verify/)[^/\s\"'?]+"
    r"|\b(?:Bearer|JWT|API-Key)\s+[\w.~+/=-]{8,}",
    re.I,
)
_HIDDEN = "[redacted]"
_CORE_LOGGERS = ("aladdin", "shared")


def _hide(match: re.Match[str]) -> str:
    return f"{match['scheme']}{_HIDDEN}@" if match["scheme"] else _HIDDEN


def redact(value: Any) -> Any:
    """``value`` without secrets: by the names of its keys and by the look of its texts."""
    if isinstance(value, str):
        return _SECRET_TEXT.sub(_hide, value)
    if isinstance(value, dict):
        items: dict[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {key: _HIDDEN if _is_secret(key) else redact(item) for key, item in items.items()}
    if isinstance(value, (list, tuple)):
        entries: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return [redact(item) for item in entries]
    return value


def _is_secret(key: Any) -> bool:
    return isinstance(key, str) and _SECRET_NAMES.search(key) is not None and _PLAIN_NAMES.search(key) is None


class RedactingFormatter(LambdaPowertoolsFormatter):
    def serialize(self, log: dict[str, Any]) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        if request_id := request_id_var.get():
            log.setdefault("request_id", request_id)
        return super().serialize(redact(log))


@cache
def logger() -> Logger:
    """The process's logger; every call gives the same one.

    What the core and the adapters log with the standard library takes the same form and the same redaction.
    """
    service = os.environ.get("POWERTOOLS_SERVICE_NAME", "aladdin")
    made = Logger(service=service, logger_formatter=RedactingFormatter(), use_rfc3339=True, utc=True)
    for name in _CORE_LOGGERS:
        core = logging.getLogger(name)
        core.handlers = [made.registered_handler]
        core.setLevel(made.log_level)
        core.propagate = False
    return made
