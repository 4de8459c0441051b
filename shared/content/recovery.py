"""Ways back into an account: a forgotten password, an address to verify, a lock. None of them tells who has one."""

from __future__ import annotations

from typing import Any

from shared.auth import passwords
from shared.auth.desk import Desk
from shared.auth.sessions import new_session
from shared.content import values
from shared.content.accounts import Accounts, SignedIn, milliseconds
from shared.content.cleaning import Cleaner
from shared.content.collection import Collection
from shared.content.collections.users import RESET, SLUG
from shared.content.fields import Password
from shared.content.find import Find
from shared.content.problems import Problems
from shared.content.registry import Registry
from shared.content.writes import Body
from shared.domain.errors import Forbidden, ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import Change, Match, Query, eq, every
from shared.ports import Documents

NO_RESET = "Token is either invalid or has expired."
NO_VERIFICATION = "Verification token is invalid."


class Recovery:
    def __init__(self, documents: Documents, registry: Registry, accounts: Accounts, desk: Desk) -> None:
        self._documents = documents
        self._users: Collection = registry[SLUG]
        self._accounts = accounts
        self._desk = desk

    async def forgot(self, body: Body) -> None:
        """Have a reset token mailed. Looks no account up: nobody can tell whether there is one.

        Raises ``RateLimitExceeded``.
        """
        email = self._email(body)
        await self._desk.admit("forgot")
        if self._desk.gate is not None:
            await self._desk.gate.admit_address(email)
        await self._desk.queue(self._documents, "reset", email)
        await self._desk.hurry()

    async def reset(self, body: Body, find: Find) -> SignedIn:
        """A new password for the holder of a token that was mailed, who is signed in with it: one atomic step, in
        which every session and the token end. ``Forbidden`` for a token that is not good (any more)."""
        if "token" not in body or "password" not in body:
            raise ValidationFailed("Missing required data.")
        await self._desk.admit("token")
        password = self._password(body)
        where = self._holder(body["token"])
        user = await self._documents.find_one(SLUG, where, fields=("email", "_verified"))
        if user is None:
            raise Forbidden(NO_RESET)
        await self._desk.lockout.forgive(user["email"])
        now = milliseconds(self._desk.now())
        session, entry = new_session(now)
        changes: dict[str, Any] = {"passwordHash": await passwords.hashed(password), "sessions": [entry]}
        if user.get("_verified") is False:
            changes["_verified"] = True  # who has the token has read the mail
        change = Change(set={**changes, "updatedAt": now}, unset=(*RESET, "_verificationToken"), inc={"rev": 1})
        changed = await self._documents.update(SLUG, every(where, eq("email", user["email"])), change)
        if changed is None:
            raise Forbidden(NO_RESET)
        return await self._accounts.signed_in(session, changed, find)

    async def verify(self, token: str) -> None:
        """``Forbidden`` for a token that is not good (any more)."""
        await self._desk.admit("token")
        change = Change(
            set={"_verified": True, "updatedAt": milliseconds(self._desk.now())},
            unset=("_verificationToken",),
            inc={"rev": 1},
        )
        wanted = eq("_verificationToken", self._desk.tokens.digest(token))
        if await self._documents.update(SLUG, wanted, change) is None:
            raise Forbidden(NO_VERIFICATION)

    async def unlock(self, body: Body, principal: Principal | None) -> None:
        """For admins. ``Forbidden`` also when there is no such account, as Payload has it."""
        if principal is None or not principal.is_admin:
            raise Forbidden
        email = self._email(body)
        if await self._documents.find_one(SLUG, eq("email", email), fields=("_id",)) is None:
            raise Forbidden
        await self._desk.lockout.forgive(email)

    def _holder(self, token: Any) -> Query:
        digest = self._desk.tokens.digest(token if isinstance(token, str) else "")
        return every(eq("resetPasswordToken", digest), Match("resetPasswordExpiration", "gt", self._desk.now()))

    def _email(self, body: Body) -> str:
        given = body.get("email")
        if not isinstance(given, str) or not given.strip():
            raise ValidationFailed("Missing email.")
        email = values.email(given)
        if email is None:
            problems = Problems()
            problems.add("email", "Email", "Please enter a valid email address.")
            problems.raise_any(SLUG)
        return str(email)

    def _password(self, body: Body) -> str:
        problems = Problems()
        fields = [item for item in self._users.all_fields if isinstance(item, Password)]
        cleaned = Cleaner(None, problems, creating=False).document(fields, body)
        problems.raise_any(SLUG)
        return str(cleaned["password"])
