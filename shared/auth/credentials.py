"""Where a request may carry its credentials, and when a cookie counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

COOKIE = "payload-token"
_TOKEN = re.compile(r"\s*(?:JWT|Bearer)\s+(\S+)\s*", re.IGNORECASE)
_API_KEY = re.compile(r"\s*users\s+API-Key\s+(\S+)\s*", re.IGNORECASE)
_OWN_SITE = frozenset({"same-origin", "same-site", "none"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Credential:
    kind: Literal["token", "api-key"]
    value: str


def presented(headers: Mapping[str, str], method: str, allowed_origins: frozenset[str]) -> Credential | None:
    """The credential of a request (header names in lower case). A header wins over the cookie."""
    authorization = headers.get("authorization", "")
    if token := _TOKEN.fullmatch(authorization):
        return Credential("token", token[1])
    if key := _API_KEY.fullmatch(authorization):
        return Credential("api-key", key[1])
    cookie = cookie_token(headers.get("cookie", ""))
    if cookie and cookie_counts(headers, method, allowed_origins):
        return Credential("token", cookie)
    return None


def cookie_token(header: str) -> str | None:
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None


def cookie_counts(headers: Mapping[str, str], method: str, allowed_origins: frozenset[str]) -> bool:
    """Another site can make a browser send our cookie, but cannot forge these headers: an ``Origin`` that is
    allowed or our own, or none with a ``Sec-Fetch-Site`` of our own site; reads may lack both."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in allowed_origins or _is_own(origin, headers)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN_SITE
    return method.upper() in _READS


def _is_own(origin: str, headers: Mapping[str, str]) -> bool:
    host = headers.get("host")
    try:
        return bool(host) and urlsplit(origin).netloc == host
    except ValueError:
        return False


def set_cookie(token: str, *, seconds: int, secure: bool) -> str:
    return f"{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def expired_cookie(*, secure: bool) -> str:
    return set_cookie("", seconds=0, secure=secure)
