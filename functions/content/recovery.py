"""The routes of an account's life besides signing in: forgotten passwords, verification, locks, sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from functions.content.account_schemas import AccountsDescribed
from functions.content.cookies import Cookies
from functions.content.exchange import answer, body_of, find_of, principal_of
from shared.auth.authenticator import COLLECTION
from shared.wiring import ContentWiring

_SUCCESS = {"message": "Success"}
_DELETED = {"message": "Deleted successfully."}
UserId = Annotated[str, Path(alias="id", description="The account's key.")]
SessionId = Annotated[str, Path(alias="sessionId", description="The session's key, as the list names it.")]
VerificationToken = Annotated[str, Path(description="The token out of the mail.", max_length=500)]


def recovery_router(wiring: ContentWiring, cookies: Cookies) -> APIRouter:
    router = APIRouter(prefix=f"/api/{COLLECTION}", tags=["auth"])
    described = AccountsDescribed(wiring.registry[COLLECTION])

    @router.post("/forgot-password", **described.forgot())
    async def forgot(request: Request) -> JSONResponse:
        """Have a link for a new password mailed. The answer is the same for every address."""
        await wiring.content.recovery.forgot(await body_of(request))
        return answer(_SUCCESS)

    @router.post("/reset-password", **described.reset())
    async def reset(request: Request) -> JSONResponse:
        """Set a new password with the token out of the mail, and be signed in. Every other session ends."""
        signed_in = await wiring.content.recovery.reset(await body_of(request), find_of(request))
        body = {"message": "Password reset successfully.", "token": signed_in.token, "user": signed_in.user}
        return cookies.signed_in(request, signed_in.token, body)

    @router.post("/verify/{token}", **described.verify())
    async def verify(token: VerificationToken) -> JSONResponse:
        """Show with the token out of the mail that the account's address is one's own."""
        await wiring.content.recovery.verify(token)
        return answer({"message": "Account verified successfully."})

    @router.post("/unlock", **described.unlock())
    async def unlock(request: Request) -> JSONResponse:
        """End the lock that five wrong passwords have put on an address. Administrators only."""
        principal = await principal_of(wiring, request)
        await wiring.content.recovery.unlock(await body_of(request), principal)
        return answer(_SUCCESS)

    @router.get("/{id}/sessions", **described.sessions())
    async def sessions(request: Request, user_id: UserId) -> JSONResponse:
        """Where an account is signed in, the newest first. One's own; an administrator sees anybody's."""
        return answer({"docs": await wiring.content.sessions.of(user_id, await principal_of(wiring, request))})

    @router.delete("/{id}/sessions", **described.end_sessions())
    async def end_sessions(request: Request, user_id: UserId) -> JSONResponse:
        """Sign an account out everywhere, at once."""
        await wiring.content.sessions.end_all(user_id, await principal_of(wiring, request))
        return answer(_DELETED)

    @router.delete("/{id}/sessions/{sessionId}", **described.end_session())
    async def end_session(request: Request, user_id: UserId, session_id: SessionId) -> JSONResponse:
        """Sign an account out at one place, at once."""
        await wiring.content.sessions.end(user_id, session_id, await principal_of(wiring, request))
        return answer(_DELETED)

    return router
