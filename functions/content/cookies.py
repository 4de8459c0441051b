"""Answers that carry a token: in the body for programs, in a cookie for browsers, and in nobody's cache."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from functions.content.exchange import answer
from shared.auth.credentials import expired_cookie, set_cookie
from shared.auth.tokens import LIFETIME

NO_STORE = {"Cache-Control": "no-store"}


class Cookies:
    """``https``: the cookie is for https alone, whatever a request says of how it came."""

    def __init__(self, *, https: bool) -> None:
        self._https = https

    def signed_in(self, request: Request, token: str, body: dict[str, Any]) -> JSONResponse:
        cookie = set_cookie(token, seconds=int(LIFETIME.total_seconds()), secure=self._secure(request))
        return answer(body, headers={"Set-Cookie": cookie, **NO_STORE})

    def signed_out(self, request: Request, body: dict[str, Any]) -> JSONResponse:
        return answer(body, headers={"Set-Cookie": expired_cookie(secure=self._secure(request)), **NO_STORE})

    def _secure(self, request: Request) -> bool:
        return self._https or request.url.scheme == "https"
