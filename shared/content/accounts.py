"""Registering, signing in and out. Unknown, wrong and locked look and take the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from shared.auth import passwords
from shared.auth.desk import Desk
from shared.auth.sessions import (
    Session,
    end_all_sessions,
    end_session,
    extend_session,
    forget_expired,
    open_session,
)
from shared.auth.tokens import Tokens
from shared.content import values
from shared.content.collection import Collection
from shared.content.collections.users import FIRST, any_user
from shared.content.find import Find
from shared.content.problems import REQUIRED, Problems
from shared.content.reads import Reads
from shared.content.registry import Registry
from shared.content.wire import Wire
from shared.content.writes import Body, Writes
from shared.domain.errors import AuthInvalid, Conflict, Forbidden, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import by_id, eq
from shared.ports import Documents

WRONG = "The email or password provided is incorrect."
UNVERIFIED = "Please verify your email before logging in."
_MAX_PASSWORD = 256


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``expires`` in seconds since 1970, as the token says."""

    user: Wire
    token: str
    expires: int


class Accounts:
    def __init__(
        self,
        documents: Documents,
        registry: Registry,
        reads: Reads,
        writes: Writes,
        tokens: Tokens,
        desk: Desk,
    ) -> None:
        self._documents = documents
        self._users: Collection = registry["users"]
        self._reads = reads
        self._writes = writes
        self._tokens = tokens
        self._desk = desk
        self._now: Callable[[], datetime] = desk.now

    async def initialized(self) -> bool:
        return await any_user(self._documents)

    async def first_register(self, body: Body, find: Find) -> SignedIn:
        """The first account, an admin's. ``Forbidden`` once there is any, for all but one under a race."""
        if await self.initialized():
            raise Forbidden
        try:
            shown = await self._writes.create(self._users, body, find, None, internal={**FIRST, "role": "admin"})
        except (Conflict, ValidationFailed):
            if await self.initialized():
                raise Forbidden from None
            raise
        return await self._sign_in(shown.document["id"], find)

    async def login(self, body: Body, find: Find) -> SignedIn:
        """``AuthInvalid`` for whatever does not fit, always the same; ``Forbidden`` for who has to verify first."""
        email, password = _credentials(body)
        attempt = await self._desk.lockout.take(email)
        user = await self._documents.find_one(
            "users", eq("email", email), fields=("passwordHash", "sessions", "_verified")
        )
        if attempt is None:
            await passwords.pretend(password)
            raise AuthInvalid(WRONG)
        if user is None or not await passwords.verify(user["passwordHash"], password):
            if user is None:
                await passwords.pretend(password)
            await self._desk.lockout.failed(attempt)
            raise AuthInvalid(WRONG)
        if self._desk.require_verified and user.get("_verified") is False:
            await self._desk.lockout.forgive(email)
            raise Forbidden(UNVERIFIED)
        _, signed_in, _ = await asyncio.gather(
            self._desk.lockout.forgive(email), self._sign_in(user["_id"], find), self._tidy(user)
        )
        return signed_in

    async def me(self, principal: Principal, find: Find) -> Wire:
        return await self._own_document(principal, find)

    async def refresh(self, principal: Principal | None, find: Find) -> SignedIn:
        """``Forbidden`` for whoever has no session."""
        if principal is None or principal.session_id is None:
            raise Forbidden
        extended = await extend_session(self._documents, principal.user_id, principal.session_id, self._now())
        if extended is None:
            raise Forbidden
        return await self.signed_in(*extended, find)

    async def logout(self, principal: Principal | None, *, all_sessions: bool) -> None:
        if principal is None:
            raise ValidationFailed("No User")
        if all_sessions:
            await end_all_sessions(self._documents, principal.user_id)
        elif principal.session_id is not None:
            await end_session(self._documents, principal.user_id, principal.session_id)

    async def _sign_in(self, user_id: str, find: Find) -> SignedIn:
        opened = await open_session(self._documents, user_id, milliseconds(self._now()))
        if opened is None:
            raise AuthInvalid(WRONG)
        return await self.signed_in(*opened, find)

    async def _tidy(self, user: Mapping[str, Any]) -> None:
        now = self._now()
        sessions = cast("list[dict[str, Any]]", user.get("sessions") or [])
        if any(session["expiresAt"] <= now for session in sessions):
            await forget_expired(self._documents, user["_id"], now)

    async def signed_in(self, session: Session, user: dict[str, Any], find: Find) -> SignedIn:
        principal = Principal(user["_id"], user["email"], user["role"], "local-jwt", session.id)
        shown = await self._reads.show(self._users, user, find, principal)
        token = self._tokens.issue(
            user_id=user["_id"],
            email=user["email"],
            session_id=session.id,
            now=self._now(),
            expires=session.expires,
        )
        return SignedIn(shown.document, token, int(session.expires.timestamp()))

    async def _own_document(self, principal: Principal, find: Find) -> Wire:
        stored = await self._documents.find_one("users", by_id(principal.user_id))
        if stored is None:
            raise AuthInvalid
        return (await self._reads.show(self._users, stored, find, principal)).document


def milliseconds(now: datetime) -> datetime:
    """As precise as documents keep it."""
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _credentials(body: Mapping[str, Any]) -> tuple[str, str]:
    problems = Problems()
    email, password = body.get("email"), body.get("password")
    if not isinstance(email, str) or not email.strip():
        problems.add("email", "Email", REQUIRED)
    elif len(email) > 320 or not values.is_clean_text(email):
        problems.add("email", "Email", "Please enter a valid email address.")
    if not isinstance(password, str) or not password:
        problems.add("password", "Password", REQUIRED)
    elif len(password) > _MAX_PASSWORD:
        problems.add(
            "password", "Password", f"This value must be shorter than the max length of {_MAX_PASSWORD} characters."
        )
    problems.raise_any("users")
    return str(email).strip().lower(), str(password)
