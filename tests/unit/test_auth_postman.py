"""Letters: each at least once, none to nobody, and a token that was used never comes back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.adapters.mail.fake import FakeMail
from shared.adapters.mail.nobody import NobodySends
from shared.adapters.mongo.documents_fake import FakeDocuments
from shared.auth.desk import Desk, plain_desk
from shared.auth.mail_tokens import MailTokens
from shared.auth.postman import ACCOUNT_EXPECTED, RESET_LIFETIME, Postman
from shared.domain.query import Change, by_id
from shared.ports import MailFailed, MailRefused

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = "ada@film.test"


class World:
    def __init__(self) -> None:
        self.now = NOON
        self.documents = FakeDocuments()
        self.documents.collections["users"] = {"u1": {"_id": "u1", "email": ADA, "role": "user"}}
        self.mail = FakeMail()
        self.desk: Desk = plain_desk(self.documents, "a secret", lambda: self.now)

    def postman(self, mail: Any = None) -> Postman:
        tokens = MailTokens("a secret")
        return Postman(self.documents, mail or self.mail, tokens, "https://studio.test/", lambda: self.now)

    async def ask(self, email: str = ADA) -> str:
        self.now += timedelta(milliseconds=5)
        return await self.desk.queue(self.documents, "reset", email)

    async def deliver(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return await self.postman().deliver()

    @property
    def waiting(self) -> list[dict[str, Any]]:
        return list(self.documents.collections.get("letters", {}).values())

    @property
    def user(self) -> dict[str, Any]:
        return self.documents.collections["users"]["u1"]

    def tokens(self) -> list[str]:
        return [re.findall(r"token=([\w-]+)", letter.text)[0] for letter in self.mail.letters.values()]


@pytest.fixture
def world() -> World:
    return World()


async def test_a_letter_carries_the_token_whose_digest_the_account_has(world: World) -> None:
    digest = await world.ask()
    assert await world.deliver() == 1

    [letter] = world.mail.letters.values()
    [token] = world.tokens()
    assert (letter.to, letter.subject) == (ADA, "Reset your password")
    assert f"https://studio.test/reset-password?token={token}" in letter.text
    assert f"https://studio.test/reset-password?token={token}" in letter.html
    assert world.desk.tokens.digest(token) == digest == world.user["resetPasswordToken"]
    assert world.user["resetPasswordExpiration"] - world.now <= RESET_LIFETIME
    assert world.waiting == []


async def test_what_is_stored_never_is_the_token(world: World) -> None:
    await world.ask()
    stored_before = str(world.documents.collections)
    await world.deliver()
    [token] = world.tokens()
    assert token not in stored_before + str(world.documents.collections)


async def test_nobody_gets_no_letter_and_nothing_is_left(world: World) -> None:
    await world.ask("nobody@film.test")
    assert await world.deliver() == 0
    assert (world.mail.letters, world.waiting) == ({}, [])


async def test_a_failed_letter_is_sent_again_the_same(world: World) -> None:
    await world.ask()
    world.mail.failures = [MailFailed("SES answered Throttling")]
    assert await world.deliver() == 0
    assert await world.deliver() == 0, "not at once"
    assert await world.deliver(timedelta(minutes=1)) == 1
    assert world.mail.sent == 1


async def test_a_service_that_is_away_does_not_keep_the_postman_for_every_letter(world: World) -> None:
    for _ in range(10):
        await world.ask()
    world.mail.failures = [MailFailed("SES was not reached") for _ in range(10)]
    assert await world.deliver() == 0
    assert len(world.mail.failures) == 7
    world.mail.failures = []
    assert await world.deliver() == 7, "those that were not tried are due still"


async def test_a_refused_letter_is_given_up(world: World) -> None:
    await world.ask()
    world.mail.failures = [MailRefused("SES answered MessageRejected")]
    await world.deliver()
    assert (world.mail.sent, world.waiting) == (0, [])


async def test_a_letter_that_nobody_sends_is_given_up_when_its_token_would_be_worthless(world: World) -> None:
    await world.ask()
    for _ in range(5):
        world.now += timedelta(minutes=11)
        await world.postman(NobodySends()).deliver()
    assert len(world.waiting) == 1
    world.now += timedelta(minutes=16)
    await world.postman(NobodySends()).deliver()
    assert world.waiting == []


async def test_of_two_postmen_one_has_the_letter(world: World) -> None:
    await world.ask()
    due = await world.documents.find("letters", by_id(world.waiting[0]["_id"]))
    assert await world.postman()._deliver(due[0])
    assert not await world.postman()._deliver(due[0])
    assert world.mail.sent == 1


async def test_a_postman_who_died_after_sending_is_followed_by_another_with_the_same_letter(world: World) -> None:
    await world.ask()
    [waiting] = world.waiting
    await world.deliver()
    world.documents.collections["letters"] = {waiting["_id"]: {**waiting, "tries": 1}}
    assert await world.deliver(timedelta(minutes=1)) == 1
    assert (world.mail.sent, len(world.mail.letters)) == (2, 1)


async def test_a_used_token_does_not_come_back_with_its_letter(world: World) -> None:
    await world.ask()
    [waiting] = world.waiting
    await world.deliver()
    await world.documents.update("users", by_id("u1"), Change(unset=("resetPasswordToken", "resetPasswordExpiration")))
    world.documents.collections["letters"] = {waiting["_id"]: {**waiting, "tries": 1}}
    assert await world.deliver(timedelta(minutes=1)) == 0
    assert "resetPasswordToken" not in world.user


async def test_the_newest_letter_counts_in_whichever_order_they_are_sent(world: World) -> None:
    first = await world.ask()
    second = await world.ask()
    older = next(letter for letter in world.waiting if letter["queuedAt"] != world.now)
    older["dueAt"] = world.now + timedelta(minutes=1)
    assert await world.deliver() == 1
    assert await world.deliver(timedelta(minutes=2)) == 0
    assert world.user["resetPasswordToken"] == second != first
    assert len(world.mail.letters) == 1


async def test_a_verification_waits_for_its_account_but_not_for_ever(world: World) -> None:
    digest = await world.desk.queue(world.documents, "verify", ADA, "u1")
    assert await world.deliver() == 0
    await world.documents.update("users", by_id("u1"), Change(set={"_verificationToken": digest, "_verified": False}))
    assert await world.deliver(timedelta(minutes=1)) == 1
    assert "https://studio.test/verify?token=" in next(iter(world.mail.letters.values())).text

    await world.desk.queue(world.documents, "verify", ADA, "gone")
    await world.deliver(ACCOUNT_EXPECTED)
    assert world.waiting == []


def test_tokens_of_different_kinds_letters_and_secrets_differ() -> None:
    made = [
        MailTokens(secret).token(kind, letter) for secret in "ab" for kind in ("reset", "verify") for letter in "xy"
    ]
    assert len(set(made)) == 8
    assert all(len(token) == 43 for token in made)
