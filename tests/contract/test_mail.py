"""Sending a letter: by SES (as moto plays it), into the laptop's folder, and into memory."""

from __future__ import annotations

import email
import stat
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from moto import mock_aws

from shared.adapters.mail import ses
from shared.adapters.mail.fake import FakeMail
from shared.adapters.mail.outbox import Outbox
from shared.adapters.mail.ses import SesMail
from shared.domain.letters import Letter
from shared.ports import Mail, MailFailed, MailRefused

SENDER = "aladdin@film.test"
LETTER = Letter(
    "01K9ZW6T3B8Q4N5M2X7R1C0DEF",
    "ada@film.test",
    "Für dich: ein Link",
    "Hier: https://studio.test/x?token=abc\n",
    '<p><a href="https://studio.test/x?token=abc">Hier</a></p>\n',
)


class Received(NamedTuple):
    to: str
    subject: str
    html: str


class Service(Protocol):
    """One way of sending, and what has come out of it at the other end."""

    mail: Mail

    def received(self) -> list[Received]: ...


class Memory:
    def __init__(self) -> None:
        self._fake = FakeMail()
        self.mail: Mail = self._fake

    def received(self) -> list[Received]:
        return [Received(letter.to, letter.subject, letter.html) for letter in self._fake.letters.values()]


class Folder:
    def __init__(self, folder: Path) -> None:
        self.mail: Mail = Outbox(folder, SENDER)
        self.folder = folder

    def received(self) -> list[Received]:
        return [self._read(file) for file in self.folder.iterdir()] if self.folder.exists() else []

    def _read(self, file: Path) -> Received:
        message = opened(file)
        return Received(message["To"], message["Subject"], message.get_body(("html",)).get_content())


class Ses:
    def __init__(self) -> None:
        import boto3

        self.mail: Mail = SesMail(SENDER)
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)

    def received(self) -> list[Received]:
        from moto.backends import get_backend
        from moto.core.models import DEFAULT_ACCOUNT_ID

        sent = get_backend("ses")[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
        return [Received(it.destinations["ToAddresses"][0], it.subject, it.body) for it in sent]


def opened(file: Path) -> Any:
    return email.message_from_bytes(file.read_bytes(), policy=policy.default)


@pytest.fixture(params=["memory", "folder", "ses"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "ses":
        with mock_aws():
            yield Ses()
    else:
        yield Memory() if request.param == "memory" else Folder(tmp_path / "outbox")


async def test_a_letter_arrives_as_it_was_written(service: Service) -> None:
    assert service.received() == []
    await service.mail.send(LETTER)
    assert service.received() == [Received(LETTER.to, LETTER.subject, LETTER.html)]


async def test_letters_are_kept_apart_and_sending_one_again_is_allowed(service: Service) -> None:
    other = replace(LETTER, id="01K9ZW6T3B8Q4N5M2X7R1C0DEG", to="bo@film.test")
    for letter in (LETTER, other, LETTER):
        await service.mail.send(letter)
    assert {received.to for received in service.received()} == {"ada@film.test", "bo@film.test"}


async def test_a_file_is_a_whole_message_for_its_owners_eyes(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    for _ in range(2):
        await Outbox(folder, SENDER).send(LETTER)

    [file] = folder.iterdir()
    message = opened(file)
    assert file.name == f"{LETTER.id}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (message["From"], message["X-Aladdin-Letter"]) == (f"Aladdin <{SENDER}>", LETTER.id)
    assert message.get_body(("plain",)).get_content() == LETTER.text


@pytest.mark.parametrize("broken", [{"to": "ada@film.test\nBcc: all@film.test"}, {"id": "../../etc/passwd"}])
async def test_a_letter_that_would_be_more_than_one_is_refused(tmp_path: Path, broken: dict[str, str]) -> None:
    with pytest.raises(MailRefused):
        await Outbox(tmp_path / "outbox", SENDER).send(replace(LETTER, **broken))
    assert not (tmp_path / "outbox").exists()


async def test_a_folder_that_cannot_be_written_is_no_refusal(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(MailFailed):
        await Outbox(tmp_path / "outbox", SENDER).send(LETTER)


async def test_a_sender_that_ses_has_not_verified_may_be_later() -> None:
    with mock_aws(), pytest.raises(MailFailed, match="MessageRejected"):
        await SesMail("stranger@film.test").send(LETTER)


async def test_a_service_that_is_not_there_may_be_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:9")
    with pytest.raises(MailFailed, match="EndpointConnectionError"):
        await SesMail(SENDER).send(LETTER)


def test_ses_gets_both_forms_and_the_letters_id() -> None:
    content = ses.content(LETTER)
    assert content["Body"]["Text"]["Data"] == LETTER.text
    assert content["Body"]["Html"]["Data"] == LETTER.html
    assert {"Name": "X-Aladdin-Letter", "Value": LETTER.id} in content["Headers"]
