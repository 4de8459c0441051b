"""The laptop's mail: every letter becomes an .eml file in a folder, which any mail program opens."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from shared.adapters.mail.composing import composed
from shared.domain.letters import Letter
from shared.ports import MailFailed, MailRefused


class Outbox:
    """A letter that is sent again replaces itself. Files appear whole or not at all; only their owner reads them."""

    def __init__(self, folder: Path, mail_from: str) -> None:
        self._folder = folder
        self._mail_from = mail_from or "aladdin@localhost"

    async def send(self, letter: Letter) -> None:
        try:
            await asyncio.to_thread(self._write, letter)
        except (ValueError, UnicodeError) as error:
            raise MailRefused("the letter cannot be written as a message") from error
        except OSError as error:
            raise MailFailed(error.strerror or "the outbox cannot be written") from error

    def _write(self, letter: Letter) -> None:
        if not letter.id.isalnum():
            raise ValueError("not a file's name")
        message = composed(letter, self._mail_from).as_bytes()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self._folder / f".{letter.id}.{os.getpid()}"
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message)
        half.replace(self._folder / f"{letter.id}.eml")
