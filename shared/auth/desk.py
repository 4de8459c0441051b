"""What accounts need besides documents: the lock, the gate, the tokens that travel by mail, and who sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.auth.gate import Deed, Gate
from shared.auth.letters import new_letter_id, queue
from shared.auth.lockout import Lockout
from shared.auth.mail_tokens import Kind, MailTokens
from shared.ports import Documents, Post


@dataclass(frozen=True)
class Desk:
    """Without ``gate`` nothing is counted; without ``post`` letters wait for whoever sends them anyway."""

    lockout: Lockout
    tokens: MailTokens
    now: Callable[[], datetime]
    gate: Gate | None = None
    post: Post | None = None
    require_verified: bool = False

    async def admit(self, deed: Deed) -> None:
        """Raises ``RateLimitExceeded``."""
        if self.gate is not None:
            await self.gate.admit(deed)

    async def queue(self, documents: Documents, kind: Kind, email: str, user_id: str | None = None) -> str:
        """Queue a letter; the digest of its token."""
        now = self.now()
        letter_id = new_letter_id(now)
        await queue(documents, kind, letter_id, email, now, user_id)
        return self.tokens.digest(self.tokens.token(kind, letter_id))

    async def hurry(self) -> None:
        """Have letters sent now rather than with the next sweep."""
        if self.post is not None:
            await self.post.collect()


def plain_desk(documents: Documents, secret: str, now: Callable[[], datetime]) -> Desk:
    """Nothing counted, nobody hurried, no address to be verified."""
    return Desk(Lockout(documents, secret, now), MailTokens(secret), now)
