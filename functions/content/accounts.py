"""The routes of accounts: registering, signing in and out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from functions.content.cookies import NO_STORE, Cookies
from functions.content.exchange import answer, body_of, find_of, principal_of
from functions.content.schemas import Described
from shared.auth.authenticator import COLLECTION
from shared.auth.credentials import presented
from shared.content.accounts import SignedIn
from shared.web.requests import headers_of
from shared.wiring import ContentWiring

_STRATEGY = "local-jwt"


def accounts_router(wiring: ContentWiring, cookies: Cookies) -> APIRouter:
    router = APIRouter(prefix=f"/api/{COLLECTION}", tags=["auth"])
    described = Described(wiring.registry[COLLECTION])

    @router.get("/init", **described.init())
    async def init() -> JSONResponse:
        """Whether there is any account yet."""
        return answer({"initialized": await wiring.content.accounts.initialized()})

    @router.post("/first-register", **described.first_register())
    async def first_register(request: Request) -> JSONResponse:
        """Create the first account, an admin's. Refused once there is any account."""
        signed_in = await wiring.content.accounts.first_register(await body_of(request), find_of(request))
        body = {"message": "Successfully registered first user.", **_tokens(signed_in)}
        return cookies.signed_in(request, signed_in.token, body)

    @router.post("/login", **described.login())
    async def login(request: Request) -> JSONResponse:
        """Sign in. After five wrong passwords an account is locked for ten minutes."""
        signed_in = await wiring.content.accounts.login(await body_of(request), find_of(request))
        body = {"message": "Authentication Passed", **_tokens(signed_in)}
        return cookies.signed_in(request, signed_in.token, body)

    @router.get("/me", **described.me())
    async def me(request: Request) -> JSONResponse:
        """The account in use; `user` is null for an anonymous caller."""
        principal = await principal_of(wiring, request)
        if principal is None:
            return answer({"user": None, "message": "Account"}, headers=NO_STORE)
        user = await wiring.content.accounts.me(principal, find_of(request))
        body = {"user": user, "collection": COLLECTION, "strategy": principal.strategy, "message": "Account"}
        credential = presented(headers_of(request), request.method, wiring.allowed_origins)
        claims = wiring.content.tokens.read(credential.value) if credential else None
        if credential and claims:
            body |= {"exp": claims.expires, "token": credential.value}
        return answer(body, headers=NO_STORE)

    @router.post("/refresh-token", **described.refresh())
    async def refresh(request: Request) -> JSONResponse:
        """Extend the session in use by its full lifetime."""
        signed_in = await wiring.content.accounts.refresh(await principal_of(wiring, request), find_of(request))
        body = {
            "message": "Token refresh successful.",
            "exp": signed_in.expires,
            "refreshedToken": signed_in.token,
            "setCookie": True,
            "strategy": _STRATEGY,
            "user": signed_in.user,
        }
        return cookies.signed_in(request, signed_in.token, body)

    @router.post("/logout", **described.logout())
    async def logout(request: Request) -> JSONResponse:
        """End the session in use, or with `allSessions=true` every one of the account."""
        everywhere = request.query_params.get("allSessions") == "true"
        await wiring.content.accounts.logout(await principal_of(wiring, request), all_sessions=everywhere)
        return cookies.signed_out(request, {"message": "Logout successful."})

    return router


def _tokens(signed_in: SignedIn) -> dict[str, Any]:
    return {"exp": signed_in.expires, "token": signed_in.token, "user": signed_in.user}
