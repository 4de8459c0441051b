"""From a request's headers to who is asking, with one look-up by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from shared.auth.api_keys import ApiKeys
from shared.auth.credentials import Credential, presented
from shared.auth.tokens import COLLECTION, Tokens
from shared.domain.errors import AuthInvalid, AuthRequired
from shared.domain.identity import Principal
from shared.domain.query import Match, by_id, eq, every
from shared.ports import Documents

_FIELDS = ("email", "role")


def utc_now() -> datetime:
    return datetime.now(UTC)


class Authenticator:
    """``allowed_origins`` are the origins whose pages may use the cookie, besides the server's own."""

    def __init__(
        self,
        documents: Documents,
        secret: str,
        allowed_origins: Sequence[str] = (),
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._documents = documents
        self._tokens = Tokens(secret)
        self._api_keys = ApiKeys(secret)
        self._origins = frozenset(allowed_origins)
        self._now = now

    async def authenticate(
        self, headers: Mapping[str, str], method: str = "GET", *, strict: bool = False
    ) -> Principal | None:
        """``headers`` by lower-case name. ``None`` for an anonymous request, and for a credential that is not
        valid (any more), unless ``strict``: then ``AuthInvalid``."""
        credential = presented(headers, method, self._origins)
        if credential is None:
            return None
        principal = await self._principal(credential)
        if principal is None and strict:
            raise AuthInvalid
        return principal

    async def require(self, headers: Mapping[str, str], method: str = "GET") -> Principal:
        """Raises ``AuthRequired`` without a credential and ``AuthInvalid`` for one that is not valid."""
        principal = await self.authenticate(headers, method, strict=True)
        if principal is None:
            raise AuthRequired
        return principal

    def named(self, headers: Mapping[str, str], method: str = "GET") -> str | None:
        """The user id that an intact token of ours carries. It permits nothing: its session may have ended."""
        credential = presented(headers, method, self._origins)
        claims = self._tokens.read(credential.value) if credential and credential.kind == "token" else None
        return claims.user_id if claims else None

    async def _principal(self, credential: Credential) -> Principal | None:
        if credential.kind == "api-key":
            return await self._by_api_key(credential.value)
        return await self._by_token(credential.value)

    async def _by_token(self, token: str) -> Principal | None:
        claims = self._tokens.read(token)
        if claims is None:
            return None
        user = await self._documents.find_one(COLLECTION, by_id(claims.user_id), fields=(*_FIELDS, "sessions"))
        if user is None or not self._is_live(user, claims.session_id):
            return None
        return Principal(user["_id"], user["email"], user["role"], "local-jwt", claims.session_id)

    def _is_live(self, user: Mapping[str, Any], session_id: str) -> bool:
        now = self._now()
        sessions = cast("list[dict[str, Any]]", user.get("sessions") or [])
        return any(session["id"] == session_id and session["expiresAt"] > now for session in sessions)

    async def _by_api_key(self, api_key: str) -> Principal | None:
        index = self._api_keys.index(api_key)
        confirmed = every(eq("apiKeyIndex", index), Match("_verified", "ne", False))
        user = await self._documents.find_one(COLLECTION, confirmed, fields=_FIELDS)
        return Principal(user["_id"], user["email"], user["role"], "api-key") if user else None
