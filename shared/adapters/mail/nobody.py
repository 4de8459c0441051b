"""Where no mail is configured: letters wait until they are given up, and the log says why."""

from __future__ import annotations

from shared.domain.letters import Letter
from shared.ports import MailFailed


class NobodySends:
    async def send(self, letter: Letter) -> None:
        raise MailFailed("MAIL_FROM is not set")
