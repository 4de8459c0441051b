"""Tokens that travel by mail. A token is derived from its letter's id and the secret, so that it is stored nowhere,
not even in the letter that waits to be sent; the account holds a digest of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Literal

Kind = Literal["reset", "verify"]


class MailTokens:
    def __init__(self, secret: str) -> None:
        self._deriving = hmac.digest(secret.encode(), b"aladdin mail tokens", "sha256")
        self._storing = hmac.digest(secret.encode(), b"aladdin mail tokens as stored", "sha256")

    def token(self, kind: Kind, letter_id: str) -> str:
        """Always the same one for the same letter: 256 bits, safe in a URL."""
        made = hmac.digest(self._deriving, f"{kind}:{letter_id}".encode(), "sha256")
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def digest(self, token: str) -> str:
        """What is stored, and looked up, in place of ``token``."""
        return hmac.new(self._storing, token.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
