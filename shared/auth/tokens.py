"""The token a signed-in client carries: a JWT, HS256, good for two hours while its session lives."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

COLLECTION = "users"
LIFETIME = timedelta(seconds=7200)
_ALGORITHM = "HS256"
_MOST_PROVED = 512


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: str
    session_id: str
    expires: int


class Tokens:
    """``secret`` has at least 32 characters (settings check it)."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()
        # What a signature proves stays proved; only its time runs out. Proving it takes 0.3 ms.
        self._proved: dict[str, Claims] = {}

    def issue(self, *, user_id: str, email: str, session_id: str, now: datetime, expires: datetime) -> str:
        claims = {
            "id": user_id,
            "collection": COLLECTION,
            "email": email,
            "sid": session_id,
            "iat": int(now.timestamp()),
            "exp": int(expires.timestamp()),
        }
        import jwt  # brings cryptography along wherever that is installed: not for whoever only imports this

        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> Claims | None:
        """``None`` for whatever is not ours, not intact or not valid any more."""
        claims = self._proved.get(token)
        if claims is None:
            claims = self._prove(token)
            if claims is None:
                return None
            if len(self._proved) >= _MOST_PROVED:
                self._proved.clear()
            self._proved[token] = claims
        return claims if claims.expires > time.time() else None

    def _prove(self, token: str) -> Claims | None:
        import jwt

        try:
            claims = jwt.decode(
                token, self._key, algorithms=[_ALGORITHM], options={"require": ["exp", "iat"], "verify_iat": False}
            )
        except (jwt.InvalidTokenError, ValueError):
            return None
        user_id, session_id = claims.get("id"), claims.get("sid")
        if claims.get("collection") != COLLECTION or not isinstance(user_id, str) or not isinstance(session_id, str):
            return None
        return Claims(user_id, session_id, int(claims["exp"]))
