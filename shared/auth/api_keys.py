"""API keys. The store holds an HMAC only; a key itself is shown once, when it is made."""

from __future__ import annotations

import hashlib
import hmac
import secrets


class ApiKeys:
    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"aladdin api keys", "sha256")

    def make(self) -> str:
        return secrets.token_urlsafe(32)

    def index(self, api_key: str) -> str:
        """What is stored, and looked up, in place of ``api_key``."""
        return hmac.new(self._key, api_key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
