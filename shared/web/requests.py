"""Small readers of requests that every JSON function needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import Request

from shared.domain.errors import ValidationFailed
from shared.domain.identity import Principal

if TYPE_CHECKING:
    from shared.auth.authenticator import Authenticator


def headers_of(request: Request) -> dict[str, str]:
    """By lower-case name; a repeated header's values joined by commas."""
    joined: dict[str, str] = {}
    for name, value in request.headers.items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def signed_in(authenticator: Callable[[], Authenticator]) -> Callable[[Request], Awaitable[Principal]]:
    """A FastAPI dependency: who asks. Put it before the body, so that a stranger learns nothing from its checks.

    Raises ``AuthRequired`` and ``AuthInvalid``.
    """

    async def check(request: Request) -> Principal:
        return await authenticator().require(headers_of(request), request.method)

    return check


def request_id_of(request: Request) -> str:
    return str(request.scope["state"]["request_id"])


def prefers_async(request: Request) -> bool:
    """``Prefer: respond-async`` (RFC 7240)."""
    preferences = request.headers.get("prefer", "").lower().split(",")
    return any(preference.partition(";")[0].strip() == "respond-async" for preference in preferences)


def whole_number(request: Request, name: str, default: int, lowest: int, highest: int) -> int:
    """A query parameter as a whole number. Raises ``ValidationFailed`` that names it."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) <= 12 and lowest <= int(text) <= highest:
        return int(text)
    raise ValidationFailed.of(**{name: f"expected a whole number from {lowest} to {highest}"})


def one_of(request: Request, name: str, allowed: tuple[str, ...]) -> str | None:
    text = request.query_params.get(name)
    if text is None or text in allowed:
        return text
    raise ValidationFailed.of(**{name: f"expected one of {', '.join(allowed)}"})


def yes_or_no(request: Request, name: str) -> bool | None:
    """`true` or `false`; absent when it is not asked."""
    text = one_of(request, name, ("true", "false"))
    return None if text is None else text == "true"


def short_text(request: Request, name: str, longest: int = 200) -> str | None:
    """A query parameter as text without control characters; absent when blank."""
    text = request.query_params.get(name)
    if text is None or not text.strip():
        return None
    if len(text) > longest or not text.isprintable():
        raise ValidationFailed.of(**{name: f"expected at most {longest} printable characters"})
    return text
