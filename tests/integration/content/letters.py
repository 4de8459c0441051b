"""The studio's postman, and the letters that its people have got."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from shared.adapters.mail.fake import FakeMail
from shared.auth.authenticator import utc_now
from shared.auth.mail_tokens import MailTokens
from shared.auth.postman import Postman
from tests.integration.content.app import SECRET, Studio

PUBLIC_URL = "https://studio.example"


class Letters:
    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.mail = FakeMail()

    async def delivered(self, to: str, *, later: timedelta = timedelta()) -> list[str]:
        """The tokens of every letter to ``to`` so far, the newest last, after everything that waits was sent."""
        postman = Postman(
            self._studio.wiring.documents, self.mail, MailTokens(SECRET), PUBLIC_URL, lambda: utc_now() + later
        )
        await postman.deliver()
        mine = sorted((letter for letter in self.mail.letters.values() if letter.to == to), key=lambda it: it.id)
        return [re.findall(r"token=([\w-]+)", letter.text)[0] for letter in mine]

    async def reset_token(self, email: str) -> str:
        asked = await self._studio.http.post("/api/users/forgot-password", json={"email": email})
        assert asked.status_code == 200, asked.text
        return (await self.delivered(email.strip().lower()))[-1]

    async def reset(self, token: str, password: str = "a brand new sentence") -> Any:
        answered = await self._studio.http.post(
            "/api/users/reset-password", json={"token": token, "password": password}
        )
        self._studio.http.cookies.clear()
        return answered
