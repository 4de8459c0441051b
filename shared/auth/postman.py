"""Sends the letters that wait: at least once each, and always the same one under its id.

A letter is claimed by moving its time on, so that of several postmen one has it and a dead one's is tried again. It is
taken away once it was handed over, or when it can be of no use any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.auth.letters import COLLECTION
from shared.auth.mail_tokens import MailTokens
from shared.auth.mails import reset_letter, verification_letter
from shared.domain.letters import Letter
from shared.domain.query import Change, Match, by_id, either, eq, every
from shared.ports import Documents, Mail, MailFailed, MailRefused

RESET_LIFETIME = timedelta(hours=1)
VERIFICATION_TRIED = timedelta(days=1)
# A letter is queued before the account that it is about is written.
ACCOUNT_EXPECTED = timedelta(minutes=5)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
_MOST = 50
_MOST_FAILURES = 3
_USERS = "users"
_log = logging.getLogger("shared.auth.postman")


class Postman:
    def __init__(
        self, documents: Documents, mail: Mail, tokens: MailTokens, public_url: str, now: Callable[[], datetime]
    ) -> None:
        self._documents = documents
        self._mail = mail
        self._tokens = tokens
        self._public_url = public_url.rstrip("/")
        self._now = now

    async def deliver(self) -> int:
        """Send what is due; how many were handed over. Any number may do so at once. When nothing gets through, the
        rest waits for the next time: whoever calls has other work, too."""
        due = await self._documents.find(
            COLLECTION, Match("dueAt", "lte", self._now()), sort=[("dueAt", 1)], limit=_MOST
        )
        handed = failures = 0
        for waiting in due:
            try:
                handed += await self._deliver(waiting)
                failures = 0
            except MailFailed:
                failures += 1
                if failures == _MOST_FAILURES:
                    break
        return handed

    async def _deliver(self, waiting: dict[str, Any]) -> bool:
        """Raises ``MailFailed``; the letter stays."""
        if not await self._claim(waiting):
            return False
        if self._too_late(waiting):
            _log.error("letter given up", extra={"letter": waiting["_id"], "kind": waiting["kind"]})
            return await self._drop(waiting)
        written = await (self._reset(waiting) if waiting["kind"] == "reset" else self._verification(waiting))
        if written is None:
            return False
        try:
            await self._mail.send(written)
        except MailRefused as error:
            _log.error("letter refused", extra={"letter": waiting["_id"], "reason": str(error)})
            return await self._drop(waiting)
        except MailFailed as error:
            _log.warning("letter not sent yet", extra={"letter": waiting["_id"], "reason": str(error)})
            raise
        await self._drop(waiting)
        return True

    async def _claim(self, waiting: dict[str, Any]) -> bool:
        pause = min(_FIRST_PAUSE * 2 ** min(waiting["tries"], 10), _LONGEST_PAUSE)
        same = every(by_id(waiting["_id"]), eq("tries", waiting["tries"]))
        change = Change(set={"dueAt": self._now() + pause}, inc={"tries": 1})
        return await self._documents.update(COLLECTION, same, change) is not None

    async def _drop(self, waiting: dict[str, Any]) -> bool:
        await self._documents.delete(COLLECTION, by_id(waiting["_id"]))
        return False

    def _too_late(self, waiting: dict[str, Any]) -> bool:
        lifetime = RESET_LIFETIME if waiting["kind"] == "reset" else VERIFICATION_TRIED
        return self._now() >= waiting["queuedAt"] + lifetime

    async def _reset(self, waiting: dict[str, Any]) -> Letter | None:
        """The letter, after its token was made the account's; ``None`` when nobody shall have it."""
        letter_id, email = waiting["_id"], waiting["email"]
        token = self._tokens.token("reset", letter_id)
        digest = self._tokens.digest(token)
        newest = either(eq("resetLetter", None), Match("resetLetter", "lt", letter_id))
        change = Change(
            set={
                "resetPasswordToken": digest,
                "resetPasswordExpiration": waiting["queuedAt"] + RESET_LIFETIME,
                "resetLetter": letter_id,
            }
        )
        known = await self._documents.update(_USERS, every(eq("email", email), newest), change)
        if known is None and not await self._still(every(eq("email", email), eq("resetPasswordToken", digest))):
            await self._drop(waiting)  # nobody's address, or overtaken by a newer letter or a new password
            return None
        return reset_letter(letter_id, email, f"{self._public_url}/reset-password?token={token}")

    async def _verification(self, waiting: dict[str, Any]) -> Letter | None:
        letter_id, email = waiting["_id"], waiting["email"]
        token = self._tokens.token("verify", letter_id)
        wanted = every(by_id(waiting["user"]), eq("email", email), eq("_verificationToken", self._tokens.digest(token)))
        if not await self._still(wanted):
            if self._now() >= waiting["queuedAt"] + ACCOUNT_EXPECTED:
                await self._drop(waiting)
            return None
        return verification_letter(letter_id, email, f"{self._public_url}/verify?token={token}")

    async def _still(self, where: Any) -> bool:
        return await self._documents.find_one(_USERS, where, fields=("_id",)) is not None
