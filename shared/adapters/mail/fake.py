"""Mail in memory: one letter per id, however often it is sent."""

from __future__ import annotations

from shared.domain.letters import Letter
from shared.ports import MailFailed, MailRefused


class FakeMail:
    """``failures`` are raised one after the other by the next calls instead of taking the letter."""

    def __init__(self) -> None:
        self.letters: dict[str, Letter] = {}
        self.sent = 0
        self.failures: list[MailFailed | MailRefused] = []

    async def send(self, letter: Letter) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.letters[letter.id] = letter
        self.sent += 1
